"""How a model states numbers when it reads a prompt: short, and the same for whatever is made.

A range is written as people write it in a spec, "3..5"; what lies between two ends is a share of
the way from one to the other, for a model doesn't know that relief ends at 0.11.
"""

from typing import Any

RANGE: dict[str, Any] = {
    "type": "string",
    "pattern": r"^([0-9]{1,3}(\.\.([0-9]{1,3})?)?|\.\.[0-9]{1,3})$",
}
"""JSON Schema of "3", "3..5", "3.." or "..5": see `levels/ranges.py`."""
SHARES = tuple(at / 10 for at in range(11))
"""NOTE: tenths, which a model writes without an end to its decimals."""
ABOUT_NUMBERS = "A number from 0 to 1 is a share of the way from the least to the most."


def at_share(low: float, high: float, share: float) -> float:
    """The number that lies there between both ends, to four decimals."""
    return round(low + (high - low) * share, 4)
