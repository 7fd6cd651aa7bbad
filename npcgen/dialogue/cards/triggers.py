"""Which entries of a lorebook fire for what was just said, and why.

Pure: (book, messages, state) -> entries and the next state. The first that finds a reason decides;
`Scan` is one turn. What isn't supported (places in raw instructions, user icons) is ignored.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from npcgen.dialogue.cards.conditions import Rule, RuleMaker
from npcgen.dialogue.cards.firing import Firing, LoreState, fired_entry
from npcgen.dialogue.cards.keys import Key, Scanned, SearchTime
from npcgen.dialogue.cards.lorebook import Lorebook
from npcgen.dialogue.cards.macros import hidden_keys
from npcgen.dialogue.cards.selection import one_of_each_group, within_budget
from npcgen.dialogue.cards.world_info import SelectiveLogic

DEFAULT_SCAN_DEPTH = 4
"""Messages."""
MAX_SCAN_MESSAGES = 256
MAX_SCAN_CHARS = 16_000
"""Of the messages together, the latest first."""
MAX_RECURSION = 8
REGEX_S = 0.25
"""For all regular expressions and whole words of a scan."""
RECURSION_S = 0.5
"""After which no further round begins."""


def about_tokens(text: str) -> int:
    """A guess for whoever has no tokenizer: four bytes a token."""
    return len(text.encode("utf-8", "replace")) // 4 + 1


class Triggers:
    """A lorebook, ready to scan."""

    def __init__(self, book: Lorebook) -> None:
        maker = RuleMaker()
        self._book = book
        self._rules = maker.rules(book.entries)
        self.problems = tuple(maker.problems)
        """Keys that never match: regular expressions that are bad or too large."""

    def fire(
        self,
        messages: Sequence[str],
        state: LoreState | None = None,
        *,
        replies: int = 0,
        greeting: int | None = None,
        rng: random.Random | None = None,
        budget_tokens: int | None = None,
        count_tokens: Callable[[str], int] = about_tokens,
    ) -> Firing:
        """The entries for a prompt after `messages`, the latest one last.

        `replies` is how often the character has spoken, `greeting` which one it began with (from
        0). The budget is the book's own where none is given; `rng` draws for probabilities, by
        default one of the turn.
        """
        state = state or LoreState()
        scan = _Scan(self._book, messages, state, replies, greeting)
        rng = rng or random.Random(state.turn)
        scan.run(self._rules, rng)
        chosen = one_of_each_group(scan.found, rng)
        if budget_tokens is None and self._book.token_budget is not None:
            budget_tokens = int(self._book.token_budget)
        kept, dropped = within_budget(chosen, budget_tokens, count_tokens)
        entries = tuple(fired_entry(rule, why) for rule, why in kept)
        return Firing(entries, scan.next_state(kept), dropped, tuple(scan.problems()))


@dataclass
class _Scan:
    """One turn: what was found so far."""

    book: Lorebook
    messages: Sequence[str]
    state: LoreState
    replies: int
    greeting: int | None
    found: list[tuple[Rule, str]] = field(default_factory=list)
    _depths: dict[int, Scanned] = field(default_factory=dict)
    _search: SearchTime = field(default_factory=lambda: SearchTime(REGEX_S))

    _began: float = field(default_factory=time.perf_counter)
    _stopped: bool = False

    def problems(self) -> Iterator[str]:
        """What took too long."""
        for key in dict.fromkeys(self._search.slow):
            yield f"the key '{key[:60]}' took too long"
        if self._stopped:
            yield "the scan took too long; what was found fired no more"

    def run(self, rules: Sequence[Rule], rng: random.Random) -> None:
        waiting = [rule for rule in rules if self._may_fire(rule)]
        heard: Scanned | None = None
        for _ in range(MAX_RECURSION):
            matched = [(rule, why) for rule in waiting if (why := self._why(rule, heard))]
            taken = {rule.entry.index for rule, _ in matched}
            waiting = [rule for rule in waiting if rule.entry.index not in taken]
            fresh = [each for each in matched if _lucky(each[0], rng)]
            self.found += fresh
            spoken = [_heard_text(rule) for rule, _ in fresh if not rule.info.prevent_recursion]
            if not self.book.recursive_scanning or not spoken:
                return
            if time.perf_counter() - self._began > RECURSION_S:
                self._stopped = True
                return
            heard = Scanned("\n".join(spoken)[:MAX_SCAN_CHARS])

    def next_state(self, kept: Sequence[tuple[Rule, str]]) -> LoreState:
        turn = self.state.turn
        matched = {rule.entry.index: turn for rule, why in kept if why != "still active"}
        return LoreState(turn + 1, {**self.state.fired_at, **matched})

    def _may_fire(self, rule: Rule) -> bool:
        """Whether decorators and timers leave it the chance."""
        decorated, info = rule.decorated, rule.info
        after, every = (
            decorated.number("activate_only_after"),
            decorated.number("activate_only_every"),
        )
        if (after is not None and self.replies < after) or (every and self.replies % every):
            return False
        wanted = decorated.number("is_greeting")
        if wanted is not None and wanted != self.greeting:
            return False
        fired_at = self.state.fired_at.get(rule.entry.index)
        if fired_at is None:
            return not (info.delay and len(self.messages) < info.delay)
        if decorated.has("dont_activate_after_match"):
            return False
        rest_began = fired_at + (info.sticky or 0)
        return not rest_began < self.state.turn <= rest_began + (info.cooldown or 0)

    def _why(self, rule: Rule, heard: Scanned | None) -> str:
        """Why the rule fires in this round; "" for not. `heard` is what others told before it."""
        decorated = rule.decorated
        if heard is None and decorated.has("activate"):
            return "decorator 'activate'"
        if decorated.has("dont_activate"):
            return ""
        if heard is not None:
            return "" if rule.info.exclude_recursion else self._heard_why(rule, heard)
        if self._is_still_active(rule):
            return "still active"
        if rule.entry.constant:
            return "constant"
        return "" if rule.info.delay_until_recursion else self._key_why(rule, self._text(rule))

    def _heard_why(self, rule: Rule, heard: Scanned) -> str:
        why = self._key_why(rule, heard)
        return f"recursion: {why}" if why else ""

    def _is_still_active(self, rule: Rule) -> bool:
        fired_at = self.state.fired_at.get(rule.entry.index)
        if fired_at is None:
            return False
        if rule.decorated.has("keep_activate_after_match"):
            return True
        return self.state.turn <= fired_at + (rule.info.sticky or 0)

    def _key_why(self, rule: Rule, text: Scanned) -> str:
        key = self._first(rule.keys, text)
        if key is None or not self._secondary_agree(rule, text):
            return ""
        if rule.additional and self._first(rule.additional, text) is None:
            return ""
        if self._first(rule.excluded, text) is not None:
            return ""
        return f"key '{key.written}'"

    def _secondary_agree(self, rule: Rule, text: Scanned) -> bool:
        if not rule.entry.selective or not rule.secondary:
            return True
        hits = [key.matches(text, self._search) for key in rule.secondary]
        match rule.info.logic:
            case SelectiveLogic.AND_ANY:
                return any(hits)
            case SelectiveLogic.NOT_ALL:
                return not all(hits)
            case SelectiveLogic.NOT_ANY:
                return not any(hits)
            case SelectiveLogic.AND_ALL:
                return all(hits)

    def _first(self, keys: Sequence[Key], text: Scanned) -> Key | None:
        return next((key for key in keys if key.matches(text, self._search)), None)

    def _text(self, rule: Rule) -> Scanned:
        """The latest messages, as many as the rule looks at, at most MAX_SCAN_MESSAGES."""
        depth = rule.scan_depth
        if depth is None:
            own = self.book.scan_depth
            depth = DEFAULT_SCAN_DEPTH if own is None else max(0, int(own))
        depth = min(depth, MAX_SCAN_MESSAGES)
        if depth not in self._depths:
            latest = "\n".join(self.messages[-depth:]) if depth else ""
            self._depths[depth] = Scanned(latest[-MAX_SCAN_CHARS:])
        return self._depths[depth]


def _heard_text(rule: Rule) -> str:
    return "\n".join((rule.text, *hidden_keys(rule.text)))


def _lucky(rule: Rule, rng: random.Random) -> bool:
    chance = rule.info.probability
    if chance is None or rule.info.use_probability is False:
        return True
    return rng.random() * 100 < chance
