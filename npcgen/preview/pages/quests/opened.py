"""One quest, opened: its graph and its ways on one side, what is done with it on the other."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from npcgen.client import Client
from npcgen.preview.pages.quests.deeds import Deed
from npcgen.preview.pages.quests.graph import QuestGraph
from npcgen.preview.pages.quests.outline import show_outline
from npcgen.preview.pages.quests.play import Play
from npcgen.preview.pages.quests.playing import PlayPanel
from npcgen.preview.pages.quests.rows import row_of, title_of
from npcgen.preview.pages.quests.stage import StagePanel, show_lines
from npcgen.preview.pages.quests.story import Story
from npcgen.preview.parts.told import telling
from worldgen.quests.graph import Node
from worldgen.quests.quest import Quest
from worldgen.quests.world import World

Changed = Callable[[tuple[str, ...]], None]


class Opened:
    """`on_change` hears of the codes of all that happened in it."""

    def __init__(self, client: Client, source: str, world: World, quest: Quest) -> None:
        self._client, self._source = client, source
        self._world, self._quest = world, quest
        self._play = self._new_play()
        self._node: Node | None = None
        self._on_change: Changed = lambda deeds: None

    def build(self, on_change: Changed) -> None:
        """Made within a container of its own."""
        self._on_change = on_change
        title = TextElement(tag="h1", text=title_of(self._quest)).props("tabindex=-1")
        ui.run_javascript(f"getHtmlElement({title.id}).focus(); scrollTo(0, 0)")
        self._summary()
        self._place = ui.element("div").classes("quests-opened")
        with self._place:
            with ui.element("section").classes("room-panel").props('aria-label="Stages"'):
                self._graph = QuestGraph(self._picked)
                TextElement(tag="h2", text="Step by step")
                self._outline = ui.element("div")
            with ui.element("section").classes("room-panel quests-side"):
                self._side()

    async def begin(self, deeds: Sequence[str]) -> None:
        """Shows it as it stands after those. Raises InvalidArgument for what can't have been."""
        await self._play.open()
        try:
            await self._play.repeat(deeds)
        finally:
            await self._draw(take_focus=False)

    async def end(self) -> None:
        await self._play.end()

    async def happen(self, deed: Deed) -> None:
        with self._waiting():
            await self._play.happen(deed)
            await self._draw(take_focus=True)

    def _new_play(self) -> Play:
        return Play(self._client, self._source, self._world, self._quest)

    def _summary(self) -> None:
        row = row_of(self._world, self._quest)
        reward = f"pays {row.reward} and {row.experience} experience"
        ways = f"{row.ways} {'way' if row.ways == 1 else 'ways'}, {row.ends} ends"
        facts = (f"{row.giver} asks", f"why: {row.motive}", reward, row.danger, ways)
        ui.label(" · ".join(filter(None, facts))).classes("room-soft")
        for text in self._play.story.texts_of("", "summary"):
            ui.label(text).classes("quests-summary")

    def _side(self) -> None:
        self._busy = ui.linear_progress(show_value=False).props(
            'indeterminate size=3px aria-label="Asking the server"'
        )
        self._busy.visible = False
        with ui.tabs().props("dense no-caps align=left").classes("quests-tabs") as self._tabs:
            play, stage, words = (
                ui.tab(name, label)
                for name, label in (
                    ("play", "Play it, break it"),
                    ("stage", "This stage"),
                    ("words", "All words"),
                )
            )
        panels = ui.tab_panels(self._tabs, value=play, animated=False).classes("quests-panels")
        # What scrolls has to be reached by the keyboard.
        with panels.props('tabindex="0" role="group" aria-label="About the quest"'):
            with ui.tab_panel(play):
                self._panel = PlayPanel(self.happen, self._back, self._anew)
            with ui.tab_panel(stage):
                self._stage = StagePanel(self.happen)
            with ui.tab_panel(words):
                show_lines(self._play.story, self._quest.lines)

    def _picked(self, node: Node) -> None:
        self._node = node
        self._stage.show(self._play.story, node, self._play)
        self._tabs.value = "stage"

    async def _back(self) -> None:
        await self._again(self._play.deeds[:-1])

    async def _anew(self) -> None:
        await self._again(())

    async def _again(self, deeds: Sequence[str]) -> None:
        """Another play, in which only those happened."""
        with self._waiting():
            former, self._play = self._play, self._new_play()
            await former.end()
            await self._play.open()
            await self._play.repeat(deeds)
            await self._draw(take_focus=True)

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        """NOTE: what was pressed may be drawn anew meanwhile, so errors are told from elsewhere."""
        self._busy.visible = True
        try:
            with self._place, telling():
                yield
        finally:
            self._busy.visible = False

    async def _draw(self, *, take_focus: bool) -> None:
        voices = await self._play.voices()
        story = self._play.story
        self._graph.show(story)
        self._outline.clear()
        with self._outline:
            show_outline(story)
        self._node = self._known(story)
        self._stage.show(story, self._node, self._play)
        self._panel.show(self._play, voices, take_focus=take_focus)
        self._on_change(self._play.deeds)

    def _known(self, story: Story) -> Node | None:
        return story.content.graph.nodes.get(self._node.id) if self._node else None
