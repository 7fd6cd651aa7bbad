"""Decorators: the lines `@@name value` that a V3 lorebook entry's content may begin with.

A line `@@@name value` is what to take where the one above isn't known. Those that aren't known are
left out of the text and otherwise ignored; the content that is written again keeps them. Not known
are those for prompts without turns (`instruct_depth`, `reverse_instruct_depth`,
`instruct_scan_depth`) and `is_user_icon`: nothing here has either.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from npcgen.dialogue.cards.limits import MAX_DECORATORS

NUMBERS = frozenset(
    {
        "activate_only_after",
        "activate_only_every",
        "depth",
        "reverse_depth",
        "scan_depth",
        "is_greeting",
    }
)
FLAGS = frozenset(
    {
        "keep_activate_after_match",
        "dont_activate_after_match",
        "ignore_on_max_context",
        "activate",
        "dont_activate",
    }
)
LISTS = frozenset({"additional_keys", "exclude_keys"})
CHOICES = {
    "role": frozenset({"system", "user", "assistant"}),
    "position": frozenset({"after_desc", "before_desc", "personality", "scenario"}),
    "disable_ui_prompt": frozenset({"system_prompt", "post_history_instructions"}),
}
_LINE = re.compile(r"(@@+)([A-Za-z_]+)[ \t]*(.*)")


@dataclass(frozen=True, slots=True)
class Decorator:
    """One of them, as written; `level` is 0 for "@@", 1 for the fallback "@@@", and so on."""

    name: str
    value: str = ""
    level: int = 0

    @property
    def is_known(self) -> bool:
        """Whether the name is one that we follow, and the value one that it takes."""
        if self.name in NUMBERS:
            return re.fullmatch(r"\d{1,6}", self.value, re.ASCII) is not None
        if self.name in LISTS:
            return bool(self.value)
        return self.name in FLAGS or self.value in CHOICES.get(self.name, ())


@dataclass(frozen=True, slots=True)
class Decorated:
    """A content without its decorators, and those that hold."""

    text: str
    decorators: tuple[Decorator, ...]

    def has(self, name: str) -> bool:
        return any(each.name == name for each in self.decorators)

    def number(self, name: str) -> int | None:
        """The value of the first one of that name; None where there is none."""
        return next((int(each.value) for each in self._named(name)), None)

    def text_of(self, name: str) -> str:
        return next((each.value for each in self._named(name)), "")

    def texts(self, name: str) -> tuple[str, ...]:
        """The values, split at commas, of all of that name."""
        parts = (part.strip() for each in self._named(name) for part in each.value.split(","))
        return tuple(filter(None, parts))

    def _named(self, name: str) -> Iterator[Decorator]:
        return (each for each in self.decorators if each.name == name)


def read_decorators(content: str) -> Decorated:
    """The content's text and the decorators that hold: of a group, the first that is known."""
    found: list[Decorator] = []
    rest = content
    while len(found) < MAX_DECORATORS:
        line, _, after = rest.partition("\n")
        if (match := _LINE.fullmatch(line.strip())) is None:
            break
        found.append(Decorator(match[2].lower(), match[3].strip(), len(match[1]) - 2))
        rest = after
    return Decorated(rest if found else content, tuple(_holding(found)))


def without_decorators(content: str) -> str:
    """For readers that don't know them."""
    return read_decorators(content).text


def _holding(found: list[Decorator]) -> Iterator[Decorator]:
    settled = True
    for each in found:
        if each.level == 0:
            settled = False
        if not settled and each.is_known:
            settled = True
            yield each
