"""Asks for an API key where the server wants one, and keeps it for this browser's tab alone."""

from nicegui import app, ui

from npcgen.errors import ConfigError, NpcgenError, Unauthenticated
from npcgen.preview.reach import Reach


def api_key() -> str:
    """What was entered in this tab; it outlives reloads, and neither tab nor server."""
    return str(app.storage.tab.get("api_key", ""))


class KeyDialog:
    """Covers the page while no key of the server's is known."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._dialog = ui.dialog().props('persistent aria-label="API key"')
        with self._dialog, ui.card().classes("room-panel room-key"), ui.element("form") as form:
            form.on("submit.prevent", self._enter)
            ui.label("This server asks for a key").props("role=heading aria-level=2")
            ui.label("Whoever runs the server has one. It is kept for this tab alone.").classes(
                "room-soft"
            )
            self._input = ui.input("API key").props("type=password autocomplete=off autofocus")
            ui.button("Enter").props("no-caps type=submit")

    async def open_where_needed(self) -> None:
        """Opens it unless the server lets this tab in. Other failures are told by the pages."""
        try:
            await self._reach.client(api_key()).server_info()
        except Unauthenticated:
            self.open()
        except NpcgenError:
            return

    def open(self) -> None:
        self._dialog.open()
        if api_key():
            self._refuse("the server doesn't take the key of this tab any more")

    async def _enter(self) -> None:
        key = str(self._input.value or "").strip()
        try:
            await self._reach.check(key)
        except Unauthenticated:
            self._refuse("this isn't one of the server's keys" if key else "type the key")
        except ConfigError as error:
            self._refuse(error.message)
        except NpcgenError as error:
            self._refuse(f"the server couldn't be asked: {error.message}")
        else:
            app.storage.tab["api_key"] = key
            ui.navigate.reload()

    def _refuse(self, why: str) -> None:
        self._input.error = why
