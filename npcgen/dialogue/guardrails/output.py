"""Watches a reply as it streams, and ends it with an authored line where a rule says so.

    model's text -> markup taken out -> words -> phrases, secrets, repetition -> what may be shown

What was shown can't be unsaid, so what may be the beginning of something is held back: the word
under way, a phrase under way, at most MAX_HELD_CHARS; and a possible stage direction (`markup.py`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from npcgen.dialogue.guardrails.deflections import joined
from npcgen.dialogue.guardrails.folding import (
    COLON,
    QUOTE,
    SENTENCE_END,
    WORD,
    Word,
    fold,
    words_of,
)
from npcgen.dialogue.guardrails.input import denied, finding_of
from npcgen.dialogue.guardrails.markup import Markup
from npcgen.dialogue.guardrails.phrases import Phrases, PhraseWatch
from npcgen.dialogue.guardrails.policy import Finding, GuardPolicy
from npcgen.dialogue.guardrails.repetition import EarlierReplies, LoopWatch
from npcgen.dialogue.guardrails.rules import Rule, RuleBook, bundled_rules
from npcgen.dialogue.guardrails.secrets import SecretWatch, stem_of
from npcgen.dialogue.prompt import PastTurn

MAX_HELD_CHARS = 96
"""About 24 tokens; most of the time only the word under way is held."""
_SAYING = ("answers", "asks", "replies", "responds", "said", "says", "shouts", "whispers")
_INNER_MARKS = "'’.-"
_HEARD_IS_FINE = frozenset({"out_of_era", "real_world"})
"""The NPC may say the player's word back: "A telephone? I know no such thing." """


