"""What a page made, at addresses that its browser can fetch: pictures, models, archives.

Addresses can't be guessed, and end with the page.
"""

import mimetypes
import secrets
from collections import OrderedDict

from fastapi import HTTPException, Response
from nicegui import app, ui

PREFIX = "/room/made"
KEPT = 24
"""Files a page keeps: enough for those that are shown, and those that the browser still fetches."""
_HEADERS = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
_BYTES: dict[str, bytes] = {}
"""By address. NOTE: of the process, as NiceGUI's routes are."""


class Shelf:
    """The files of one page, the oldest given up first. Made within a page."""

    def __init__(self) -> None:
        self._addresses: OrderedDict[str, None] = OrderedDict()
        ui.context.client.on_delete(self.clear)

    def put(self, name: str, data: bytes) -> str:
        """Its address, which ends with the name."""
        address = f"{PREFIX}/{secrets.token_urlsafe(16)}/{name}"
        _BYTES[address] = data
        self._addresses[address] = None
        while len(self._addresses) > KEPT:
            _BYTES.pop(self._addresses.popitem(last=False)[0], None)
        return address

    def clear(self) -> None:
        for address in self._addresses:
            _BYTES.pop(address, None)
        self._addresses.clear()


@app.get(PREFIX + "/{key}/{name}")
def _file(key: str, name: str) -> Response:
    data = _BYTES.get(f"{PREFIX}/{key}/{name}")
    if data is None:
        raise HTTPException(404, "this page is closed, or made something else since; make it again")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(data, media_type=kind, headers=_HEADERS)
