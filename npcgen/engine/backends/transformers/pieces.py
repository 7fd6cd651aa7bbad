"""What each token of a tokenizer writes, as bytes. Knows the two ways in which vocabularies spell.

Byte-level ones write each byte as a printable letter (GPT-2's table); sentencepiece ones write text
with a block for a space, and bytes as <0x0A>.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_BLOCK = "\u2581"
_BYTE = re.compile(r"<0x([0-9A-F]{2})>")
_PLAIN = (*range(33, 127), *range(161, 173), *range(174, 256))


def speller(decoder: Any) -> str:
    """ "bytes", "blocks", or "" when the decoder of a tokenizer.json is of neither kind."""
    kinds = set(_kinds(decoder))
    if "ByteLevel" in kinds:
        return "bytes"
    return "blocks" if kinds & {"Metaspace", "Replace", "ByteFallback"} else ""


def spelled_pieces(words: Mapping[str, int], spelling: str) -> dict[int, bytes]:
    """The bytes of each word of a vocabulary, by token."""
    read = _byte_level if spelling == "bytes" else _sentencepiece
    return {token: read(word) for word, token in words.items()}


def _kinds(decoder: Any) -> Iterator[str]:
    if isinstance(decoder, dict):
        yield str(decoder.get("type", ""))
        for inner in decoder.get("decoders", ()):
            yield from _kinds(inner)


def _byte_letters() -> dict[str, int]:
    other = [byte for byte in range(256) if byte not in _PLAIN]
    letters = {chr(byte): byte for byte in _PLAIN}
    return letters | {chr(256 + index): byte for index, byte in enumerate(other)}


_BYTES = _byte_letters()


def _byte_level(word: str) -> bytes:
    """A word with a letter that stands for no byte is an added one, spelled as it is."""
    if any(letter not in _BYTES for letter in word):
        return word.encode()
    return bytes(_BYTES[letter] for letter in word)


def _sentencepiece(word: str) -> bytes:
    byte = _BYTE.fullmatch(word)
    return bytes([int(byte[1], 16)]) if byte else word.replace(_BLOCK, " ").encode()
