"""What a designer is told about quests, and from when on: worldgen/data/quests/lint.yaml."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated
from typing import Literal as OneOf

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from worldgen.documents import read_mapping, refusal

Severity = OneOf["error", "warning", "note"]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Share = Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class Remark:
    severity: Severity
    rule: str
    """Example: "one_way"."""
    file: str
    """Of the quest that it is about; "" for the set as a whole."""
    what: str
    do: str
    """What helps."""

    def __str__(self) -> str:
        return f"{self.file or 'all quests'}: {self.what}; {self.do}"


class Limits(BaseModel):
    """From when on something is remarked on; what lint.yaml says of each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    least_steps: Count
    most_steps: Count
    most_minutes: Count
    longest_text: Count
    same_verb: Share
    same_giver: Share
    same_motive: Share
    same_title: Count
    least_skeletons: Share
    most_repeats: Share
    enough_quests: Count


@cache
def bundled_limits() -> Limits:
    """Those of worldgen/data/quests/lint.yaml."""
    text = files("worldgen").joinpath("data/quests/lint.yaml").read_text("utf-8")
    try:
        return Limits.model_validate(read_mapping(text, "lint"))
    except ValidationError as error:
        raise refusal(error, "lint") from None
