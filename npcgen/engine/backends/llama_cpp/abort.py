"""Cuts a llama_decode short from another thread, at the next operation of its graph.

llama.cpp asks a C function before each operation. A Python one would need the GIL a thousand times
a token. The C library's strlen does what is needed: of a text that is empty or one letter long, it
says 0 or 1, and the letter may be written at any time.
"""

import ctypes
import sys
from typing import Any

import llama_cpp as lib

ABORTED = 2
"""What llama_decode returns when it was cut short."""


class Abort:
    """The flag of one context. NOTE: it must outlive the context."""

    def __init__(self, context: Any) -> None:
        libc = ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)
        address = ctypes.cast(libc.strlen, ctypes.c_void_p).value
        self._letter = ctypes.create_string_buffer(2)
        self._is_set = lib.ggml_abort_callback(address)
        lib.llama_set_abort_callback(
            context, self._is_set, ctypes.cast(self._letter, ctypes.c_void_p)
        )

    def set(self) -> None:
        """Ends the decode under way, if there is one. From any thread."""
        self._letter[0] = b"!"

    def clear(self) -> None:
        """The next decode may run to its end."""
        self._letter[0] = b"\0"


def is_worth_it(unwanted: int, tokens: int, *, is_whole_only: bool) -> bool:
    """Whether to cut a step of so many tokens short, so many of which nobody wants any more.

    What it computes for the others is lost and has to be computed again. Where that is their
    whole state, nobody else may be in it.
    """
    return unwanted == tokens > 0 if is_whole_only else 2 * unwanted >= tokens > 0
