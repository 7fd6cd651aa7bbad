"""Which world's lore is shown, as known by whom; new worlds, and copies of them."""

from collections.abc import Sequence

from nicegui import background_tasks, events, ui

from npcgen import Persona, World
from npcgen.preview.frame import client
from npcgen.preview.pages.cast.asking import answer_of
from npcgen.preview.pages.cast.authored import authored, free_id
from npcgen.preview.pages.cast.opened import Cast
from npcgen.preview.parts.told import told
from npcgen.preview.parts.work import Work


def world_bar(
    cast: Cast, worlds: Sequence[World], world: str, everybody: Sequence[Persona]
) -> None:
    """The choices at the top, which stand in the address."""
    names = {each.id: each.name for each in worlds}
    people = {"": "nobody in particular"} | {each.id: each.name for each in everybody}

    async def choose(event: events.ValueChangeEventArguments[str]) -> None:
        await cast.go(world=event.value or "")

    async def ask(event: events.ValueChangeEventArguments[str]) -> None:
        await cast.go(persona=event.value or "", world=world)

    with ui.element("div").classes("cast-bar"):
        known = world if world in names else None
        ui.select(names, label="World", value=known, on_change=choose).props(
            "outlined dense options-dense"
        ).classes("cast-choice")
        asked = cast.opened.persona if cast.opened.persona in people else ""
        ui.select(people, label="As known by", value=asked, on_change=ask).props(
            "outlined dense options-dense"
        ).classes("cast-choice")
        ui.space()
        work = Work("Copying a world")
        cast.on_leave(work.cancel)
        if world:
            ui.button(
                "Copy this world",
                icon="content_copy",
                on_click=lambda: copy_world(cast, work, world),
            ).props("flat dense no-caps").tooltip(
                "With its lore; what came with the server can't be changed"
            )
        ui.button("New world", icon="public", on_click=lambda: new_world(cast)).props(
            "flat dense no-caps"
        )


@told
async def new_world(cast: Cast) -> None:
    """Asks for a name, keeps the world, and opens it."""
    with cast.shell, ui.dialog() as dialog, ui.card().classes("room-panel cast-form"):
        ui.label("New world").props("role=heading aria-level=2")
        name = ui.input("Name of the world").props("outlined dense autofocus")
        about = ui.textarea("What everybody in it knows").props("outlined dense autogrow")

        @told
        async def keep() -> None:
            taken = [each.id async for each in client().list_worlds()]
            values = {
                "id": free_id(name.value or "", taken),
                "name": name.value or "",
                "description": about.value or "",
            }
            kept = await client().create_world(authored(World, values))
            dialog.submit(kept.id)

        with ui.row().classes("cast-end"):
            ui.button("Cancel", on_click=lambda: dialog.submit("")).props("flat no-caps")
            ui.button("Make the world", on_click=keep).props("no-caps")
        dialog.open()
    if kept_id := await answer_of(dialog):
        await cast.go(world=str(kept_id))


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
