"""The plain writer's sentences, from data/quests/words, linted as they are read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from worldgen.documents import read_mapping, refusal
from worldgen.errors import InvalidSpec
from worldgen.quests.words.naming import placeholders

Sentences = tuple[Annotated[str, Field(min_length=1, max_length=200)], ...]
_SEAMS = (
    (re.compile(r"\b[Aa]n? \{"), "an article before a name that may have its own"),
    (re.compile(r"\b(he|she|him|her|his|hers)\b", re.IGNORECASE), "a pronoun that may not fit"),
    (re.compile(r"\{[^}]*$|^[^{]*\}|\{\}"), "a brace without its other half"),
)
_FREE_OF_SEAMS = "write it so that any name fits: {} in {!r}"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cause(_Model):
    """A fact as a reason: said by {0} (`self`), by {1} (`object`), by others; of the player."""

    self_: Annotated[Sentences, Field(alias="self")] = ()
    object: Sentences = ()
    other: Sentences = ()
    player: Sentences = ()
    mood: Sentences = ()
    title: Sentences = ()
    background: bool = False
    """Whether it is said only beside another reason."""


class Reason(_Model):
    """A motive in a sentence: by its giver, and by others."""

    of: tuple[str, ...]
    """The facts that a quest of it cites first."""
    self_: Annotated[Sentences, Field(alias="self", min_length=1)]
    other: Annotated[Sentences, Field(min_length=1)]
    title: Sentences = ()


class Deed(_Model):
    """What is asked, after "Will you"; as in `Cause`."""

    bare: Sentences = ()
    """Of {0} as the giver, who is named anyway."""
    self_: Annotated[Sentences, Field(alias="self")] = ()
    object: Sentences = ()
    other: Sentences = ()
    player: Sentences = ()
    toward: Sentences = ()
    """Of {0}, where {1} is the player."""


class StepWords(_Model):
    by: str = ""
    """The parameter who says `said`."""
    objective: Annotated[Sentences, Field(min_length=1)]
    done: Annotated[Sentences, Field(min_length=1)]
    said: Sentences = ()


class Style(_Model):
    """A manner of speaking."""

    words: Sentences
    open: Sentences
    ask: Sentences
    close: Sentences
    accept: Sentences
    refuse: Sentences
    remind: Sentences
    thanks: Sentences
    lament: Sentences
    besides: Sentences
    rumour: Sentences
    stand_in: Sentences
    near: Sentences


class Told(_Model):
    """The narrator's, the player's and the letters' words."""

    summary: Sentences
    summary_giver: Sentences
    success: Sentences
    failure: Sentences
    refusal: Sentences
    extra: Sentences
    wished: Sentences
    """The journal's, of what may be done besides."""
    praise: Sentences
    letter: Sentences
    substitute: Sentences
    detour: Sentences
    agree: Sentences
    decline: Sentences
    promised: Sentences
    reward: Sentences
    step: Sentences
    stepped: Sentences
    more: Mapping[str, Sentences]
    """What givers may add, by role."""
    memorable: Sentences
    """Literals of `marks` that are told of steps, too."""
    marks: Mapping[str, Sentences]
    kept: Mapping[str, Sentences]
    """What is still so, by a literal that was to be kept."""


_VALUES: Mapping[str, set[str]] = {
    "rumour": {"giver", "cause"},
    "near": {"said"},
    "stand_in": {"giver", "deed"},
    "summary": {"deed", "cause"},
    "summary_giver": {"deed", "cause", "giver"},
    "success": {"deed", "mark"},
    "failure": {"deed", "mark", "after"},
    "refusal": {"deed", "giver", "after"},
    "extra": {"deed", "giver", "mark"},
    "substitute": {"deed", "mark"},
    "detour": {"deed", "mark"},
    "reward": {"item"},
    "step": {"objective"},
    "stepped": {"objective"},
}
"""What sentences of a role may name; others: {giver} and {deed}."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """NOTE: linted; whoever has one may trust it."""

    causes: Mapping[str, Cause]
    motives: Mapping[str, Reason]
    """By motive; of others the causes are told."""
    deeds: Mapping[str, Deed]
    """By a literal's name, with "not " before it where the fact shall not be so."""
    steps: Mapping[str, StepWords]
    silent: tuple[str, ...]
    """Types of characters that don't speak."""
    styles: Mapping[str, Style]
    told: Told
    voices: Mapping[str, str]
    """Styles by persona."""


