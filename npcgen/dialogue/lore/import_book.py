"""A lorebook of a card, of V3 or of world info, as entries of a world.

Pure. What has no place here is said, never dropped in silence. Imported entries are everybody's: a
lorebook has no scopes.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from pydantic import ValidationError

from npcgen.dialogue.authored_file import explain
from npcgen.dialogue.cards import lorebook
from npcgen.dialogue.cards.decorators import read_decorators
from npcgen.dialogue.cards.keys import is_pattern
from npcgen.dialogue.cards.macros import Macros
from npcgen.dialogue.cards.world_info import SelectiveLogic
from npcgen.dialogue.lore.entry import LoreEntry
from npcgen.errors import InvalidArgument

_PLAIN = Macros(char="they", user="the player")
_MOST_PRIORITY = 1_000


@dataclass(frozen=True, slots=True)
class ImportedBook:
    """Entries to keep, and what of the book they couldn't take along."""

    entries: tuple[LoreEntry, ...]
    warnings: tuple[str, ...] = ()
    world: str = ""
    """The id of the world it says it is of."""


def entries_of(book: lorebook.Lorebook, taken: Collection[str] = ()) -> ImportedBook:
    """The book's entries that tell something; their ids come from their titles, and aren't among
    `taken`.
    """
    warnings = list(book.warnings)
    entries: dict[str, LoreEntry] = {}
    for each in book.entries:
        try:
            entry = _entry_of(each, {*entries, *taken}, warnings)
        except InvalidArgument as error:
            warnings.append(f"'{each.title[:60]}' is left out: {error}")
            continue
        if entry is not None:
            entries[entry.id] = entry
    return ImportedBook(tuple(entries.values()), tuple(warnings))


def _entry_of(
    entry: lorebook.LoreEntry, taken: Collection[str], warnings: list[str]
) -> LoreEntry | None:
    decorated = read_decorators(entry.content)
    text = " ".join(_PLAIN.expand(decorated.text).split())
    if not text:
        return None
    warnings += _lost(entry, [each.name for each in decorated.decorators])
    title = " ".join(entry.title.split())[:120] or f"entry {entry.index}"
    fields = {
        "id": _free_id(title, entry.index, taken),
        "title": title,
        "text": text,
        "keys": _keys(entry, entry.keys),
        "secondary_keys": _keys(entry, entry.secondary_keys) if entry.selective else (),
        "priority": _priority(entry),
        "enabled": entry.enabled is not False,
        "constant": bool(entry.constant),
    }
    try:
        return LoreEntry.model_validate(fields)
    except ValidationError as error:
        raise explain(error, LoreEntry, f"entries[{entry.index}]") from error


def _lost(entry: lorebook.LoreEntry, decorators: list[str]) -> list[str]:
    info = entry.world_info
    lost = [f"decorator '{name}'" for name in dict.fromkeys(decorators)]
    if entry.selective and info.logic is not SelectiveLogic.AND_ANY:
        lost.append(f"selective logic {info.logic.name}")
    timers = {"sticky": info.sticky, "cooldown": info.cooldown, "delay": info.delay}
    lost += [name for name, value in timers.items() if value]
    if (
        info.probability is not None
        and info.probability < 100
        and info.use_probability is not False
    ):
        lost.append("probability")
    if info.group:
        lost.append("group")
    return [f"'{entry.title[:60]}': {', '.join(lost)} not taken along"] if lost else []


def _keys(entry: lorebook.LoreEntry, keys: tuple[str, ...]) -> list[str]:
    shown = (key.strip() for key in keys)
    patterns = entry.use_regex
    return [f"/{key}/i" if patterns and not is_pattern(key) else key for key in shown if key]


def _priority(entry: lorebook.LoreEntry) -> int:
    """NOTE: a number beyond what we take says no more than "first" or "last"."""
    return round(max(-_MOST_PRIORITY, min(_MOST_PRIORITY, entry.priority or 0.0)))


def _free_id(title: str, index: int, taken: Collection[str]) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:56].strip("-")
    wanted = slug or f"entry-{index}"
    if wanted not in taken:
        return wanted
    return next(name for n in range(2, 100_000) if (name := f"{wanted}-{n}") not in taken)
