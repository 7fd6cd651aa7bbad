"""How much of a machine decoding may take, for a game that runs beside it."""

from dataclasses import dataclass

from npcgen.errors import InvalidArgument


@dataclass(frozen=True, slots=True)
class Pace:
    """A frame budget. The default is to decode as fast as the machine can."""

    max_tokens_per_s: float = 0.0
    """Of all replies together, 0.1..1e6; 0 for no limit."""
    cpu_share: float = 1.0
    """The share of the time that decoding may work, 0.01..1; it rests for the others."""
    paused: bool = False
    """Replies wait where they are; their deadlines run on, and they can be cancelled."""

    def __post_init__(self) -> None:
        """Raises InvalidArgument for a value out of range."""
        check_tokens_per_s("max_tokens_per_s", self.max_tokens_per_s)
        if not 0.01 <= self.cpu_share <= 1:
            raise InvalidArgument.at("cpu_share", f"is {self.cpu_share}; choose 0.01 to 1")

    def rest_s(self, worked_s: float, tokens: int) -> float:
        """Seconds to rest after a step that took `worked_s` and gave so many tokens."""
        share_rest = worked_s * (1 / self.cpu_share - 1)
        if not self.max_tokens_per_s:
            return share_rest
        return max(share_rest, tokens / self.max_tokens_per_s - worked_s)


def check_tokens_per_s(path: str, value: float) -> None:
    """Raises InvalidArgument for what is neither 0, no limit, nor 0.1..1e6."""
    if value != 0 and not 0.1 <= value <= 1e6:
        raise InvalidArgument.at(path, f"is {value}; choose 0 (no limit), or 0.1 to 1000000")
