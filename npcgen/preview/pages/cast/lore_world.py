"""Which world's lore is shown, as known by whom, and what can be done with that world."""

from collections.abc import Callable, Sequence

from nicegui import background_tasks, events, ui

from npcgen import LoreEntry, Persona, World
from npcgen.client import WorldDetails
from npcgen.preview.frame import client
from npcgen.preview.pages.cast.asking import is_sure
from npcgen.preview.pages.cast.authored import free_id
from npcgen.preview.pages.cast.lorebook import import_lorebook
from npcgen.preview.pages.cast.opened import Cast
from npcgen.preview.pages.cast.undo import world_gone
from npcgen.preview.pages.cast.world_form import ask_world
from npcgen.preview.parts.told import told
from npcgen.preview.parts.work import Work


class WorldBar:
    """The choices at the top, which stand in the address, and the verbs of the world."""

    def __init__(
        self,
        cast: Cast,
        worlds: Sequence[World],
        details: WorldDetails | None,
        everybody: Sequence[Persona],
        entries: Sequence[LoreEntry],
    ) -> None:
        """`details` is of the world that is shown; None where there is none."""
        self._cast, self._details, self._entries = cast, details, entries
        self._world = details.world if details else None
        with ui.element("div").classes("cast-bar"):
            self._choices(worlds, everybody)
            ui.space()
            self._work = Work("Copying a world")
            cast.on_leave(self._work.cancel)
            self._verbs()
        if details is not None and details.bundled:
            self._explain(details.world)

    def _choices(self, worlds: Sequence[World], everybody: Sequence[Persona]) -> None:
        world = self._world.id if self._world else ""

        async def choose(event: events.ValueChangeEventArguments[str]) -> None:
            await self._cast.go(world=event.value or "")

        async def ask(event: events.ValueChangeEventArguments[str]) -> None:
            await self._cast.go(persona=event.value or "", world=world)

        names = {each.id: each.name for each in worlds}
        people = {"": "nobody in particular"} | {each.id: each.name for each in everybody}
        asked = self._cast.opened.persona if self._cast.opened.persona in people else ""
        for each in (
            ui.select(names, label="World", value=world or None, on_change=choose),
            ui.select(people, label="As known by", value=asked, on_change=ask),
        ):
            each.props("outlined dense options-dense").classes("cast-choice")

    def _verbs(self) -> None:
        if self._details is not None:
            _verb("Copy this world", "content_copy", self.copy)
            if not self._details.bundled:
                _verb("Edit this world", "edit", self._edit)
                _verb("Import a lorebook", "upload_file", self._import)
                _verb("Delete this world", "delete", self._delete)
        _verb("New world", "public", self._new)

    def _explain(self, world: World) -> None:
        with ui.element("div").classes("cast-bundled").props("data-testid=bundled"):
            ui.icon("lock").props("aria-hidden=true")
            ui.label(
                f"{world.name} came with the server and stays as it is, with its lore. Copy it to "
                "change it or to import a lorebook, and let your people live in the copy."
            )

    def copy(self) -> None:
        """Copies the world with its lore, and opens the copy."""
        if self._world is not None:
            copy_world(self._cast, self._work, self._world.id)

    @told
    async def _new(self) -> None:
        with self._cast.shell:
            if kept := await ask_world(None):
                await self._cast.go(world=kept.id)

    @told
    async def _edit(self) -> None:
        with self._cast.shell:
            if self._world is not None and (kept := await ask_world(self._world)):
                await self._cast.go(world=kept.id)

    @told
    async def _import(self) -> None:
        with self._cast.shell:
            world = self._world
            if world is not None and await import_lorebook(world.id, world.name):
                await self._cast.go(world=world.id)

    @told
    async def _delete(self) -> None:
        with self._cast.shell:
            world = self._world
            if world is None or not await is_sure(
                f"Delete {world.name}?",
                f"Its {len(self._entries)} entries of lore go with it, and whoever lives there "
                "loses their world.",
                "Delete",
            ):
                return
            await client().delete_world(world.id)
            self._cast.undo.offer(world_gone(world, list(self._entries)))
            await self._cast.go(world="")


def _verb(text: str, icon: str, do: Callable[[], object]) -> None:
    ui.button(text, icon=icon, on_click=do).props("flat dense no-caps")


def copy_world(cast: Cast, work: Work, world_id: str) -> None:
    """Copies a world with its lore, and opens the copy. What was copied before a cancel stays."""
    server = client()

    async def copied() -> None:
        work.tell("reading the lore", 0.0)
        world = await server.get_world(world_id)
        entries = [each async for each in server.list_lore_entries(world_id)]
        taken = [each.id async for each in server.list_worlds()]
        new_id = free_id(f"{world_id}-copy", taken)
        name = f"{world.name} (copy)"
        named = {"id": new_id, "name": name if len(name) <= 60 else world.name}
        await server.create_world(world.model_copy(update=named))
        for done, entry in enumerate(entries):
            work.tell(f"copying entry {done + 1} of {len(entries)}", done / len(entries))
            await server.create_lore_entry(new_id, entry)
        # NOTE: beside this work, which ends when something else is opened.
        background_tasks.create(cast.go(world=new_id))

    work.begin(copied)
