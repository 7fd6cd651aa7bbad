"""What a page showed last in this tab, for whoever comes back to it by the menu."""

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from nicegui import app, ui


class LastShown:
    """Made within a page, once its tab is known. A link that says something wins over it."""

    def __init__(self, page: str) -> None:
        self._key = f"{page}_shown"
        # NOTE: kept, as background tasks don't know whose tab they work for.
        self._tab: MutableMapping[str, Any] = app.storage.tab
        request = ui.context.client.request
        kept = str(self._tab.get(self._key, ""))
        self.query: dict[str, str] = dict(request.query_params) or dict(parse_qsl(kept))
        """What the page is to show; empty where it is opened for the first time."""

    def keep(self, query: str) -> None:
        """`query` is what a link to the page would have behind its question mark."""
        self._tab[self._key] = query
