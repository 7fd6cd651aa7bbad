"""What a game lets characters do and ask, as data: actions, conditions, the blackboard they read.

It is linted as it is read. What a name means is the game's affair; a condition with a `test` can be
answered from the blackboard alone.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Any
from typing import Literal as OneOf

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from worldgen.documents import read_mapping, refusal
from worldgen.errors import InvalidSpec

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, Field(max_length=200)]
ParameterType = OneOf["place", "character", "quest", "minute", "text"]
KeyType = OneOf["minute", "flag", "ids"]
Test = OneOf["within", "contains", "is_set"]
_TESTS: Mapping[Test, tuple[KeyType, tuple[tuple[ParameterType, ...], ...]]] = {
    "within": ("minute", (("minute",), ("minute",))),
    "contains": ("ids", (("place", "character", "quest", "text"),)),
    "is_set": ("flag", ()),
}
"""By test: the type of the key, and for each parameter the types that fit."""


class Key(BaseModel):
    """Something that the game keeps on the blackboard of each character."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: KeyType
    """minute: 0..1439. flag: true or false. ids: a list of ids."""
    says: Text = ""


class Action(BaseModel):
    """Something a character can do; it runs, then succeeds or fails."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parameters: Annotated[Mapping[Name, ParameterType], Field(max_length=8)] = Field(
        default_factory=dict
    )
    fails: bool = True
    """Whether it can fail. Only what can't may stand before the last child of a parallel."""
    says: Text = ""


class Condition(BaseModel):
    """Something that holds or doesn't, at once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parameters: Annotated[Mapping[Name, ParameterType], Field(max_length=8)] = Field(
        default_factory=dict
    )
    reads: Name | None = None
    """The key of the blackboard that decides, where one does."""
    test: Test | None = None
    """within: from the first parameter until before the second, over midnight where the second is
    less, all day where they are equal. contains: the list has it. is_set: the flag is true."""
    says: Text = ""


class Vocabulary(BaseModel):
    """NOTE: linted by `read_vocabulary`; whoever has one may trust it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    blackboard: Annotated[Mapping[Name, Key], Field(max_length=200)] = Field(default_factory=dict)
    conditions: Annotated[Mapping[Name, Condition], Field(max_length=200)] = Field(
        default_factory=dict
    )
    actions: Annotated[Mapping[Name, Action], Field(min_length=1, max_length=200)]


@cache
def bundled_vocabulary() -> Vocabulary:
    """That of worldgen/data/behaviour/vocabulary.yaml."""
    return read_vocabulary(data_text("vocabulary"))


def data_text(name: str) -> str:
    """A bundled file of worldgen/data/behaviour."""
    return files("worldgen").joinpath(f"data/behaviour/{name}.yaml").read_text("utf-8")


def read_vocabulary(text: str | Mapping[str, Any]) -> Vocabulary:
    """The vocabulary that YAML or JSON states. Raises InvalidSpec with the field."""
    given = read_mapping(text, "vocabulary") if isinstance(text, str) else text
    try:
        vocabulary = Vocabulary.model_validate(given)
    except ValidationError as error:
        raise refusal(error, "vocabulary") from None
    for name, condition in vocabulary.conditions.items():
        if name in vocabulary.actions:
            raise InvalidSpec.at(
                f"conditions.{name}", "there is an action of that name; rename one of them"
            )
        _check_condition(condition, vocabulary.blackboard, f"conditions.{name}")
    return vocabulary


def _check_condition(condition: Condition, blackboard: Mapping[str, Key], path: str) -> None:
    if condition.reads is not None and condition.reads not in blackboard:
        raise InvalidSpec.at(
            f"{path}.reads",
            f"there is no key {condition.reads!r} on the blackboard; declare it there",
        )
    if condition.test is None:
        return
    if condition.reads is None:
        raise InvalidSpec.at(f"{path}.reads", f"{condition.test} needs a key to look at; name it")
    wanted, accepted = _TESTS[condition.test]
    if blackboard[condition.reads].type != wanted:
        raise InvalidSpec.at(
            f"{path}.reads", f"{condition.test} looks at a key of type {wanted}; choose such a one"
        )
    given = tuple(condition.parameters.values())
    if len(given) != len(accepted) or any(
        kind not in kinds for kind, kinds in zip(given, accepted, strict=True)
    ):
        raise InvalidSpec.at(
            f"{path}.parameters", f"{condition.test} takes {_shown(accepted)}; write those"
        )


def _shown(accepted: tuple[tuple[ParameterType, ...], ...]) -> str:
    return ", ".join(" or ".join(kinds) for kinds in accepted) or "none"
