"""What a line of a player would bring to somebody's mind, and what is held back, and why."""

from collections.abc import Sequence

from nicegui import ui

from npcgen import GameState
from npcgen.errors import InvalidArgument
from npcgen.preview.frame import client
from npcgen.preview.pages.cast.authored import authored, lines_of
from npcgen.preview.pages.cast.opened import Cast
from npcgen.preview.parts.told import told

WHY_HELD = {
    "personas": "only for",
    "roles": "only for the role",
    "factions": "only for those of",
    "places": "only known at",
    "quests": "only once",
    "since": "only from this time on:",
    "until": "only before this time:",
}


def tested_line(cast: Cast, world: str) -> None:
    """A line to type, what holds then, and what fires."""
    with ui.element("div").classes("cast-pair"):
        line = ui.input("What a player says", placeholder="Who owns the mine?")
        place = ui.input("Where they are")
        quests = ui.textarea("Quests", placeholder="lights in the mine: 2").props("autogrow")
        time = ui.number("Game time")
        for field in (line, place, quests, time):
            field.props("outlined dense")

    @told
    async def test() -> None:
        state = authored(
            GameState,
            {"place": place.value or "", "quests": stages(quests.value or ""), "time": time.value},
        )
        results = await client().search_lore(
            world, line.value or "", cast.opened.persona, state=state
        )
        found.clear()
        with found:
            for each in results:
                _result(each.found.entry.title, each.found.why, each.held_back_by)
            if not results:
                ui.label("Nothing: no key of an entry stands in it, nor words of one.")

    line.on("keydown.enter", test)
    ui.button("Test", icon="bolt", on_click=test).props("outline no-caps").classes("cast-add")
    found = ui.element("div").props('aria-live=polite data-testid="found"')


def stages(text: str) -> dict[str, int]:
    """The stage of each quest, from lines such as "lights in the mine: 2"."""
    return dict(map(_stage, lines_of(text)))


def _stage(line: str) -> tuple[str, int]:
    quest, _, stage = line.rpartition(":")
    if not quest.strip() or not stage.strip().isdecimal():
        raise InvalidArgument.at(
            "quests", f"“{line[:60]}” has no stage; write it as “lights in the mine: 2”"
        )
    return quest.strip(), int(stage)


def _result(title: str, why: str, held_back_by: str) -> None:
    with ui.element("div").classes("cast-found"):
        mark = ui.label("Held back" if held_back_by else "Comes to mind").classes("cast-mark")
        mark.classes("is-held" if held_back_by else "is-told")
        with ui.element("div"):
            ui.label(title).classes("cast-panel-title")
            ui.label(f"Found by: {why}").classes("room-soft")
            if held_back_by:
                ui.label(f"Held back: {held_in_words(held_back_by)}")


def held_in_words(rule: str) -> str:
    """The server's rule, "roles: gate guard", as a sentence's end."""
    if rule == "budget":
        return "no room for it beside what fits better"
    kind, _, names = rule.partition(": ")
    return f"{WHY_HELD.get(kind, kind)} {names}"


def quests_in_lines(quests: Sequence[tuple[str, int]]) -> str:
    """The other way round, for a form."""
    return "\n".join(f"{quest}: {stage}" for quest, stage in quests)
