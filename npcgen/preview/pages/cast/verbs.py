"""What can be done with a persona, wherever it is shown."""

from urllib.parse import urlencode

from nicegui import ui

from npcgen import Persona
from npcgen.preview.frame import client
from npcgen.preview.pages.cast.asking import is_sure
from npcgen.preview.pages.cast.authored import free_id
from npcgen.preview.pages.cast.opened import Cast
from npcgen.preview.pages.cast.undo import persona_gone


async def copy(cast: Cast, persona: Persona) -> None:
    """Keeps the same persona under another id, and opens it."""
    taken = [each.id async for each in client().list_personas()]
    name = f"{persona.name} (copy)"
    copied = persona.model_copy(
        update={
            "id": free_id(f"{persona.id}-copy", taken),
            "name": name if len(name) <= 60 else persona.name,
        }
    )
    kept = await client().create_persona(copied)
    await cast.go(tab="people", persona=kept.id)


async def delete(cast: Cast, persona: Persona) -> None:
    """Deletes a persona once they are sure."""
    with cast.shell:
        if not await is_sure(
            f"Delete {persona.name}?",
            "Undo brings the sheet back, and not the card that it may have come from. Talks that "
            "are open go on to their end.",
            "Delete",
        ):
            return
        await client().delete_persona(persona.id)
        cast.undo.offer(persona_gone(persona))
        await cast.go(tab="people", persona="")


def talk_to(persona: Persona) -> None:
    """The way to the page where it speaks."""
    with ui.link(target=f"/?{urlencode({'persona': persona.id})}").classes("cast-talk") as link:
        ui.icon("forum").props("aria-hidden=true")
        ui.label("Talk to")
    link.props["aria-label"] = f"Talk to {persona.name}"
