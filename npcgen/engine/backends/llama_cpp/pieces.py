"""What each token of a model writes, read from llama.cpp in one go."""

import ctypes
from collections.abc import Iterable

import llama_cpp as lib

from npcgen.engine.backends.llama_cpp.vocabulary import Vocabulary

_ROOM = 256


def speakable_pieces(vocabulary: Vocabulary) -> Iterable[tuple[int, bytes]]:
    """The tokens that may stand in a text, with their bytes; those that end a reply have none."""
    handle = vocabulary.handle
    buffer = (ctypes.c_char * _ROOM)()
    for token in range(vocabulary.size):
        if vocabulary.ends_turn(token):
            if lib.llama_vocab_is_eog(handle, token):
                yield token, b""
        elif not vocabulary.is_control(token):
            length = lib.llama_token_to_piece(handle, token, buffer, _ROOM, 0, False)
            fits = length >= 0
            piece = ctypes.string_at(buffer, length) if fits else vocabulary.piece(token)
            if piece and b"\0" not in piece:
                yield token, piece
