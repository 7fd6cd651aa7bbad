"""Filling a quest's lines: by a writer that a game passes in, by the plain one where that fails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from worldgen.errors import InvalidSpec
from worldgen.quests.quest import Line, Quest
from worldgen.quests.words.check import text_faults
from worldgen.quests.words.grammar import Grammar, grammar
from worldgen.quests.words.plain import plain_slots
from worldgen.quests.words.slots import Slot
from worldgen.quests.world import World

PLAIN = "plain"


class Writer(Protocol):
    """Somebody who words slots: a model behind an engine, a table of a translator."""

    @property
    def name(self) -> str:
        """What a line's `writer` says."""
        ...

    def write(self, slots: Sequence[Slot]) -> Mapping[str, str]:
        """Texts by the slots' keys. What is missing, or doesn't pass the check, is plain."""
        ...


@dataclass(frozen=True, slots=True)
class Refused:
    """A text that didn't come, or didn't pass, and why."""

    key: str
    role: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Written:
    quest: Quest
    by_writer: int
    """How many lines the writer's own text stands in."""
    refused: tuple[Refused, ...] = ()

    def __str__(self) -> str:
        plain = len(self.quest.lines) - self.by_writer
        told = f"{self.by_writer} lines by the writer, {plain} plain"
        reasons = sorted({refused.reason for refused in self.refused})
        return f"{told}; refused: {'; '.join(reasons)}" if reasons else told


def write_words(
    world: World,
    quest: Quest,
    writer: Writer | None = None,
    voices: Mapping[str, str] | None = None,
    words: Grammar | None = None,
) -> Written:
    """The quest with all its lines. `voices`: styles by entity or persona. Raises InvalidSpec."""
    words = words or grammar()
    _check_voices(voices or {}, words)
    slots = list(plain_slots(world, quest, words, voices or {}))
    if writer is None:
        return Written(replace(quest, lines=tuple(map(_plain_line, slots))), 0)
    texts = writer.write(slots)
    lines, refused = [], []
    for slot in slots:
        text = texts.get(slot.key, "")
        reason = _reason(world, slot, text)
        if reason:
            refused.append(Refused(slot.key, slot.role, text, reason))
            lines.append(_plain_line(slot))
        else:
            lines.append(replace(_plain_line(slot), text=text.strip(), writer=writer.name))
    written = len(slots) - len(refused)
    return Written(replace(quest, lines=tuple(lines)), written, tuple(refused))


def _reason(world: World, slot: Slot, text: str) -> str:
    if not text.strip():
        return "nothing came"
    if slot.role == "title" and "\n" in text.strip():
        return "it has more than one line"
    most = max(slot.max_characters, len(slot.plain))
    return "; ".join(text_faults(text, (*slot.names, world.name), slot.language, most))


def _plain_line(slot: Slot) -> Line:
    return Line(slot.key, slot.role, slot.node, slot.speaker, slot.plain, PLAIN)


def _check_voices(voices: Mapping[str, str], words: Grammar) -> None:
    for who, style in voices.items():
        if style not in words.styles:
            raise InvalidSpec.at(
                f"voices.{who}",
                f"there is no style {style!r}; there are: {', '.join(sorted(words.styles))}",
            )
