"""What a giver pays: from what a way costs, how dangerous and long it is, and what the giver has.

Monotone: more cost, danger, time or means never pay less. Experience isn't the giver's to give, so
it doesn't depend on what they have.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from worldgen.documents import read_mapping, refusal
from worldgen.quests.grounding import Ground
from worldgen.quests.quest import Reward
from worldgen.quests.schema import Name

Amount = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


class Economy(BaseModel):
    """Money is the game's; danger is the sum of the steps' dangers, each of 0..1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: Amount
    per_cost: Amount
    per_danger: Amount
    per_minute: Amount
    smallest_coin: Annotated[float, Field(ge=0.01, le=1_000_000)]
    """Money is paid in multiples of it: 1 for whole coins, 0.01 for cents."""
    giver_share: Annotated[float, Field(ge=0, le=1)]
    """Of the giver's worth, the most that is paid in money; the rest is paid in kind, if at all."""
    extra_share: Annotated[float, Field(ge=0, le=0.5)]
    """Of what `giver_share` leaves, the most that is paid for each of two things done besides."""
    pays_from: Name
    """The fact of who has what: such things are paid with."""
    experience_base: Amount
    experience_per_cost: Amount
    experience_per_danger: Amount
    experience_per_minute: Amount
    easy_below: Amount
    """Danger below which a quest is easy."""
    hard_from: Amount

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.easy_below > self.hard_from:
            raise ValueError(
                f"easy_below {self.easy_below:g} is above hard_from {self.hard_from:g}; "
                "what is easy can't be hard as well"
            )
        return self

    def difficulty(self, danger: float) -> str:
        """easy, normal or hard."""
        if danger < self.easy_below:
            return "easy"
        return "normal" if danger < self.hard_from else "hard"


@dataclass(frozen=True, slots=True)
class Effort:
    """What a way asks of the player."""

    cost: float
    danger: float
    minutes: float


@cache
def bundled_economy() -> Economy:
    """That of worldgen/data/quests/economy.yaml."""
    text = files("worldgen").joinpath("data/quests/economy.yaml").read_text("utf-8")
    return read_economy(text)


def read_economy(text: str) -> Economy:
    """The economy that YAML or JSON states. Raises InvalidSpec with the field."""
    try:
        return Economy.model_validate(read_mapping(text, "economy"))
    except ValidationError as error:
        raise refusal(error, "economy") from None


def effort(actions: Sequence[Ground]) -> Effort:
    schemas = [action.action.schema for action in actions]
    return Effort(
        sum(schema.cost for schema in schemas),
        sum(schema.danger for schema in schemas),
        sum(schema.minutes for schema in schemas),
    )


def reward(
    spent: Effort, worth: float, economy: Economy, in_kind: Mapping[str, float] | None = None
) -> Reward:
    """What a giver of that worth pays; `in_kind` are things to give and what each is worth.

    What the money doesn't cover is made up for by the most valuable thing that isn't too much.
    """
    due = _due(spent, economy)
    money = min(due, economy.giver_share * worth)
    fitting = [(value, item) for item, value in (in_kind or {}).items() if value <= due - money]
    items = (max(fitting)[1],) if fitting else ()
    return Reward(_in_coins(money, economy), items, _experience(spent, economy))


def extra_reward(spent: Effort, worth: float, economy: Economy) -> Reward:
    """What the same giver pays for something done besides, of what is left to them."""
    left = worth * (1 - economy.giver_share) * economy.extra_share
    money = min(_due(spent, economy), left)
    return Reward(_in_coins(money, economy), (), _experience(spent, economy))


def _due(spent: Effort, economy: Economy) -> float:
    return (
        economy.base
        + economy.per_cost * spent.cost
        + economy.per_danger * spent.danger
        + economy.per_minute * spent.minutes
    )


def _in_coins(money: float, economy: Economy) -> float:
    """NOTE: rounded down, or who gives all that they have would promise more than that."""
    coins = math.floor(money / economy.smallest_coin + 1e-6)
    return round(coins * economy.smallest_coin, 6)


def _experience(spent: Effort, economy: Economy) -> int:
    return int(
        economy.experience_base
        + economy.experience_per_cost * spent.cost
        + economy.experience_per_danger * spent.danger
        + economy.experience_per_minute * spent.minutes
    )
