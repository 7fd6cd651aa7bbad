"""What stands around every page: the menu, light and dark, and the server that it speaks to."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from nicegui import ui

from npcgen.client import Client
from npcgen.errors import NpcgenError, Unauthenticated
from npcgen.preview.key import KeyDialog, api_key
from npcgen.preview.parts.told import show_error
from npcgen.preview.paths import PAGES
from npcgen.preview.reach import Reach

REACH: list[Reach] = []
"""The server of this process."""
_ICONS = {
    "/": "forum",
    "/cast": "groups",
    "/levels": "map",
    "/quests": "account_tree",
    "/materials": "texture",
    "/server": "monitor_heart",
}


def client() -> Client:
    """The connection of this browser's tab."""
    return REACH[-1].client(api_key())


async def metrics() -> str:
    """What the server measured, as Prometheus reads it. Raises Unavailable."""
    return await REACH[-1].metrics(api_key())


@contextmanager
def frame(path: str) -> Iterator[None]:
    """The page at `path`: its menu, then what is made within.

    NOTE: only where `ui.context.client.connected()` was awaited: a tab is known by then.
    """
    ui.add_head_html('<link rel="stylesheet" href="/room/static/room.css">')
    ui.page_title(f"{PAGES[path]} · npcgen")
    dark = ui.dark_mode(None)
    key = KeyDialog(REACH[-1])
    ui.on_exception(partial(_explain, key))
    ui.timer(0, key.open_where_needed, once=True)
    ui.html('<a class="room-skip" href="#content">Skip to the page</a>', sanitize=False)
    with ui.header().classes("room-header"), ui.element("nav").props('aria-label="Pages"'):
        ui.label("npcgen").classes("room-name")
        for target, name in PAGES.items():
            _menu_entry(target, name, is_current=target == path)
        ui.space()
        toggle = ui.button(icon="contrast", on_click=lambda: _turn(dark)).props(
            'flat round aria-label="Light or dark"'
        )
        toggle.tooltip("Light or dark")
    with ui.element("div").props('id="content" tabindex="-1"').classes("room-page"):
        yield


def _explain(key: KeyDialog, error: Exception) -> None:
    """What no handler of the page told itself."""
    if isinstance(error, Unauthenticated):
        key.open()
    elif isinstance(error, NpcgenError):
        show_error(str(error))
    else:
        show_error("Something went wrong in the server; its log says what.")


def _menu_entry(target: str, name: str, *, is_current: bool) -> None:
    with ui.link(target=target).classes("room-entry") as link:
        ui.icon(_ICONS[target])
        ui.label(name)
    if is_current:
        link.props('aria-current="page"')


def _turn(dark: ui.dark_mode) -> None:
    """From what the system says to dark, to light, and back."""
    dark.value = {None: True, True: False, False: None}[dark.value]
