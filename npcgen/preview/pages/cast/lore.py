"""The lore of a world: what there is to know, and who knows it."""

from collections.abc import Callable, Sequence

from nicegui import events, ui

from npcgen import LoreEntry, Persona
from npcgen.client import WorldDetails
from npcgen.preview.frame import client
from npcgen.preview.pages.cast.lore_entry import delete_entry, edit_entry, look_at_entry
from npcgen.preview.pages.cast.lore_graph import chart, height_px
from npcgen.preview.pages.cast.lore_line import tested_line
from npcgen.preview.pages.cast.lore_scope import scope_in_words
from npcgen.preview.pages.cast.lore_world import WorldBar
from npcgen.preview.pages.cast.opened import Cast
from npcgen.preview.pages.cast.table import cell, row, table
from npcgen.preview.pages.cast.undo import entry_gone
from npcgen.preview.parts.told import told

MOST_SHOWN = 200


async def show(cast: Cast) -> None:
    worlds = [each async for each in client().list_worlds()]
    everybody = [each async for each in client().list_personas()]
    world = cast.opened.world or (worlds[0].id if worlds else "")
    details = await client().get_world_details(world) if world else None
    entries = [each async for each in client().list_lore_entries(world)] if world else []
    people = [each for each in everybody if each.world == world] or everybody
    bar = WorldBar(cast, worlds, details, everybody, entries)
    if details is None:
        ui.label("No world yet. Make one, and write down what may be known there.")
        return
    _Lore(cast, details, entries, people, bar.copy).build()


class _Lore:
    def __init__(
        self,
        cast: Cast,
        details: WorldDetails,
        entries: list[LoreEntry],
        people: Sequence[Persona],
        copy: Callable[[], None],
    ) -> None:
        """`copy` copies the world, which is the way to change one that came with the server."""
        self._cast, self._world, self._bundled = cast, details.world.id, details.bundled
        self._entries, self._people, self._copy = entries, people, copy

    def build(self) -> None:
        with ui.element("section").classes("room-panel cast-form cast-line"):
            ui.label("Test a line").props("role=heading aria-level=2")
            tested_line(self._cast, self._world)
        with ui.element("div").classes("cast-halves"):
            with ui.element("section").classes("room-panel"):
                ui.label("Who knows what").props("role=heading aria-level=2")
                self._graph()
            with ui.element("section").classes("room-panel"):
                self._listed()

    def _graph(self) -> None:
        everybodys = [each for each in self._entries if each.scope == type(each.scope)()]
        options, nodes = chart(self._entries, self._people, self._cast.opened.persona)
        ui.label(
            f"{len(everybodys)} of {len(self._entries)} entries are everybody's and aren't drawn."
        ).classes("room-soft")

        async def open_node(event: events.EChartPointClickEventArguments) -> None:
            if event.data_type != "node":
                return
            node = nodes[event.data_index]
            if node.kind == "entry":
                await self._edit(next(each for each in self._entries if each.id == node.key))
            if node.kind == "person":
                await self._cast.go(persona=node.key, world=self._world)

        with ui.element("div").classes("cast-scroll"):
            graph = ui.echart(options, on_point_click=open_node, renderer="svg")
            graph.classes("cast-graph").style(f"height: {height_px(options)}px")
            graph.props('role=img aria-label="Graph of who knows what; the table says the same"')

    def _listed(self) -> None:
        with ui.element("div").classes("cast-bar"):
            ui.label("Entries").props("role=heading aria-level=2")
            search = ui.input("Search entries").props("outlined dense clearable")
            ui.space()
            if not self._bundled:
                ui.button("New entry", icon="add", on_click=lambda: self._edit(None)).props(
                    "flat dense no-caps"
                )
        box = ui.element("div").classes("cast-scroll")

        def fill() -> None:
            words = (search.value or "").casefold().split()
            fitting = [each for each in self._entries if _fits(each, words)]
            box.clear()
            with box:
                self._table(fitting[:MOST_SHOWN])
                if len(fitting) > MOST_SHOWN:
                    ui.label(f"{MOST_SHOWN} of {len(fitting)} shown; search for fewer")

        search.on_value_change(fill)
        fill()

    def _table(self, entries: Sequence[LoreEntry]) -> None:
        with table("Entries", ("Entry", "Comes to mind by", "Who knows it", "")):
            for entry in entries:
                with row():
                    cell(entry.title)
                    always = "every line" if entry.constant else "the words of its text"
                    cell(", ".join(entry.keys) or always)
                    cell(scope_in_words(entry, self._people))
                    with cell():
                        self._verbs(entry)

    def _verbs(self, entry: LoreEntry) -> None:
        icon, verb = ("visibility", "Look at") if self._bundled else ("edit", "Edit")
        editing = ui.button(icon=icon, on_click=lambda: self._edit(entry))
        editing.props("flat round dense").props["aria-label"] = f"{verb} {entry.title}"
        if self._bundled:
            return
        deleting = ui.button(icon="delete", on_click=lambda: self._delete(entry))
        deleting.props("flat round dense").props["aria-label"] = f"Delete {entry.title}"

    @told
    async def _edit(self, entry: LoreEntry | None) -> None:
        with self._cast.shell:
            if self._bundled and entry is not None:
                if await look_at_entry(entry, self._people):
                    self._copy()
                return
            taken = [each.id for each in self._entries]
            if await edit_entry(self._world, entry, taken, self._people):
                await self._cast.go(world=self._world)

    @told
    async def _delete(self, entry: LoreEntry) -> None:
        with self._cast.shell:
            if await delete_entry(self._world, entry):
                self._cast.undo.offer(entry_gone(self._world, entry))
                await self._cast.go(world=self._world)


def _fits(entry: LoreEntry, words: Sequence[str]) -> bool:
    said = " ".join((entry.title, entry.text, *entry.keys)).casefold()
    return all(word in said for word in words)
