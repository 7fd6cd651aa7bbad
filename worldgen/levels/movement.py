"""How one gets about, as a spec states it: `movement: walk8`, or in full."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from worldgen.levels.level import Movement


class MovementSpec(BaseModel):
    """Written as its kind alone, or in full; docs/concepts/levels.md has the rules of play."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["walk4", "walk8", "platform", "push"] = "walk4"
    jump: Annotated[int, Field(ge=0, le=16)] = Movement().jump
    """Cells that a jump rises, for platform."""

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, value: Any) -> Any:
        return {"kind": value} if isinstance(value, str) else value

    def as_movement(self) -> Movement:
        return Movement(self.kind, self.jump)
