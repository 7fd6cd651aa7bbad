"""`mes_example` <-> examples: exchanges between {{user}} and {{char}}, parted by <START>."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from npcgen.dialogue.persona import Example

_START = re.compile(r"<start>", re.IGNORECASE)
_PLAYERS = ("{{user}}", "<user>", "user", "you")
_CHARACTERS = ("{{char}}", "<bot>", "<char>")
_PLAYER, _NPC = "player", "npc"
Line = tuple[str, str]


def read_examples(text: str, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of what the player says and one of `names` answers, with their macros."""
    speakers = {*_CHARACTERS, *(name.strip().lower() for name in names)}
    return tuple(pair for part in _START.split(text) for pair in _pairs(_lines(part, speakers)))


def written_examples(examples: Iterable[Example]) -> str:
    """As a card has them."""
    return "\n".join(
        f"<START>\n{{{{user}}}}: {each.player}\n{{{{char}}}}: {each.npc}" for each in examples
    )


def _lines(part: str, characters: Collection[str]) -> Sequence[Line]:
    """Who says what; a line that names no speaker goes on with the one before."""
    lines: list[Line] = []
    for line in part.splitlines():
        speaker, said = _speaker(line, characters)
        if lines and speaker in ("", lines[-1][0]):
            before = lines.pop()
            lines.append((before[0], f"{before[1]}\n{said}".strip()))
        elif speaker:
            lines.append((speaker, said))
    return lines


def _speaker(line: str, characters: Collection[str]) -> Line:
    head, colon, said = line.partition(":")
    who = head.strip().lower()
    if colon and who in _PLAYERS:
        return _PLAYER, said.strip()
    if colon and who in characters:
        return _NPC, said.strip()
    return "", line


def _pairs(lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    for (asker, asked), (answerer, answered) in pairwise(lines):
        if (asker, answerer) == (_PLAYER, _NPC) and asked and answered:
            yield asked, answered
