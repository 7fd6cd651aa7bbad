"""The tokens of a model that may stand in a text, and the bytes they write."""

import codecs
import ctypes
from dataclasses import dataclass

import llama_cpp as lib
import numpy as np
from numpy.typing import NDArray

from npcgen.engine.backends.llama_cpp.vocabulary import Vocabulary

_ROOM = 256


@dataclass(frozen=True, slots=True)
class Speakable:
    """The tokens that make text, and those that end a reply, in order."""

    tokens: NDArray[np.int32]
    pieces: dict[int, bytes]
    """What each of them writes; nothing for an end."""
    begins_characters: NDArray[np.bool_]
    """For each of the tokens whether a text may begin with it: not within a character."""


def speakable(vocabulary: Vocabulary) -> Speakable:
    """Looks at every token: a few microseconds for each."""
    pieces: dict[int, bytes] = {}
    handle = vocabulary.handle
    buffer = (ctypes.c_char * _ROOM)()
    for token in range(vocabulary.size):
        if lib.llama_vocab_is_eog(handle, token):
            pieces[token] = b""
        elif not vocabulary.ends_turn(token) and not vocabulary.is_control(token):
            length = lib.llama_token_to_piece(handle, token, buffer, _ROOM, 0, False)
            piece = buffer.raw[:length] if length >= 0 else vocabulary.piece(token)
            if piece:
                pieces[token] = piece
    begins = [piece.isascii() or split_utf8(piece) is not None for piece in pieces.values()]
    tokens = np.fromiter(pieces, dtype=np.int32, count=len(pieces))
    return Speakable(tokens, pieces, np.array(begins, dtype=np.bool_))


def split_utf8(data: bytes) -> tuple[str, bytes] | None:
    """The text, and the bytes at its end that only begin a character; None for what is no UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(data)
    except UnicodeDecodeError:
        return None
    rest = decoder.getstate()[0]
    # Python waits for the third byte of a surrogate before it refuses it.
    return None if b"\xed\xa0" <= rest < b"\xee" else (text, rest)
