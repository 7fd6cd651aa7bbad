"""What stands around every page: the menu, light and dark, and the server that it speaks to."""

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import app, ui

from npcgen.client import Client
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


def api_key() -> str:
    """What was entered in this tab; it stays through reloads and ends with the tab."""
    return str(app.storage.tab.get("api_key", ""))


@contextmanager
def frame(path: str) -> Iterator[None]:
    """The page at `path`: its menu, then what is made within.

    NOTE: only in a page that has awaited `ui.context.client.connected()`, as a tab is known by then.
    """
    ui.add_head_html('<link rel="stylesheet" href="/room/static/room.css">')
    ui.page_title(f"{PAGES[path]} · npcgen")
    dark = ui.dark_mode(None)
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
    with ui.element("main").props('id="content" tabindex="-1"').classes("room-page"):
        yield


def _menu_entry(target: str, name: str, *, is_current: bool) -> None:
    with ui.link(target=target).classes("room-entry") as link:
        ui.icon(_ICONS[target])
        ui.label(name)
    if is_current:
        link.props('aria-current="page"')


def _turn(dark: ui.dark_mode) -> None:
    """From what the system says to dark, to light, and back."""
    dark.value = {None: True, True: False, False: None}[dark.value]
