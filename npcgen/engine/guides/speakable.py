"""The tokens of a model that may stand in a text, laid out so that all are read at once."""

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Level:
    """All beginnings of tokens that have the same length."""

    parents: Indices
    """Each one's place in the level before."""
    letters: Indices
    """Its last letter's place in the alphabet."""


@dataclass(frozen=True, slots=True)
class Tails:
    """Tokens that end within a character, by the text before it."""

    before: str
    tokens: Indices
    low: NDArray[np.int64]
    """The first character that each of them may become, and the last one."""
    high: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Speakable:
    """The tokens that make text, and those that end a reply. All indices are into `tokens`."""

    tokens: NDArray[np.int32]
    pieces: Sequence[bytes]
    """What each of them writes; nothing for an end."""
    index: dict[int, int]
    """Of each token."""
    ends: Indices
    alphabet: NDArray[np.int64]
    """Every character in them, in order."""
    whole: Indices
    """Those of whole characters."""
    nodes: Indices
    """Where in the tree each of these ends, its levels one after the other."""
    levels: Sequence[Level]
    tails: Sequence[Tails]
    inner: Sequence[int]
    """Those that begin within a character."""


def speakable(pieces: Mapping[int, bytes]) -> Speakable:
    """What each token writes, by token in order; one that ends a reply writes nothing.

    Looks at every token: a few microseconds for each.
    """
    texts: dict[int, str] = {}
    tails: dict[str, list[tuple[int, bytes]]] = {}
    inner, ends = [], []
    for index, piece in enumerate(pieces.values()):
        split = (piece.decode(), b"") if piece.isascii() else split_utf8(piece)
        if not piece:
            ends.append(index)
        elif split is None:
            inner.append(index)
        elif split[1]:
            tails.setdefault(split[0], []).append((index, split[1]))
        else:
            texts[index] = split[0]
    codes = np.frombuffer("".join(texts.values()).encode("utf-32-le"), dtype=np.uint32)
    alphabet, letters = np.unique(codes.astype(np.int64), return_inverse=True)
    lengths = np.fromiter(map(len, texts.values()), dtype=np.intp, count=len(texts))
    levels, nodes = _tree(lengths, letters.astype(np.intp), len(alphabet))
    return Speakable(
        tokens=np.fromiter(pieces, dtype=np.int32, count=len(pieces)),
        pieces=tuple(pieces.values()),
        index={token: index for index, token in enumerate(pieces)},
        ends=np.array(ends, dtype=np.intp),
        alphabet=alphabet,
        whole=np.fromiter(texts, dtype=np.intp, count=len(texts)),
        nodes=nodes,
        levels=levels,
        tails=[_tails(before, found) for before, found in tails.items()],
        inner=inner,
    )


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


def completions(start: bytes) -> tuple[int, int]:
    """The first and the last character that may begin with these bytes, one to three of them."""
    lead = start[0]
    size = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
    # The tightest second bytes: no overlong forms, no surrogates, nothing past the last character.
    least = {0xE0: 0xA0, 0xF0: 0x90}.get(lead, 0x80)
    most = {0xED: 0x9F, 0xF4: 0x8F}.get(lead, 0xBF)
    low = (start + bytes([least, 0x80, 0x80])[len(start) - 1 :])[:size]
    high = (start + bytes([most, 0xBF, 0xBF])[len(start) - 1 :])[:size]
    return ord(low.decode()), ord(high.decode())


def _tree(lengths: Indices, letters: Indices, alphabet: int) -> tuple[list[Level], Indices]:
    """The texts as a tree, and where in it each one ends; `letters` are those of all texts."""
    starts = np.cumsum(lengths) - lengths
    at = np.zeros(len(lengths), dtype=np.intp)
    nodes = np.zeros(len(lengths), dtype=np.intp)
    levels: list[Level] = []
    count = 0
    for depth in range(int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > depth)
        keys = at[longer] * alphabet + letters[starts[longer] + depth]
        found, places = np.unique(keys, return_inverse=True)
        levels.append(Level(found // alphabet, found % alphabet))
        at[longer] = places
        nodes[longer] = places + count
        count += len(found)
    return levels, nodes


def _tails(before: str, found: Sequence[tuple[int, bytes]]) -> Tails:
    bounds = [completions(tail) for _, tail in found]
    return Tails(
        before,
        np.array([index for index, _ in found], dtype=np.intp),
        np.array([low for low, _ in bounds], dtype=np.int64),
        np.array([high for _, high in bounds], dtype=np.int64),
    )
