"""llama.cpp's log: into `logging` instead of stderr, with its last errors at hand."""

import ctypes
import functools
import logging
from collections import deque

import llama_cpp as lib

logger = logging.getLogger("npcgen.llama_cpp")

_WARNING, _ERROR, _CONTINUED = 3, 4, 5
# llama.cpp warns of what is normal for us (a context below the trained one), and what fails
# comes back as an error of ours with llama.cpp's own reason in it: neither needs to be seen twice.
_LEVELS = {_WARNING: logging.INFO, _ERROR: logging.INFO}


class LlamaLog:
    """Receives llama.cpp's log for the whole process."""

    def __init__(self) -> None:
        self._errors: deque[str] = deque(maxlen=4)
        self._level = 0
        # NOTE: llama.cpp keeps the bare pointer: the callback must live as long as the process.
        self._callback = lib.llama_log_callback(self._receive)
        lib.llama_log_set(self._callback, ctypes.c_void_p(0))

    def forget(self) -> None:
        self._errors.clear()

    def why(self) -> str:
        """The error lines since `forget`, in one line."""
        return "; ".join(self._errors) or "llama.cpp gave no reason"

    def _receive(self, level: int, text: bytes, _: object) -> None:
        if level != _CONTINUED:
            self._level = level
        line = text.decode("utf-8", errors="replace").strip()
        if not line or line == ".":
            return
        if self._level == _ERROR:
            self._errors.append(line)
        logger.log(_LEVELS.get(self._level, logging.DEBUG), "%s", line)


@functools.cache
def llama_log() -> LlamaLog:
    """The process's one log receiver: llama.cpp itself has only one."""
    return LlamaLog()
