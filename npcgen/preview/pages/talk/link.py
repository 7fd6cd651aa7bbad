"""What the page shows, in its address: whoever opens the link sees the same talks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from urllib.parse import urlencode

from nicegui import ui

DEFAULT_PERSONA = "brannoch"


@dataclass(slots=True)
class Place:
    """One side of the page."""

    persona: str = DEFAULT_PERSONA
    """The id of who is spoken to."""
    talk: str = ""
    """The conversation's id; empty until something was said."""
    model: str = ""
    """By name; empty for the server's default."""


@dataclass(slots=True)
class Link:
    """The side that is always there, and the one it is compared with."""

    first: Place = field(default_factory=Place)
    second: Place | None = None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Link":
        """Of a query such as "persona=odrin&talk=x&persona_b=tamsin"; what isn't known is left."""
        second = _place(query, "_b") if "persona_b" in query else None
        return cls(_place(query, ""), second)

    def query(self) -> str:
        values = _values(self.first, "")
        if self.second is not None:
            values |= _values(self.second, "_b")
        return urlencode(values)

    def show(self) -> None:
        """In the browser's address bar; no page is loaded."""
        ui.run_javascript(f"history.replaceState(null, '', {json.dumps('/?' + self.query())})")


def _place(query: Mapping[str, str], suffix: str) -> Place:
    given = {each.name: query.get(each.name + suffix, "") for each in fields(Place)}
    return Place(**{name: value for name, value in given.items() if value})


def _values(place: Place, suffix: str) -> dict[str, str]:
    given = {each.name + suffix: str(getattr(place, each.name)) for each in fields(Place)}
    return {name: value for name, value in given.items() if value}
