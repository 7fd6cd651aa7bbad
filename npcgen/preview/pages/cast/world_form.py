"""A world in a dialog: its name, and what everybody in it knows."""

from nicegui import ui

from npcgen import World
from npcgen.preview.frame import client
from npcgen.preview.pages.cast.asking import answer_of, named_dialog
from npcgen.preview.pages.cast.authored import authored, free_id
from npcgen.preview.parts.told import told

ERAS = {
    "none": "any: they may name whatever there is",
    "medieval": "medieval",
    "industrial": "industrial",
    "modern": "modern",
    "future": "future",
}


async def ask_world(world: World | None) -> World | None:
    """The world as it is kept then; None where they thought better of it. None makes a new one."""
    title = f"Edit {world.name}" if world else "New world"
    with named_dialog(title) as dialog, ui.card().classes("room-panel cast-form"):
        ui.label(title).props("role=heading aria-level=2")
        name = ui.input("Name of the world", value=world.name if world else "")
        about = ui.textarea("What everybody in it knows", value=world.description if world else "")
        era = ui.select(
            ERAS, label="The latest time it knows of", value=world.era if world else "none"
        )
        for field in (name, about, era):
            field.props("outlined dense options-dense")
        name.props("autofocus")
        about.props("autogrow")
        ui.label("What everybody knows stands in every prompt; keep it short.").classes("room-soft")

        @told
        async def keep() -> None:
            values = {
                "name": name.value or "",
                "description": about.value or "",
                "era": era.value,
            }
            if world is None:
                taken = [each.id async for each in client().list_worlds()]
                values["id"] = free_id(name.value or "", taken)
                dialog.submit(await client().create_world(authored(World, values)))
            else:
                changed = authored(World, world.model_dump() | values)
                dialog.submit(await client().update_world(changed))

        with ui.row().classes("cast-end"):
            ui.button("Cancel", on_click=lambda: dialog.submit(None)).props("flat no-caps")
            ui.button("Save the world" if world else "Make the world", on_click=keep).props(
                "no-caps"
            )
    kept = await answer_of(dialog)
    return kept if isinstance(kept, World) else None