@cache
def grammar() -> Grammar:
    """The bundled one."""
    names = ("causes", "motives", "deeds", "steps", "styles", "told", "voices")
    return read_grammar({name: _bundled(name) for name in names})


def read_grammar(given: Mapping[str, Mapping[str, Any]]) -> Grammar:
    """Of a mapping for each file. Raises InvalidSpec with the field."""
    steps = dict(given["steps"])
    silent = tuple(steps.pop("silent", ()))
    read = Grammar(
        _read("causes", Mapping[str, Cause], given),
        _read("motives", Mapping[str, Reason], given),
        _read("deeds", Mapping[str, Deed], given),
        _read("steps", Mapping[str, StepWords], {"steps": steps}),
        silent,
        _read("styles", Mapping[str, Style], given),
        _read("told", Told, given),
        _read("voices", Mapping[str, str], given),
    )
    _lint(read)
    return read


def _bundled(name: str) -> dict[str, Any]:
    text = files("worldgen").joinpath(f"data/quests/words/{name}.yaml").read_text("utf-8")
    return read_mapping(text, name)


def _read(name: str, kind: Any, given: Mapping[str, Any]) -> Any:
    try:
        return TypeAdapter(kind).validate_python(given[name])
    except ValidationError as error:
        raise refusal(error, name) from None


def _lint(read: Grammar) -> None:
    for kind, tables in (("causes", read.causes), ("deeds", read.deeds)):
        for name, table in tables.items():
            _lint_table(f"{kind}.{name}", table, {"0", "1", "2", "3"})
    for name, reason in read.motives.items():
        allowed = {f"{fact}{at}" for fact in reason.of for at in range(4)}
        for role in ("self_", "other", "title"):
            _lint_sentences(f"motives.{name}.{role.strip('_')}", getattr(reason, role), allowed)
    for name, words in read.steps.items():
        _lint_table(f"steps.{name}", words, None)
    for name, style in read.styles.items():
        for role, sentences in style:
            allowed = _VALUES.get(role, {"giver", "deed"})
            _lint_sentences(f"styles.{name}.{role}", sentences, allowed)
    for role, sentences in read.told:
        if isinstance(sentences, tuple):
            allowed = _VALUES.get(role, {"giver", "deed"})
            _lint_sentences(f"told.{role}", sentences, allowed)
    for role, sentences in read.told.more.items():
        _lint_sentences(f"told.more.{role}", sentences, {"giver", "deed"})
    for at, name in enumerate(read.told.memorable):
        if name not in read.told.marks:
            raise InvalidSpec.at(f"told.memorable[{at}]", f"there are no marks of {name!r}")
    for kind, said in (("marks", read.told.marks), ("kept", read.told.kept)):
        for name, sentences in said.items():
            _lint_sentences(f"told.{kind}.{name}", sentences, {"0", "1", "2", "3"})
    for persona, style_name in read.voices.items():
        if style_name not in read.styles:
            raise InvalidSpec.at(f"voices.{persona}", f"there is no style {style_name!r}")


def _lint_table(path: str, table: BaseModel, allowed: set[str] | None) -> None:
    for role, sentences in table:
        if isinstance(sentences, tuple):
            _lint_sentences(f"{path}.{role}", sentences, allowed)


def _lint_sentences(path: str, sentences: Iterable[str], allowed: set[str] | None) -> None:
    """`allowed` None: whatever the action's parameters are called."""
    for at, sentence in enumerate(sentences):
        for pattern, what in _SEAMS:
            if pattern.search(sentence):
                raise InvalidSpec.at(f"{path}[{at}]", _FREE_OF_SEAMS.format(what, sentence))
        unknown = placeholders(sentence) - allowed if allowed is not None else set()
        if unknown:
            raise InvalidSpec.at(
                f"{path}[{at}]",
                f"there is no {{{min(unknown)}}} here; there are: {sorted(allowed or ())}",
            )
