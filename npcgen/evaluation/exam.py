"""The questions that the package ships: what a server would send, and what a right reply holds.

One gzipped file of JSON lines for each section, made by `python -m training.exam`. Reads alone.
"""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Literal, get_args

from npcgen.engine.base import Grammar, Message
from npcgen.errors import DataLoss

Section = Literal[
    "grounding",
    "abstention",
    "memory",
    "consistency",
    "style",
    "break_me",
    "language",
    "variety",
    "action",
    "spec",
]
SECTIONS: tuple[Section, ...] = get_args(Section)
SPOKEN_TOKENS = 128
"""What a server lets a reply have where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Right:
    """What a right reply is. What is left empty isn't asked of it."""

    holds: tuple[str, ...] = ()
    """Facts, each of which it says whole."""
    never: tuple[str, ...] = ()
    """Words that it doesn't say."""
    abstains: bool = False
    """It says that its speaker doesn't know, and invents nothing."""
    about: str = ""
    """What was asked for."""
    style: str = ""
    fields: str = ""
    """The JSON that it is."""
    in_character: bool = False
    scripts: tuple[str, ...] = ()
    """The writing it is in, as Unicode names it."""
    language: str = ""

    @property
    def is_judged(self) -> bool:
        return self != Right()


@dataclass(frozen=True, slots=True)
class Asked:
    """One turn: the user's message, what a right reply is, and one that is right."""

    text: str
    right: Right
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One or more turns with somebody; the model's own replies stand between them."""

    id: str
    """ "grounding/name/3"."""
    section: Section
    kind: str
    opening: tuple[Message, ...]
    """What stands before the first turn."""
    turns: tuple[Asked, ...]
    grammar: Grammar | None = None
    max_tokens: int = SPOKEN_TOKENS
    stop: tuple[str, ...] = ()

    @property
    def is_spoken(self) -> bool:
        """Whether replies are what an NPC says, and not JSON."""
        return self.grammar is None


def folder() -> Traversable:
    """Where the files are."""
    return resources.files("npcgen.data").joinpath("exam")


def read_section(section: Section, where: Traversable | None = None) -> list[Question]:
    """The questions of a section, in their order; `where` None takes those of the package.

    Raises DataLoss when they are damaged.
    """
    file = (where or folder()).joinpath(f"{section}.jsonl.gz")
    try:
        lines = gzip.decompress(file.read_bytes()).decode("utf-8").splitlines()
        return [parse(json.loads(line)) for line in lines]
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise DataLoss(
            f"the exam's file {section}.jsonl.gz can't be read ({error}); install npcgen again"
        ) from error


def parse(record: Mapping[str, Any]) -> Question:
    """The question that a line of a file holds. Raises KeyError or TypeError for what is none."""
    section, kind, _ = record["id"].split("/")
    given = record.get("grammar")
    return Question(
        id=record["id"],
        section=section,
        kind=kind,
        opening=tuple(Message(role, text) for role, text in record["opening"]),
        turns=tuple(_asked(each) for each in record["turns"]),
        grammar=Grammar(*given) if given else None,
        max_tokens=record.get("max_tokens", SPOKEN_TOKENS),
        stop=tuple(record.get("stop", ())),
    )


def record_of(question: Question) -> dict[str, Any]:
    """What `parse` reads; what is as usual is left out."""
    record: dict[str, Any] = {
        "id": question.id,
        "opening": [[each.role, each.content] for each in question.opening],
        "turns": [_record_of_turn(each) for each in question.turns],
    }
    if question.grammar is not None:
        record["grammar"] = [question.grammar.kind, question.grammar.text]
    if question.max_tokens != SPOKEN_TOKENS:
        record["max_tokens"] = question.max_tokens
    if question.stop:
        record["stop"] = list(question.stop)
    return record


def _asked(turn: Mapping[str, Any]) -> Asked:
    right: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in turn.get("right", {}).items()
    }
    return Asked(turn["text"], Right(**right), turn.get("reference", ""))


def _record_of_turn(turn: Asked) -> dict[str, Any]:
    usual, record = Right(), {"text": turn.text}
    right = {
        name: list(value) if isinstance(value, tuple) else value
        for name in Right.__slots__
        if (value := getattr(turn.right, name)) != getattr(usual, name)
    }
    extra = {"right": right} if right else {}
    return {**record, **extra, **({"reference": turn.reference} if turn.reference else {})}