@dataclass(frozen=True, slots=True)
class Facts:
    """What a guard has to know of the turn."""

    player_name: str = ""
    player_text: str = ""
    locked_secrets: Sequence[str] = ()
    public: Sequence[str] = ()
    """Texts of the persona whose words it may say: what it knows, its name and trade."""
    recent: Sequence[PastTurn] = ()
    """The last turns, the newest at the end."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """What came of a piece of a reply."""

    text: str
    """To be shown now; an authored line included, where one was needed."""
    findings: tuple[Finding, ...] = ()
    stopped: bool = False
    """The reply is over: cancel the model, feed nothing more."""


@dataclass(slots=True)
class _Buffer:
    """The speech that was not shown yet. Places count from the beginning of the whole speech."""

    text: str = ""
    start: int = 0
    scanned: int = 0
    shown: str = ""

    def show_until(self, place: int) -> str:
        """What stands before `place`; space at its end stays, for nothing may follow it."""
        ready = self.text[: max(0, place - self.start)].rstrip()
        self.text = self.text[len(ready) :]
        self.start += len(ready)
        self.scanned = max(self.scanned, self.start)
        self.shown += ready
        return ready


class OutputGuard:
    """Feed it the model's text; it gives back what the player may see."""

    def __init__(
        self,
        policy: GuardPolicy,
        facts: Facts,
        line_of: Callable[[str], str],
        rules: RuleBook | None = None,
    ) -> None:
        """`line_of` a category: what the NPC says in the place of what is caught."""
        self._policy = policy
        self._rules = rules or bundled_rules()
        self._line_of = line_of
        directions = self._rules.by_id["output.stage_direction"]
        self._markup = Markup(
            frozenset(directions.words.split()), keep_directions=policy.allow_stage_directions
        )
        self._phrases = PhraseWatch((self._rules.phrases("output"), self._labels(facts)))
        self._denied = PhraseWatch((denied(policy.deny_words),))
        self._secrets = SecretWatch(facts.locked_secrets, facts.public, self._rules.meanings)
        self._loop = LoopWatch()
        self._earlier = EarlierReplies(facts.recent, facts.player_text)
        self._player_text = facts.player_text
        self._buffer = _Buffer()
        self._removed = 0
        self._stopped = False

    def feed(self, delta: str) -> Guarded:
        """What may be shown now that `delta` came."""
        return self._pass_on(self._markup.feed(delta), is_last=False)

    def flush(self) -> Guarded:
        """The rest, once the model is done. A reply that was all markup becomes the line."""
        guarded = self._pass_on(self._markup.flush(), is_last=True)
        if self._removed and not self._buffer.shown.strip() and not guarded.stopped:
            return Guarded(self._line_of("silence"), guarded.findings, stopped=True)
        return guarded

    def _pass_on(self, speech: str, *, is_last: bool) -> Guarded:
        assert not self._stopped, "nothing may be fed once a reply is over"
        self._buffer.text += speech
        findings = self._newly_removed()
        is_marked = bool(findings) and findings[-1].action == "replace"
        for word in self._new_words(is_last=is_last or is_marked):
            found = self._findings(word)
            findings += [each for each in found if each.action == "note"]
            cuts = [each for each in found if each.action != "note"]
            if cuts:
                cut = min(cuts, key=_start)
                # NOTE: what the markup found further on is not part of the reply any more.
                return self._end(cut, [*(each for each in findings if each.start <= cut.end), cut])
        if is_marked:
            return self._end(findings[-1], findings)
        until = self._buffer.start + len(self._buffer.text) if is_last else self._shown_until()
        return Guarded(self._buffer.show_until(until), tuple(findings))

    def _newly_removed(self) -> list[Finding]:
        new = self._markup.removed[self._removed :]
        self._removed += len(new)
        rules = ((self._rules.by_id[each.rule], each.at) for each in new)
        return [
            Finding(rule.id, rule.category, action, at, at)
            for rule, at in rules
            if (action := rule.action_in(self._policy))
        ]

    def _end(self, cut: Finding, findings: Iterable[Finding]) -> Guarded:
        """The reply up to the cut, then the line; a mark after whole words needs no line."""
        self._stopped = True
        text = self._buffer.show_until(cut.start)
        said = self._buffer.shown
        if cut.category == "role_forging" and said and said[-1] in '.!?…"”':
            return Guarded(text, tuple(findings), stopped=True)
        return Guarded(
            text + joined(self._buffer.shown, self._line_of(cut.category)),
            tuple(findings),
            stopped=True,
        )

    def _new_words(self, *, is_last: bool) -> Iterable[Word]:
        """The words that are whole now: an inner mark at the end may still go on."""
        buffer = self._buffer
        text = buffer.text
        for match in WORD.finditer(text, buffer.scanned - buffer.start):
            end = match.end()
            grows = text[match.start()].isalnum() and (
                end == len(text) or (end + 1 == len(text) and text[end] in _INNER_MARKS)
            )
            if grows and not is_last:
                return
            buffer.scanned = buffer.start + end
            yield Word(fold(match[0]), buffer.start + match.start(), buffer.scanned)
        if is_last:
            yield Word(".", buffer.start + len(text), buffer.start + len(text))

    def _findings(self, word: Word) -> list[Finding]:
        found = [
            finding
            for rule, start, end in self._phrases.step(word)
            if (finding := self._finding(rule, start, end)) and not self._was_heard(finding)
        ]
        denied_word = self._rules.by_id["output.denied_word"]
        found += self._of(denied_word, [(start, end) for _, start, end in self._denied.step(word)])
        if not word.text[0].isalnum():
            if word.text == SENTENCE_END:
                self._loop.end_sentence()
            return found
        if len(word.text) > 2 and (rule := self._rules.rule_of_word("output", word.text)):
            found += self._of(rule, [(word.start, word.end)])
        if (start := self._secrets.step(word)) is not None:
            found += self._of(self._rules.by_id["output.secret"], [(start, word.end)])
        if self._loop.step(word):
            found += self._of(self._rules.by_id["output.loop"], [(word.start, word.end)])
        if self._earlier.step(word):
            found += self._of(self._rules.by_id["output.said_before"], [(0, word.end)])
        return found

    def _of(self, rule: Rule, spans: Iterable[tuple[int, int]]) -> list[Finding]:
        return [each for span in spans if (each := self._finding(rule, *span))]

    def _finding(self, rule: Rule, start: int, end: int) -> Finding | None:
        caught = self._buffer.text[max(0, start - self._buffer.start) : end - self._buffer.start]
        return finding_of(rule, self._policy, caught, max(start, self._buffer.start), end)

    def _was_heard(self, finding: Finding) -> bool:
        if finding.category not in _HEARD_IS_FINE:
            return False
        start = self._buffer.start
        caught = self._buffer.text[finding.start - start : finding.end - start]
        heard = {stem_of(word.text) for word in words_of(self._player_text)}
        return all(stem_of(word.text) in heard for word in words_of(caught))

    def _shown_until(self) -> int:
        """Up to where nothing can become a finding; all but the last MAX_HELD_CHARS in any case."""
        buffer = self._buffer
        end = buffer.start + len(buffer.text)
        places = [buffer.scanned + _gap(buffer.text, buffer.scanned - buffer.start)]
        for held_from in (self._phrases.held_from, self._denied.held_from, self._secrets.held_from):
            if held_from is not None:
                places.append(held_from)
        if self._earlier.holds:
            places.append(0)
        return max(min(places), end - MAX_HELD_CHARS)

    def _labels(self, facts: Facts) -> Phrases[Rule]:
        """The player's name as the label of a line."""
        labels: Phrases[Rule] = Phrases()
        rule = self._rules.by_id["output.speaks_for_player"]
        name = [word.text for word in words_of(facts.player_name)]
        if name:
            labels.add_words([*name, ":"], rule, at_start=True)
            for verb, mark in product(_SAYING, (COLON, QUOTE)):
                labels.add_words([*name, verb, mark], rule, at_start=True)
            labels.add_words([*name, "says"], rule, at_start=True)
        return labels


def _start(finding: Finding) -> int:
    return finding.start


def _gap(text: str, scanned: int) -> int:
    """Code points between the last whole word and the word under way, less the space there."""
    match = WORD.search(text, scanned)
    between = text[scanned : match.start() if match else len(text)]
    return len(between.rstrip())
