"""What a player said -> what of it may be heard, and what a rule says to it. Pure.

Reads the whole line at once. It lets through what can do no harm: the prompt keeps player text in
its channel whatever it says, so a false alarm costs more than a missed trick.
"""

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from npcgen.dialogue.guardrails.folding import Word, joined_words_of, visible, words_of
from npcgen.dialogue.guardrails.personal_data import find_personal_data, redact
from npcgen.dialogue.guardrails.phrases import Phrases
from npcgen.dialogue.guardrails.policy import Finding, GuardPolicy
from npcgen.dialogue.guardrails.rules import Rule, RuleBook, bundled_rules

ROLE_MARKER = re.compile(
    r"<\s{0,2}\|[^|<>\n]{1,40}\|\s{0,2}>|<\|?/?(?:system|user|assistant|human|bot|model|s)\|?>|</s>"
    r"|\[\s{0,2}/?\s{0,2}(?:INST|SYS|SYSTEM_PROMPT|AVAILABLE_TOOLS)\s{0,2}\]|<</?SYS>>|<(?:start|end)_of_turn>"
    r"|<\uff5c[^\uff5c<>\n]{1,40}\uff5c>"
    r"|#{2,4} ?(?:instruction|response|system|human|assistant|user)\b",
    re.IGNORECASE,
)
"""What well-known chat formats put around turns."""
_LABEL = re.compile(
    r"(?:^|[\n.!?]|[-=*#]{2})[\s*_#>=-]{0,12}(?:system|assistant)[\s*_]{0,4}:", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a player's line."""

    text: str
    """What may reach the prompt, the memory and the logs: personal data is out of it."""
    findings: tuple[Finding, ...] = ()
    """In the order of the text without its invisible characters."""

    @property
    def blocked(self) -> Finding | None:
        """What keeps the line from the model; an authored line answers it instead."""
        return next((each for each in self.findings if each.action == "block"), None)


def check_input(text: str, policy: GuardPolicy, rules: RuleBook | None = None) -> Verdict:
    """What may be heard of `text`, and everything that a rule caught in it."""
    rules = rules or bundled_rules()
    findings = []
    personal = rules.by_id["input.personal_data"]
    if action := personal.action_in(policy):
        found = find_personal_data(text)
        findings = [
            Finding(personal.id, personal.category, action, each.start, each.end) for each in found
        ]
        text = redact(text, found)
    shown = visible(text)
    words = joined_words_of(shown)
    findings += _phrases(shown, words, policy, rules)
    findings += _single_words(shown, words, policy, rules)
    findings += _markers(shown, policy, rules)
    # What protects a player goes first, then what blocks.
    findings.sort(key=lambda each: (each.category != "self_harm", each.action != "block"))
    return Verdict(text, tuple(findings))


def _phrases(text: str, words: list[Word], policy: GuardPolicy, rules: RuleBook) -> list[Finding]:
    found = [
        finding
        for rule, start, end in rules.phrases("input").search(words)
        if (finding := finding_of(rule, policy, text[start:end], start, end))
    ]
    if policy.deny_words:
        rule = rules.by_id["input.denied_word"]
        for _, start, end in denied(policy.deny_words).search(words):
            if finding := finding_of(rule, policy, text[start:end], start, end):
                found.append(finding)
    return found


def _single_words(
    text: str, words: list[Word], policy: GuardPolicy, rules: RuleBook
) -> list[Finding]:
    return [
        finding
        for word in words
        if len(word.text) > 2
        and (rule := rules.rule_of_word("input", word.text))
        and (finding := finding_of(rule, policy, text[word.start : word.end], *word[1:]))
    ]


def _markers(text: str, policy: GuardPolicy, rules: RuleBook) -> list[Finding]:
    rule = rules.by_id["input.role_marker"]
    action = rule.action_in(policy)
    # "&lt;|im_start|&gt;" is a mark for whoever unescapes it, in other places than the text's.
    plain = html.unescape(text) if "&" in text else text
    match = ROLE_MARKER.search(plain) or _LABEL.search(plain)
    if match is None or action is None:
        return []
    start, end = match.span() if plain == text else (0, len(text))
    return [Finding(rule.id, rule.category, action, start, end)]


def finding_of(
    rule: Rule, policy: GuardPolicy, caught: str, start: int, end: int
) -> Finding | None:
    """The finding, where the rule holds and the policy doesn't allow the words."""
    action = rule.action_in(policy)
    if action is None or (policy.allow_words and caught.casefold().strip() in policy.allow_words):
        return None
    return Finding(rule.id, rule.category, action, start, end)


@lru_cache(maxsize=256)
def denied(words: frozenset[str]) -> Phrases[str]:
    """A policy's own words as phrases."""
    phrases: Phrases[str] = Phrases()
    for each in words:
        phrases.add_words([word.text for word in words_of(each)], each)
    return phrases
