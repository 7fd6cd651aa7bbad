"""The two views of the page: the list of quests beside its form, and one quest that was opened."""

import json
from collections.abc import Iterable
from dataclasses import replace

from nicegui import app, ui
from nicegui.elements.mixins.text_element import TextElement

from npcgen.client import QuestProgress
from npcgen.preview import frame
from npcgen.preview.pages.quests.asked import Asked
from npcgen.preview.pages.quests.export import Export
from npcgen.preview.pages.quests.form import Form
from npcgen.preview.pages.quests.list import QuestList
from npcgen.preview.pages.quests.listing import Listing
from npcgen.preview.pages.quests.made import Batch, Kept, fill, read_world
from npcgen.preview.pages.quests.opened import Opened
from npcgen.preview.pages.quests.rows import row_of
from npcgen.preview.parts.last_shown import LastShown
from npcgen.preview.parts.told import show_error, telling, told
from npcgen.preview.parts.work import Work
from worldgen.quests.generated import WorldInfo

PASTED = "quests_world"
"""Under which name a tab keeps the world that was pasted into it."""


class Desk:
    """What is shown is `_asked`, which the address says, too."""

    def __init__(self, kept: Kept, asked: Asked, last: LastShown) -> None:
        self._kept, self._asked, self._last = kept, asked, last
        self._client = frame.client()
        self._batch: Batch | None = None
        self._opened: Opened | None = None
        self._export = Export()
        self._list_view = ui.element("div").classes("quests")
        with self._list_view:
            with ui.element("aside").classes("room-panel quests-aside"):
                TextElement(tag="h1", text="Quests")
                self._form = Form(asked, self.make_anew)
            with ui.element("section").classes("room-panel quests-made"):
                self._add_list()
        self._quest_view = ui.element("div")
        self._quest_view.visible = False
        ui.context.client.on_delete(self.close)

    def offer(self, worlds: Iterable[WorldInfo]) -> None:
        """Those that the form can name."""
        self._form.offer(worlds)

    def make_anew(self, asked: Asked) -> None:
        """As the form says; no quest of them is opened yet. They are listed as the last ones."""
        app.storage.tab[PASTED] = asked.own
        self.make(replace(asked, listing=self._asked.listing))

    def make(self, asked: Asked) -> None:
        """Shows what a link asks for."""
        self._asked = asked
        self._show_link()
        self._work.begin(self._making)

    async def close(self) -> None:
        """What still goes on for this page ends."""
        if self._opened is not None:
            opened, self._opened = self._opened, None
            await opened.end()

    def _add_list(self) -> None:
        with ui.element("div").classes("quests-head"):
            TextElement(tag="h2", text="What was made")
            self._take = ui.button("Export these", icon="download", on_click=self._export_all)
            self._take.props("outline no-caps")
        self._work = Work("Making quests")
        self._note = ui.label().classes("room-soft").props('role="status"')
        self._note.text = "Choose a world and press “Make quests”."
        self._list_part = ui.element("div")
        with self._list_part:
            self._list = QuestList(
                self._asked.listing, self._open_listed, self._address_of, self._listed_by
            )
        self._list_part.visible = self._take.visible = False

    async def _making(self) -> None:
        asked = self._asked
        batch = self._kept.get(asked)
        if batch is None:
            batch = Batch(asked.batch, await read_world(asked.source))
            await self._begin(batch)
            try:
                await fill(self._client, batch, self._progress)
            finally:
                self._note.text = self._remark(batch)
            self._kept.put(batch)
        else:
            await self._begin(batch)
        self._show_batch(batch)
        if asked.quest and self._opened is None and self._asked.quest == asked.quest:
            await self._open(asked)

    async def _begin(self, batch: Batch) -> None:
        self._batch = batch
        await self._to_list()
        self._show_batch(batch)

    async def _progress(self, told: QuestProgress) -> None:
        batch = self._batch
        if batch is None:
            return
        self._work.tell(told.phase, told.fraction)
        if len(batch.quests) != self._listed:
            self._show_batch(batch)
            asked = self._asked
            if asked.quest and self._opened is None and batch.find(asked.quest):
                await self._open(asked)

    def _show_batch(self, batch: Batch) -> None:
        self._listed = len(batch.quests)
        self._list.show(row_of(batch.world, quest) for quest in batch.quests)
        self._list_part.visible = self._take.visible = bool(batch.quests)
        self._note.text = self._remark(batch)

    def _remark(self, batch: Batch) -> str:
        if batch.report is None:
            return "" if self._work.runs else f"Stopped; {len(batch.quests)} were made until then."
        told = []
        if len(batch.quests) < batch.report.spec.count:
            told.append("This world has no more quests of the kind.")
        if batch.report.unused_words:
            told.append(f"Nothing was made of: {', '.join(batch.report.unused_words)}.")
        return " ".join(told)

    @told
    async def _open_listed(self, quest: str) -> None:
        await self.close()
        await self._open(replace(self._asked, quest=quest, deeds=()))

    async def _open(self, asked: Asked) -> None:
        batch = self._batch
        quest = batch.find(asked.quest) if batch else None
        if batch is None or quest is None:
            show_error(
                f"There is no quest {asked.quest[:40]!r} among these; the list has all there are."
            )
            await self._to_list()
            return
        self._asked = asked
        opened = Opened(self._client, asked.source, batch.world, quest)
        self._opened = opened
        self._quest_view.clear()
        with self._quest_view:
            with ui.element("div").classes("quests-head"):
                ui.button("All quests", icon="arrow_back", on_click=self._leave).props(
                    "flat no-caps"
                )
                self._neighbours(asked.quest)
                ui.space()
                ui.button(
                    "Export",
                    icon="download",
                    on_click=lambda: self._export.open([quest], asked.source),
                ).props("outline no-caps")
            opened.build(self._happened)
        self._list_view.visible, self._quest_view.visible = False, True
        with self._quest_view, telling():
            await opened.begin(asked.deeds)

    def _neighbours(self, quest: str) -> None:
        """The quests before and after it, as the list has them."""
        listed = self._list.shown()
        at = listed.index(quest) if quest in listed else -1
        for label, other in (("Previous", at - 1), ("Next", at + 1)):
            if at >= 0 and 0 <= other < len(listed):
                name = listed[other]
                ui.button(label, on_click=lambda name=name: self._open_listed(name)).props(
                    f'flat no-caps aria-label="{label} quest"'
                )

    def _happened(self, deeds: tuple[str, ...]) -> None:
        self._asked = replace(self._asked, deeds=deeds)
        self._show_link()

    @told
    async def _leave(self) -> None:
        self._asked = replace(self._asked, quest="", deeds=())
        await self._to_list()
        self._show_link()

    async def _to_list(self) -> None:
        await self.close()
        self._list_view.visible, self._quest_view.visible = True, False

    def _export_all(self) -> None:
        if self._batch is not None:
            shown = set(self._list.shown())
            quests = [quest for quest in self._batch.quests if quest.id in shown]
            with telling():
                if not quests:
                    raise ValueError("No quest is listed; take a filter away.")
                self._export.open(quests, self._asked.source)

    def _address_of(self, quest: str) -> str:
        return f"/quests?{self._asked.only(quest).query()}"

    def _listed_by(self, listing: Listing) -> None:
        self._asked = replace(self._asked, listing=listing)
        self._show_link()

    def _show_link(self) -> None:
        """In the browser's address bar; no page is loaded."""
        query = self._asked.query()
        self._last.keep(query)
        address = f"/quests?{query}"
        ui.run_javascript(f"history.replaceState(null, '', {json.dumps(address)})")
