"""What the game says about now: what decides who may know what, and which secrets open.

Data and its validation only. A conversation keeps it until the game sends another.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from npcgen.dialogue.authored_file import explain

MAX_QUESTS = 256
MAX_THINGS = 1_024
MAX_STAGE = 10_000


def folded(text: str) -> str:
    """A name as it is compared: without case, with single spaces."""
    return " ".join(text.casefold().split())


Label = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
    AfterValidator(folded),
]
"""The name of a quest, place, item, role or flag. Compared without case, and kept so."""
Stage = Annotated[int, Field(ge=0, le=MAX_STAGE)]
GameTime = Annotated[float, Field(allow_inf_nan=False)]
"""In whatever the game counts: days, hours, seconds. Only compared."""
Things = Annotated[frozenset[Label], Field(max_length=MAX_THINGS)]


class GameState(BaseModel):
    """Now, in the game. Whatever is left out isn't known, and what asks for it stays closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Annotated[str, StringConstraints(max_length=120), AfterValidator(folded)] = ""
    """Where they talk; empty for where the persona's author put it."""
    quests: Annotated[Mapping[Label, Stage], Field(max_length=MAX_QUESTS)] = {}
    """The stage that each quest has reached; one that isn't here hasn't begun."""
    items: Things = frozenset()
    """What the player holds."""
    flags: Things = frozenset()
    """Whatever else is true: "the bridge is down"."""
    time: GameTime | None = None
    play_id: Annotated[str, StringConstraints(max_length=64)] = ""
    """The play that they talk in: the NPC knows its part in that play's quests. Empty for none."""

    def has_reached(self, quest: str, stage: int) -> bool:
        """Whether the quest has begun and come as far as that stage."""
        return quest in self.quests and self.quests[quest] >= stage


UNKNOWN = GameState()
"""The game says nothing."""


def game_state_of(fields: Mapping[str, Any], path: str = "state") -> GameState:
    """Raises InvalidArgument that names every field that is wrong, as "state.time"."""
    try:
        return GameState.model_validate(fields)
    except ValidationError as error:
        raise explain(error, GameState, path) from error
