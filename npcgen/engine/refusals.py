"""Why a reply gets no slot, or loses it, and what its caller can do about that."""

from npcgen.errors import Overloaded, Unavailable


def overloaded(waiting: int, wait_s: float) -> Overloaded:
    """For one too many, where so many wait; `wait_s` is an estimate."""
    return Overloaded(
        f"{waiting} replies are waiting already; try again in {wait_s:.1f} s",
        reason="QUEUE_FULL",
        retry_after_s=wait_s,
    )


def preempted() -> Unavailable:
    """For idle work in a slot that a player needs."""
    return Unavailable(
        "idle work gave its slot to a player; start it again when the engine is idle",
        reason="PREEMPTED",
        retry_after_s=1.0,
    )


def draining() -> Unavailable:
    """For whatever is left when the engine closes."""
    return Unavailable("the engine is shutting down; send it to another server", reason="DRAINING")
