"""What a player does by what he says: thanks, insults, threatens, promises. Pure.

Found by phrases, which are data (`npcgen/data/tones/`, a file a language). What a tone does to an
NPC is `feelings/`; which ones it remembers is `memory/`.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from npcgen.dialogue.authored_file import parse_authored
from npcgen.dialogue.guardrails.folding import QUOTE, SENTENCE_END, Word, visible, words_of
from npcgen.dialogue.guardrails.phrases import Phrases

NEGATION_REACH = 3
"""How many words before a phrase a "not" takes it back, in the same sentence."""

Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
ToneId = Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]


@dataclass(frozen=True, slots=True)
class Tone:
    """Something that a line does, and the sentence it does it in."""

    id: str
    sentence: str


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: ToneId
    phrases: tuple[Phrase, ...] = Field(min_length=1)
    negatable: bool = True
    """Whether "not" before a phrase takes it back: "you are not a liar"."""
    asked: bool = True
    """Whether a question counts: "Shall I kill you?" does, "Is this a gift?" doesn't."""


class _ToneFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    negations: tuple[Phrase, ...]
    tones: tuple[_Rule, ...]


class Tones:
    """The tones of one language."""

    def __init__(self, file: _ToneFile) -> None:
        self._negations = frozenset(word for each in file.negations for word in each.split())
        self._phrases: Phrases[_Rule] = Phrases()
        self.ids = tuple(rule.id for rule in file.tones)
        for rule in file.tones:
            for phrase in rule.phrases:
                self._phrases.add(phrase, rule)

    def of(self, text: str) -> tuple[Tone, ...]:
        """What the text does, each tone once, in the order they are said.

        What stands in quotation marks is somebody else's word, and counts for nothing.
        """
        text = unquoted(visible(text))
        words = list(words_of(text))
        found: dict[str, Tone] = {}
        for rule, start, end in sorted(self._phrases.search(words), key=lambda hit: hit[1]):
            if rule.negatable and self._is_negated(words, start):
                continue
            sentence, is_question = sentence_around(text, start, end)
            if rule.asked or not is_question:
                found.setdefault(rule.id, Tone(rule.id, sentence))
        return tuple(found.values())

    def _is_negated(self, words: list[Word], start: int) -> bool:
        before: list[str] = []
        for word in words:
            if word.start >= start:
                break
            before = [] if word.text == SENTENCE_END else [*before, word.text]
        near = before[-NEGATION_REACH:]
        return any(word in self._negations or word.endswith("n't") for word in near)


@cache
def bundled_tones(language: str = "en") -> Tones:
    """The tones that npcgen brings along."""
    name = f"{language}.yaml"
    data = (resources.files("npcgen") / "data" / "tones" / name).read_bytes()
    return Tones(parse_authored(data, _ToneFile, name))


def unquoted(text: str) -> str:
    """`text` with blanks for what stands in quotation marks; one without a twin marks nothing."""
    marks = [word.start for word in words_of(text) if word.text == QUOTE]
    for first, last in zip(marks[::2], marks[1::2], strict=False):
        text = text[:first] + " " * (last + 1 - first) + text[last + 1 :]
    return text


def sentence_around(text: str, start: int, end: int) -> tuple[str, bool]:
    """The sentence that text[start:end] stands in, and whether it is a question."""
    first, last = 0, len(text)
    for word in words_of(text):
        if word.text != SENTENCE_END:
            continue
        if word.end <= start:
            first = word.end
        elif word.start >= end:
            last = word.end
            break
    sentence = text[first:last].strip()
    return sentence, sentence.endswith(("?", "？"))
