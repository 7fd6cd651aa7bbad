"""The page /: somebody to talk to, what they feel, and what the model read."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

from fastapi import Request
from nicegui import app, ui

from npcgen.preview.frame import client, frame
from npcgen.preview.pages.talk.choices import Choices
from npcgen.preview.pages.talk.heard import Heard
from npcgen.preview.pages.talk.link import Link, Place
from npcgen.preview.pages.talk.pane import Pane
from npcgen.preview.parts.told import telling

_STYLES = "".join(
    f'<link rel="stylesheet" href="/room/static/{name}.css">' for name in ("cast", "talk")
)
"""The sheet of a persona is the one of the page Cast."""
_DRAFT, _LAST = "talk_draft", "talk_last"
_LETTERS = "AB"


def add() -> None:
    heard = Heard()

    @ui.page("/")
    async def page(request: Request) -> None:
        await ui.context.client.connected()
        ui.add_head_html(_STYLES)
        with frame("/"):
            await _Talk(_link(dict(request.query_params)), heard).open()


class _Talk:
    """One or two panes, and the line that is said to all of them."""

    def __init__(self, link: Link, heard: Heard) -> None:
        self._link, self._heard = link, heard
        self._tab = app.storage.tab
        self._choices = Choices()
        self._panes: list[Pane] = []
        self._speaking = False

    async def open(self) -> None:
        ui.label("Talk").props("role=heading aria-level=1").classes("talk-title")
        with telling():
            await self._choices.look(client())
        with ui.element("div").classes("talk-page") as self._page:
            with ui.element("div").classes("talk-left"):
                self._talks = ui.element("div").classes("talk-panes")
                self._build_composer()
            with ui.element("div").classes("talk-right") as self._sides:
                self._shown = ui.toggle(["A", "B"], value="A", on_change=self._show_side)
                self._shown.props('dense no-caps unelevated aria-label="Which side is shown here"')
        ui.context.client.on_delete(self._leave)
        for place in filter(None, (self._link.first, self._link.second)):
            await self._add_pane(place).open()

    def _add_pane(self, place: Place) -> Pane:
        letter = _LETTERS[len(self._panes)]
        pane = Pane(client(), self._choices, self._heard, place, letter, self._moved, self._say)
        pane.build(self._talks, self._sides)
        self._panes.append(pane)
        self._show_comparing()
        return pane

    async def _compare(self) -> None:
        """Puts the same talk beside the first one, or takes it away."""
        if self._speaking:
            return
        if self._link.second is not None:
            self._link.second = None
            self._panes.pop().delete()
            self._show_comparing()
            self._moved()
            return
        first = self._link.first
        self._link.second = Place(first.persona, "", first.model, dict(first.settings))
        with telling():
            await self._add_pane(self._link.second).open_beside(self._panes[0])

    def _show_comparing(self) -> None:
        comparing = len(self._panes) > 1
        self._page.classes(add="comparing" if comparing else "", remove="comparing")
        self._shown.set_visibility(comparing)
        self._compare_button.props["aria-pressed"] = str(comparing).lower()
        self._shown.set_value("A")
        self._show_side()

    def _show_side(self) -> None:
        for letter, pane in zip(_LETTERS, self._panes, strict=False):
            pane.side.root.set_visibility(letter == self._shown.value)

    def _build_composer(self) -> None:
        with ui.element("div").classes("talk-composer room-panel"):
            draft = self._tab.get(_DRAFT, "")
            self._line = ui.input("What you say", value=draft, on_change=self._keep_draft)
            self._line.props("outlined dense autocomplete=off").classes("talk-say")
            self._line.on("keydown.enter", self._send)
            self._line.on("keydown.escape", self._stop)
            look = ui.button(icon="visibility", on_click=self._look)
            look.props('flat round aria-label="Look at the prompt"')
            look.tooltip("See what the model would read; nothing is said")
            self._again = ui.button(icon="refresh", on_click=self._say_again)
            self._again.props('flat round aria-label="Say it again"')
            self._again.tooltip("Another answer to the last line, with another seed")
            self._compare_button = ui.button(icon="compare", on_click=self._compare)
            self._compare_button.props('flat round aria-label="Compare two talks"')
            self._compare_button.tooltip("Say the same to two characters, models or settings")
            self._send_button = ui.button("Send", on_click=self._send, color=None)
            self._stop_button = ui.button("Stop", on_click=self._stop, color=None)
            for button in (self._send_button, self._stop_button):
                button.props("unelevated no-caps").classes("talk-send")
        self._show_speaking(False)

    async def _send(self) -> None:
        text = (self._line.value or "").strip()
        if text and not self._speaking:
            self._line.set_value("")
            await self._say(text)

    async def _say(self, text: str) -> None:
        """On all sides; what none of them could say is in the line again."""
        if self._speaking:
            return
        seed = secrets.randbelow(2**32)
        said = await self._all(lambda pane: pane.say(text, seed))
        if not any(said):
            self._line.set_value(text)

    async def _say_again(self) -> None:
        seed = secrets.randbelow(2**32)
        if not self._speaking:
            await self._all(lambda pane: pane.say_again(seed))

    async def _look(self) -> None:
        text = (self._line.value or "").strip()
        if text and not self._speaking:
            await self._all(lambda pane: pane.look(text))

    async def _all(self, ask: Callable[[Pane], Awaitable[None]]) -> list[bool]:
        """Whether each pane did it; what went wrong is shown."""
        self._show_speaking(True)
        try:
            return list(await asyncio.gather(*(_did(pane, ask) for pane in self._panes)))
        finally:
            self._show_speaking(False)

    async def _stop(self) -> None:
        with telling():
            await asyncio.gather(*(pane.stop() for pane in self._panes))

    def _leave(self) -> None:
        for pane in self._panes:
            pane.leave()

    def _keep_draft(self) -> None:
        self._tab[_DRAFT] = self._line.value

    def _moved(self) -> None:
        """The link has changed: the address says so, and the tab knows it when it comes back."""
        self._tab[_LAST] = self._link.query()
        self._link.show()

    def _show_speaking(self, speaking: bool) -> None:
        self._speaking = speaking
        self._send_button.set_visibility(not speaking)
        self._stop_button.set_visibility(speaking)
        self._again.set_enabled(not speaking)


def _link(query: dict[str, str]) -> Link:
    """What the address asks for. One that names no talk leaves what this tab had last as it was:
    all of it where it says nothing, else its settings.
    """
    last: dict[str, str] = app.storage.tab.get(_LAST, {})
    if not query:
        return Link.read(last)
    link = Link.read(query)
    if "talk" not in query and "persona_b" not in query:
        link.first.settings = Link.read(last).first.settings | link.first.settings
    return link


async def _did(pane: Pane, ask: Callable[[Pane], Awaitable[None]]) -> bool:
    """Whether it went well; what went wrong is shown."""
    # NOTE: each pane is asked in a task of its own, which doesn't know where it is on the page.
    with pane.root, telling():
        await ask(pane)
        return True
    return False
