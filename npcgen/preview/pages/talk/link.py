"""What the page shows, in its address: whoever opens the link sees the same talks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from nicegui import ui

from npcgen.preview.pages.talk.settings import DEFAULTS

DEFAULT_PERSONA = "brannoch"
MOST_CHARS = 8_000
"""Of one value; longer ones, such as the actions of a whole game, stay in their tab."""
_CHOSEN = ("persona", "talk", "model")


@dataclass(slots=True)
class Place:
    """One side of the page."""

    persona: str = DEFAULT_PERSONA
    """The id of who is spoken to."""
    talk: str = ""
    """The conversation's id; empty until something was said."""
    model: str = ""
    """By name; empty for the server's default."""
    settings: dict[str, str] = field(default_factory=dict)
    """As `settings.DEFAULTS`; those that are missing are as they are there."""


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

    def query(self) -> dict[str, str]:
        """What `read` takes."""
        values = _values(self.first, "")
        if self.second is not None:
            values |= _values(self.second, "_b")
        return values

    def show(self) -> None:
        """In the browser's address bar; no page is loaded."""
        address = json.dumps(f"/?{urlencode(self.query())}")
        ui.run_javascript(f"history.replaceState(null, '', {address})")


def _place(query: Mapping[str, str], suffix: str) -> Place:
    chosen = {name: query[name + suffix] for name in _CHOSEN if query.get(name + suffix)}
    settings = {name: query[name + suffix] for name in DEFAULTS if name + suffix in query}
    return Place(**chosen, settings=settings)


def _values(place: Place, suffix: str) -> dict[str, str]:
    chosen = {name: str(getattr(place, name)) for name in _CHOSEN}
    values = {name: value for name, value in chosen.items() if value}
    values |= {
        name: value
        for name, value in place.settings.items()
        if value != DEFAULTS[name] and len(value) <= MOST_CHARS
    }
    return {name + suffix: value for name, value in values.items()}
