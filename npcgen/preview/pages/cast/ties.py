"""What people are to each other, and how they feel about a player."""

import asyncio
from collections.abc import Sequence

from nicegui import events, ui

from npcgen import Persona
from npcgen.preview.frame import client
from npcgen.preview.pages.cast.feelings import Felt
from npcgen.preview.pages.cast.opened import Cast
from npcgen.preview.pages.cast.players import player_choice, players
from npcgen.preview.pages.cast.table import cell, row, table
from npcgen.preview.pages.cast.ties_graph import MOST_PEOPLE, PLAYER, chart


async def show(cast: Cast) -> None:
    everybody = [each async for each in client().list_personas()]
    known = await players()
    player = cast.opened.player
    felt = await _felt(everybody[:MOST_PEOPLE], player) if player else {}
    with ui.element("div").classes("cast-bar"):
        player_choice(cast, known)
        if not player:
            ui.label("Choose a player to see how they feel about them.").classes("room-soft")
    with ui.element("div").classes("cast-halves"):
        with ui.element("section").classes("room-panel"):
            ui.label("Ties").props("role=heading aria-level=2")
            _graph(cast, everybody, felt, known.get(player) or player)
        with ui.element("section").classes("room-panel"):
            ui.label("In words").props("role=heading aria-level=2")
            with ui.element("div").classes("cast-scroll"):
                _words(cast, everybody, felt)


async def _felt(people: Sequence[Persona], player: str) -> dict[str, Felt]:
    feelings = await asyncio.gather(
        *(client().get_relationship(each.id, player) for each in people)
    )
    return {
        each.id: Felt(feeling.relationship, feeling.emotion)
        for each, feeling in zip(people, feelings, strict=True)
    }


def _graph(cast: Cast, people: Sequence[Persona], felt: dict[str, Felt], player: str) -> None:
    async def open_node(event: events.EChartPointClickEventArguments) -> None:
        if event.data_type == "node" and event.data_index < len(people[:MOST_PEOPLE]):
            await cast.go(tab="people", persona=people[event.data_index].id)

    options = chart(people, felt, player if felt else "", cast.opened.persona)
    graph = ui.echart(options, on_point_click=open_node, renderer="svg")
    graph.classes("cast-graph").style("height: 26rem")
    graph.props('role=img aria-label="Graph of ties and feelings; the table says the same"')
    ui.label(
        "Dashed: what they are to each other. Solid: the strongest of what they feel about "
        f"{player or 'the ' + PLAYER}; the thicker, the more."
    ).classes("room-soft")
    if len(people) > MOST_PEOPLE:
        ui.label(f"The first {MOST_PEOPLE} of {len(people)} are drawn.").classes("room-soft")


def _words(cast: Cast, people: Sequence[Persona], felt: dict[str, Felt]) -> None:
    names = {each.id: each.name for each in people}
    with table("Ties and feelings", ("Who", "Is to others", "Feels about the player", "")):
        for each in people:
            with row():
                cell(each.name)
                ties = [
                    f"{tie.kind} of {names.get(tie.persona_id, tie.persona_id)}"
                    + (f" ({tie.why})" if tie.why else "")
                    for tie in each.relations
                ]
                cell("; ".join(ties) or "—")
                cell(felt[each.id].words if each.id in felt else "—")
                with cell():
                    _memories_of(cast, each)


def _memories_of(cast: Cast, persona: Persona) -> None:
    remembering = ui.button(
        icon="psychology", on_click=lambda: cast.go(tab="memories", persona=persona.id)
    ).props("flat round dense")
    remembering.props["aria-label"] = f"What {persona.name} remembers"
    remembering.tooltip("What they remember")
