"""Whole numbers from a low to a high end, as people write them."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Range(BaseModel):
    """low..high, both included. Written `3`, `3..5`, `3..` or `..5`, or as low and high."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: Annotated[int, Field(ge=0)] = 0
    high: Annotated[int, Field(ge=0)] = 1_000_000

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return {"low": value, "high": value}
        if isinstance(value, str):
            match = re.fullmatch(r"\s*(\d*)\s*\.\.\s*(\d*)\s*|\s*(\d+)\s*", value)
            if match is None:
                raise ValueError(f"{value!r} is no range; write 3, 3..5, 3.. or ..5")
            low, high, exactly = match.groups()
            ends = {"low": low or exactly, "high": high or exactly}
            return {end: int(number) for end, number in ends.items() if number}
        if not isinstance(value, Mapping | Range):
            raise ValueError(f"{value!r} is no range; write 3, 3..5, 3.. or ..5")
        return value

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"{self.low} is above {self.high}; write the smaller one first")
        return self

    def __contains__(self, number: int) -> bool:
        return self.low <= number <= self.high

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}..{self.high}"
