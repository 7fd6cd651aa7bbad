"""What was deleted last, and a button that brings it back; it outlives a reload of the tab."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal

from nicegui import app, ui

from npcgen import LoreEntry, Persona, World
from npcgen.client import Client, Memory
from npcgen.preview.frame import client
from npcgen.preview.parts.told import told

_KEPT = "cast_deleted"
Kind = Literal["persona", "entry", "memory", "world"]


def persona_gone(persona: Persona) -> dict[str, Any]:
    return _gone("persona", persona.name, {"persona": persona.model_dump(mode="json")})


def entry_gone(world: str, entry: LoreEntry) -> dict[str, Any]:
    return _gone("entry", entry.title, {"world": world, "entry": entry.model_dump(mode="json")})


def world_gone(world: World, entries: list[LoreEntry]) -> dict[str, Any]:
    lore = [each.model_dump(mode="json") for each in entries]
    return _gone("world", world.name, {"world": world.model_dump(mode="json"), "lore": lore})


def memory_gone(persona: str, player: str, memory: Memory) -> dict[str, Any]:
    what = {"text": memory.text, "importance": memory.importance}
    return _gone("memory", memory.text, {"persona": persona, "player": player} | what)


def _gone(kind: Kind, name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """As a tab keeps it."""
    return {"kind": kind, "name": name, **values}


class Undo:
    """A line above the page, while there is something to bring back."""

    def __init__(self, back: Callable[[], Awaitable[None]]) -> None:
        """`back` is awaited once something is there again."""
        self._back = back
        self._tab = app.storage.tab
        with ui.element("div").classes("cast-undo room-panel") as self._line:
            self._said = ui.label().props("role=status")
            ui.button("Undo", icon="undo", on_click=self._undo).props("flat dense no-caps")
            ui.space()
            ui.button(icon="close", on_click=self._forget).props(
                'flat round dense aria-label="Leave it deleted"'
            )
        self._show()

    def offer(self, gone: dict[str, Any]) -> None:
        """Says that it is gone; what was gone before stays so."""
        self._tab[_KEPT] = gone
        self._show()

    def _show(self) -> None:
        gone = self._tab.get(_KEPT)
        self._line.set_visibility(gone is not None)
        if gone is not None:
            self._said.text = f"“{gone['name'][:60]}” is deleted."

    def _forget(self) -> None:
        self._tab.pop(_KEPT, None)
        self._show()

    @told
    async def _undo(self) -> None:
        gone = self._tab.get(_KEPT)
        if gone is not None:
            await _RESTORE[gone["kind"]](client(), gone)
            self._forget()
            await self._back()


async def _restore_persona(server: Client, gone: Mapping[str, Any]) -> None:
    await server.create_persona(Persona.model_validate(gone["persona"]))


async def _restore_entry(server: Client, gone: Mapping[str, Any]) -> None:
    await server.create_lore_entry(gone["world"], LoreEntry.model_validate(gone["entry"]))


async def _restore_world(server: Client, gone: Mapping[str, Any]) -> None:
    world = World.model_validate(gone["world"])
    await server.create_world(world)
    for entry in gone["lore"]:
        await server.create_lore_entry(world.id, LoreEntry.model_validate(entry))


async def _restore_memory(server: Client, gone: Mapping[str, Any]) -> None:
    await server.add_memory(
        gone["persona"], gone["player"], gone["text"], importance=gone["importance"]
    )


_RESTORE: Mapping[str, Callable[[Client, Mapping[str, Any]], Awaitable[None]]] = {
    "persona": _restore_persona,
    "entry": _restore_entry,
    "world": _restore_world,
    "memory": _restore_memory,
}
