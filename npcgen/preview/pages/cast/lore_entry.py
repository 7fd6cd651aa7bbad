"""One entry of lore in a dialog: its words, its keys, who may know it."""

from collections.abc import Sequence
from typing import Any

from nicegui import ui

from npcgen import LoreEntry, Persona
from npcgen.preview.frame import client
from npcgen.preview.pages.cast.asking import answer_of, is_sure, named_dialog
from npcgen.preview.pages.cast.authored import authored, free_id, lines_of, names_of
from npcgen.preview.pages.cast.lore_line import quests_in_lines, stages
from npcgen.preview.parts.told import told


async def edit_entry(
    world: str, entry: LoreEntry | None, taken: Sequence[str], people: Sequence[Persona]
) -> bool:
    """Whether something was kept; None makes a new entry."""
    title = entry.title if entry else "New entry"
    with (
        named_dialog(title).props("persistent") as dialog,
        ui.card().classes("room-panel cast-form"),
    ):
        ui.label(title).props("role=heading aria-level=2")
        form = _EntryForm(entry, people)

        @told
        async def save() -> None:
            values = form.values()
            if entry is None:
                values["id"] = free_id(values["title"], taken)
                await client().create_lore_entry(world, authored(LoreEntry, values))
            else:
                await client().update_lore_entry(
                    world, authored(LoreEntry, values | {"id": entry.id})
                )
            dialog.submit(True)

        with ui.row().classes("cast-end"):
            ui.button("Cancel", on_click=lambda: dialog.submit(False)).props("flat no-caps")
            ui.button("Save entry", on_click=save).props("no-caps unelevated")
    return await answer_of(dialog) is True


async def look_at_entry(entry: LoreEntry, people: Sequence[Persona]) -> bool:
    """Shows an entry that came with the server; whether they want a copy of its world."""
    with named_dialog(entry.title) as dialog, ui.card().classes("room-panel cast-form"):
        ui.label(entry.title).props("role=heading aria-level=2")
        ui.label("It came with the server and stays as it is.").classes("cast-state")
        _EntryForm(entry, people).lock()
        with ui.row().classes("cast-end"):
            ui.button("Close", on_click=lambda: dialog.submit(False)).props("flat no-caps")
            ui.button("Copy the world to change it", on_click=lambda: dialog.submit(True)).props(
                "no-caps unelevated"
            )
    return await answer_of(dialog) is True


async def delete_entry(world: str, entry: LoreEntry) -> bool:
    """Whether they were sure, so that it is gone."""
    if not await is_sure(f"Delete “{entry.title}”?", "Nobody knows it any more then.", "Delete"):
        return False
    await client().delete_lore_entry(world, entry.id)
    return True


class _EntryForm:
    def __init__(self, entry: LoreEntry | None, people: Sequence[Persona]) -> None:
        self._fields: dict[str, Any] = {}
        values: dict[str, Any] = entry.model_dump() if entry else {}
        scope = values.get("scope", {})
        self._add("title", ui.input("Title", value=values.get("title", "")))
        self._add("text", _lines("What they know then", [values.get("text", "")]))
        with ui.element("div").classes("cast-pair"):
            self._add("keys", _lines("Keys, one a line", values.get("keys", ())))
            second = values.get("secondary_keys", ())
            self._add("secondary_keys", _lines("And one of these too", second))
        ui.label("Who may know it. What is left empty asks for nothing.").classes("room-soft")
        with ui.element("div").classes("cast-pair"):
            self._who(scope, people)
        with ui.element("div").classes("cast-pair"):
            self._add("priority", ui.number("Priority", value=values.get("priority", 0)))
            self._add("constant", ui.checkbox("At every line", value=values.get("constant", False)))
            self._add("enabled", ui.checkbox("Switched on", value=values.get("enabled", True)))

    def _who(self, scope: dict[str, Any], people: Sequence[Persona]) -> None:
        chosen = [*scope.get("personas", ())]
        names = {each: each for each in chosen} | {each.id: each.name for each in people}
        picked = ui.select(names, label="People", value=chosen, multiple=True)
        self._add("personas", picked.props("use-chips options-dense"))
        for name, label in (("roles", "Roles"), ("factions", "Factions"), ("places", "Places")):
            self._add(name, ui.input(label, value=", ".join(scope.get(name, ()))))
        quests = [(each["quest"], each["stage"]) for each in scope.get("quests", ())]
        area = ui.textarea("Once a quest has reached", value=quests_in_lines(quests))
        self._add("quests", area.props('autogrow placeholder="lights in the mine: 2"'))
        for name, label in (("since", "From time"), ("until", "Before time")):
            self._add(name, ui.number(label, value=scope.get(name)))

    def _add(self, name: str, field: Any) -> None:
        self._fields[name] = field.props("outlined dense")

    def lock(self) -> None:
        """For reading alone."""
        for field in self._fields.values():
            field.set_enabled(False)

    def values(self) -> dict[str, Any]:
        """As `LoreEntry` takes them, but for the id."""
        said = {name: field.value for name, field in self._fields.items()}
        scope = {name: names_of(said[name] or "") for name in ("roles", "factions", "places")}
        quests = stages(said["quests"] or "").items()
        return {
            "title": said["title"] or "",
            "text": said["text"] or "",
            "keys": lines_of(said["keys"] or ""),
            "secondary_keys": lines_of(said["secondary_keys"] or ""),
            "priority": int(said["priority"] or 0),
            "constant": said["constant"],
            "enabled": said["enabled"],
            "scope": scope
            | {
                "personas": said["personas"] or [],
                "quests": [{"quest": quest, "stage": stage} for quest, stage in quests],
                "since": said["since"],
                "until": said["until"],
            },
        }


def _lines(label: str, lines: Sequence[str]) -> ui.textarea:
    return ui.textarea(label, value="\n".join(lines)).props("autogrow")
