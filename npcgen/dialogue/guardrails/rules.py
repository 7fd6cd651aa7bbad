"""The rules, as `npcgen/data/guardrails/*.yaml` states them: data, read once and shared.

A rule says what it catches (phrases, words by their hash, or a detector of ours by its name), in
which direction, and what it does in which tier. Slurs and obscenities are kept as hashes, so that
nobody has to read them who works here; `word_hashes` makes them.
"""

import hashlib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from npcgen.dialogue.authored_file import parse_authored
from npcgen.dialogue.guardrails.folding import unmasked
from npcgen.dialogue.guardrails.phrases import Phrases
from npcgen.dialogue.guardrails.policy import ERAS, Action, Direction, GuardPolicy, Tier
from npcgen.dialogue.guardrails.secrets import stem_of
from npcgen.dialogue.world import Era

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class Rule(BaseModel):
    """One rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^(input|output)\.[a-z_]+$")]
    direction: Direction
    category: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
    about: Text
    """What it is for, in a sentence."""
    actions: Mapping[Tier, Action] = Field(default_factory=dict)
    """By tier; a tier that isn't there doesn't have the rule."""
    phrases: tuple[Text, ...] = ()
    word_hashes: Annotated[str, Field(max_length=60_000)] = ""
    """Of words, with spaces between them; see `word_hashes`."""
    words: Annotated[str, Field(max_length=10_000)] = ""
    """What its detector looks for, with spaces between them."""
    era: Era = "none"
    """The era in which its words first make sense: it holds in worlds of an earlier one."""
    not_in: tuple[Era, ...] = ()
    """Eras in which it doesn't hold."""
    detector: Annotated[str, StringConstraints(pattern=r"^[a-z_]*$")] = ""
    """The part of the code that finds it, where no list of words could."""

    def action_in(self, policy: GuardPolicy) -> Action | None:
        """What it does under this policy; None where it doesn't hold."""
        if policy.era in self.not_in:
            return None
        if self.era != "none" and (
            policy.era == "none" or ERAS.index(policy.era) >= ERAS.index(self.era)
        ):
            return None
        return self.actions.get(policy.tier)


class _RuleFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: tuple[Rule, ...]


class _LineFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    lines: Mapping[str, tuple[Text, ...]]


class _MeaningFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    meanings: tuple[Text, ...]


class RuleBook:
    """Every rule, and what they look for, compiled."""

    def __init__(
        self,
        rules: tuple[Rule, ...],
        lines: Mapping[str, tuple[str, ...]],
        meanings: Mapping[str, str],
    ) -> None:
        self.rules = rules
        self.meanings = meanings
        """By stem: the first of the words that tell the same."""
        self.lines = lines
        """Authored lines by category."""
        self.by_id = {rule.id: rule for rule in rules}
        self._phrases: dict[Direction, Phrases[Rule]] = {"input": Phrases(), "output": Phrases()}
        self._hashes: dict[Direction, dict[str, Rule]] = {"input": {}, "output": {}}
        for rule in rules:
            for phrase in rule.phrases:
                self._phrases[rule.direction].add(phrase, rule)
            for each in rule.word_hashes.split():
                self._hashes[rule.direction][each] = rule

    def phrases(self, direction: Direction) -> Phrases[Rule]:
        return self._phrases[direction]

    def rule_of_word(self, direction: Direction, word: str) -> Rule | None:
        """The rule that a folded word breaks by itself."""
        hashes = self._hashes[direction]
        return next((hashes[each] for each in word_hashes(word) if each in hashes), None)


@lru_cache(maxsize=8192)
def word_hashes(word: str) -> tuple[str, ...]:
    """Of all that a folded word may stand for, without its plural: 12 hexadecimal digits each.

    NOTE: it hides words from readers, not from attackers.
    """
    return tuple(map(_hash, unmasked(word)))


def _hash(plain: str) -> str:
    if len(plain) > 3 and plain.endswith("s"):
        plain = plain[:-1]
    return hashlib.blake2b(plain.encode(), digest_size=6).hexdigest()


@cache
def bundled_rules() -> RuleBook:
    """The rules that npcgen brings along."""
    folder = resources.files("npcgen") / "data" / "guardrails"
    rules: list[Rule] = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.startswith("rules_"):
            rules += parse_authored(file.read_bytes(), _RuleFile, file.name).rules
    lines = parse_authored((folder / "lines.yaml").read_bytes(), _LineFile, "lines.yaml").lines
    words = parse_authored((folder / "meanings.yaml").read_bytes(), _MeaningFile, "meanings.yaml")
    groups = [each.split() for each in words.meanings]
    meanings = {stem_of(word): group[0] for group in groups for word in group}
    return RuleBook(tuple(rules), lines, meanings)
