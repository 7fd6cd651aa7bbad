"""Two people talk to each other, and the designer listens.

Each hears the other as it would hear a player of that name. Nothing of it is remembered.
"""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from typing import Any

from nicegui import app, events, ui

from npcgen import Completed, Conversation, Persona, TextDelta
from npcgen.errors import InvalidArgument
from npcgen.preview.frame import client
from npcgen.preview.pages.cast.opened import Cast
from npcgen.preview.parts.work import Work

HEARD = "cast_heard"
"""Where a tab keeps what was said last."""
MOST_LINES = 20
OPENING_CHARS = 200
"""With what stands around it, it has to fit into a notice, which is 300 at most."""


async def show(cast: Cast) -> None:
    everybody = {each.id: each async for each in client().list_personas()}
    _Overhearing(cast, everybody).build()


class _Overhearing:
    def __init__(self, cast: Cast, everybody: dict[str, Persona]) -> None:
        self._cast, self._everybody = cast, everybody
        self._heard: list[dict[str, str]] = []
        # NOTE: asked for now, as a tab that is gone has neither, and what runs has to end well.
        self._client, self._tab = client(), app.storage.tab

    def build(self) -> None:
        with ui.element("div").classes("cast-halves cast-overhear"):
            with ui.element("section").classes("room-panel cast-form"):
                ui.label("Who talks").props("role=heading aria-level=2")
                self._choices()
            with ui.element("section").classes("room-panel"):
                ui.label("What they say").props("role=heading aria-level=2")
                self._lines = ui.element("div").classes("cast-lines")
                self._lines.props('role=log data-testid="heard" aria-label="What they say"')
        for each in self._tab.get(HEARD, ()):
            self._line(each["name"], each["text"])

    def _choices(self) -> None:
        opened, ids = self._cast.opened, list(self._everybody)
        first = opened.persona if opened.persona in self._everybody else next(iter(ids), None)
        others = [each for each in ids if each != first]
        second = opened.other if opened.other in others else next(iter(others), None)
        names = {each.id: f"{each.name}, {each.role}" for each in self._everybody.values()}
        self._first = _choice("Begins", names, first, self._chosen)
        self._second = _choice("Answers", names, second, self._chosen)
        self._scene = ui.textarea("Scene", placeholder="At the forge, after dark. It rains.")
        self._scene.props("outlined dense autogrow")
        self._opening = ui.textarea("The first line", value="Have you heard the news?")
        self._opening.props("outlined dense autogrow")
        self._count = ui.number("Lines", value=6, min=1, max=MOST_LINES, precision=0)
        self._count.props("outlined dense")
        ui.button("Listen", icon="hearing", on_click=self._begin).props(
            "unelevated no-caps"
        ).classes("cast-add")
        self._work = Work("Listening")
        self._cast.on_leave(self._work.cancel)

    def _chosen(self, _: events.ValueChangeEventArguments[Any]) -> None:
        self._cast.note(persona=self._first.value or "", other=self._second.value or "")

    def _begin(self) -> None:
        self._work.begin(self._talk)

    async def _talk(self) -> None:
        first, second = self._pair()
        lines, opening = self._asked()
        self._lines.clear()
        self._heard.clear()
        self._line(first.name, opening)
        self._keep(first.name, opening)
        talks: list[Conversation] = []
        try:
            for speaker, listener in ((second, first), (first, second)):
                talks.append(await self._conversation(speaker, listener))
            await self._noticed(talks[1], f"You said to {second.name}: {opening}")
            await self._alternate(talks, opening, lines)
        finally:
            await asyncio.gather(*(self._client.delete_conversation(each.id) for each in talks))

    def _pair(self) -> tuple[Persona, Persona]:
        first, second = self._first.value, self._second.value
        if first is None or second is None or first == second:
            raise InvalidArgument.at("who talks", "has to be two people; choose another one")
        return self._everybody[first], self._everybody[second]

    def _asked(self) -> tuple[int, str]:
        """How many lines, and the first one."""
        lines, opening = int(self._count.value or 0), (self._opening.value or "").strip()
        if not 1 <= lines <= MOST_LINES:
            raise InvalidArgument.at("lines", f"is {lines}; choose 1..{MOST_LINES}")
        if not 1 <= len(opening) <= OPENING_CHARS:
            has = f"has {len(opening)} characters; write 1..{OPENING_CHARS}"
            raise InvalidArgument.at("first line", has)
        return lines, opening

    async def _conversation(self, speaker: Persona, listener: Persona) -> Conversation:
        return await self._client.start_conversation(
            speaker.id, player=listener.name, scene=self._scene.value or ""
        )

    async def _alternate(self, talks: Sequence[Conversation], said: str, lines: int) -> None:
        for at in range(lines):
            talk = talks[at % 2]
            self._work.tell(f"{talk.npc_name} speaks, line {at + 1} of {lines}", at / lines)
            said = await self._speak(talk, said)
            if not said:
                self._line("", f"{talk.npc_name} says nothing more.")
                return

    async def _speak(self, talk: Conversation, heard: str) -> str:
        """What they say to it, word by word; what is cut off is kept as far as it came."""
        words = self._line(talk.npc_name, "")
        try:
            async with aclosing(self._client.chat(talk.id, heard)) as stream:
                async for event in stream:
                    if isinstance(event.body, TextDelta):
                        words.text += event.body.text
                    if isinstance(event.body, Completed):
                        words.text = event.body.text
        finally:
            self._keep(talk.npc_name, words.text)
        said: str = words.text.strip()
        return said

    def _keep(self, name: str, text: str) -> None:
        self._heard.append({"name": name, "text": text})
        self._tab[HEARD] = list(self._heard)

    def _line(self, name: str, text: str) -> ui.label:
        with self._lines, ui.element("div").classes("cast-said"):
            if name:
                ui.label(name).classes("cast-panel-title")
            return ui.label(text)

    async def _noticed(self, talk: Conversation, what: str) -> None:
        async with aclosing(self._client.notify(talk.id, what, silent=True)) as stream:
            async for _ in stream:
                pass


def _choice(label: str, names: dict[str, str], value: str | None, chosen: Any) -> ui.select:
    select = ui.select(names, label=label, value=value, with_input=True, on_change=chosen)
    return select.props("outlined dense options-dense")
