"""When a lorebook entry may fire: its keys, decorators and world info settings, read once."""

from collections.abc import Sequence
from dataclasses import dataclass

from npcgen.dialogue.cards.decorators import Decorated, read_decorators
from npcgen.dialogue.cards.keys import Key, PlainKey, is_pattern, pattern_key
from npcgen.dialogue.cards.limits import MAX_BOOK_KEYS, MAX_BOOK_PATTERN_CHARS
from npcgen.dialogue.cards.lorebook import LoreEntry
from npcgen.dialogue.cards.world_info import WorldInfo


@dataclass(frozen=True, slots=True)
class Rule:
    """An entry with all that says when it fires."""

    entry: LoreEntry
    decorated: Decorated
    info: WorldInfo
    keys: tuple[Key, ...]
    secondary: tuple[Key, ...]
    additional: tuple[Key, ...]
    """One of them is needed too."""
    excluded: tuple[Key, ...]
    """None of them may be there."""
    scan_depth: int | None
    """Messages; None for the book's own."""

    @property
    def order(self) -> float:
        return self.entry.insertion_order or 0.0

    @property
    def text(self) -> str:
        """What it tells: its content without decorators, with macros."""
        return self.decorated.text


class RuleMaker:
    """Makes rules of a book's entries; `problems` says which keys are no good."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._pattern_chars = 0
        self._keys_left = MAX_BOOK_KEYS
        self._too_many = 0

    def rules(self, entries: Sequence[LoreEntry]) -> tuple[Rule, ...]:
        """Those that could ever fire: enabled, and with something to tell."""
        made = [self._rule(entry) for entry in entries if entry.enabled is not False]
        if self._too_many:
            self.problems.append(
                f"the book has {self._too_many} keys more than {MAX_BOOK_KEYS}; those never match"
            )
        return tuple(rule for rule in made if rule.text.strip())

    def _rule(self, entry: LoreEntry) -> Rule:
        decorated, info = read_decorators(entry.content), entry.world_info
        depth = decorated.number("scan_depth")
        if depth is None and info.scan_depth is not None:
            depth = max(0, int(info.scan_depth))
        return Rule(
            entry,
            decorated,
            info,
            keys=self._keys(entry, info, entry.keys),
            secondary=self._keys(entry, info, entry.secondary_keys),
            additional=self._keys(entry, info, decorated.texts("additional_keys")),
            excluded=self._keys(entry, info, decorated.texts("exclude_keys")),
            scan_depth=depth,
        )

    def _keys(self, entry: LoreEntry, info: WorldInfo, keys: Sequence[str]) -> tuple[Key, ...]:
        wanted = [key for key in keys if key.strip()]
        made = [self._key(entry, info, key) for key in wanted[: self._keys_left]]
        self._too_many += max(0, len(wanted) - self._keys_left)
        self._keys_left = max(0, self._keys_left - len(wanted))
        return tuple(key for key in made if key is not None)

    def _key(self, entry: LoreEntry, info: WorldInfo, written: str) -> Key | None:
        either = (entry.case_sensitive, info.case_sensitive)
        case_sensitive = bool(next((each for each in either if each is not None), False))
        if not entry.use_regex and not is_pattern(written):
            return PlainKey(written.strip(), case_sensitive, bool(info.match_whole_words))
        self._pattern_chars += len(written)
        key = None
        if self._pattern_chars <= MAX_BOOK_PATTERN_CHARS:
            key = pattern_key(written, case_sensitive=case_sensitive)
        if key is None:
            shown = f"'{written[:60]}' of '{entry.title[:60]}'"
            self.problems.append(f"the regular expression {shown} is bad or too large; no match")
        return key
