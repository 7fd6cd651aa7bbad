"""A place for a text in a quest: what it is for, who says it, and what holds of it."""

from dataclasses import dataclass

LANGUAGE = "en"
"""Of the bundled words."""
_MOST = {"title": 90, "objective": 160, "offer": 700, "summary": 400}
_MOST_ELSE = 320


@dataclass(frozen=True, slots=True)
class Slot:
    """`plain` says in plain words what belongs there, and stands where nothing better comes."""

    key: str
    role: str
    node: str
    speaker: str
    """"" for the narrator."""
    style: str
    """The speaker's manner; "" for the narrator."""
    plain: str
    names: tuple[str, ...]
    """What a text may name."""
    language: str = LANGUAGE

    @property
    def max_characters(self) -> int:
        return most_characters(self.role)


def most_characters(role: str) -> int:
    """NOTE: names may be long, so the plain text counts if it is longer; see `check`."""
    return _MOST.get(role, _MOST_ELSE)
