"""What one person remembers of one player."""

from datetime import UTC, datetime

from nicegui import events, ui

from npcgen import Relationship
from npcgen.client import Memory
from npcgen.errors import InvalidArgument
from npcgen.preview.frame import client
from npcgen.preview.pages.cast.asking import is_sure
from npcgen.preview.pages.cast.authored import authored
from npcgen.preview.pages.cast.axes import axis_fields
from npcgen.preview.pages.cast.feelings import Felt
from npcgen.preview.pages.cast.opened import Cast
from npcgen.preview.pages.cast.players import player_choice, players
from npcgen.preview.pages.cast.table import cell, row, table
from npcgen.preview.pages.cast.undo import memory_gone
from npcgen.preview.parts.told import told

DEEDS = {
    "": "nothing more",
    "gift": "a gift",
    "payment": "a payment",
    "help": "help",
    "rescue": "a rescue",
    "promise_kept": "a promise kept",
    "promise_broken": "a promise broken",
    "lie_found": "a lie found out",
    "theft": "a theft",
    "harm": "harm",
    "victory": "a victory",
}
KINDS = {"fact": "what they said", "event": "what happened", "summary": "summed up"}


async def show(cast: Cast) -> None:
    names = {each.id: each.name async for each in client().list_personas()}
    known = await players()
    persona = cast.opened.persona if cast.opened.persona in names else ""

    async def choose(event: events.ValueChangeEventArguments[str]) -> None:
        await cast.go(persona=event.value or "")

    with ui.element("div").classes("cast-bar"):
        ui.select(
            names, label="Who remembers", value=persona or None, with_input=True, on_change=choose
        ).props("outlined dense options-dense").classes("cast-choice")
        player_choice(cast, known)
    if not persona or not cast.opened.player:
        ui.label("Choose who remembers, and which player.").classes("room-soft")
        return
    await _Remembered(cast, persona, names[persona], cast.opened.player).build()


class _Remembered:
    def __init__(self, cast: Cast, persona: str, name: str, player: str) -> None:
        self._cast, self._persona, self._name, self._player = cast, persona, name, player

    async def build(self) -> None:
        feeling = await client().get_relationship(self._persona, self._player)
        memories = [each async for each in client().list_memories(self._persona, self._player)]
        felt = Felt(feeling.relationship, feeling.emotion)
        ui.label(f"{self._name} {felt.words}.").props('data-testid="felt"').classes("cast-state")
        with ui.element("div").classes("cast-halves"):
            with ui.element("section").classes("room-panel"):
                self._listed(memories)
            with ui.element("div"):
                with ui.element("section").classes("room-panel cast-form cast-line"):
                    ui.label("Add a memory").props("role=heading aria-level=2")
                    self._adding()
                with ui.element("section").classes("room-panel cast-form"):
                    ui.label("Set how they feel").props("role=heading aria-level=2")
                    self._feeling(felt)

    def _listed(self, memories: list[Memory]) -> None:
        with ui.element("div").classes("cast-bar"):
            ui.label("Memories").props("role=heading aria-level=2")
            ui.space()
            ui.button(
                "Everybody forgets this player", icon="person_off", on_click=self._forget_player
            ).props("flat dense no-caps")
        if not memories:
            ui.label("Nothing yet.").classes("room-soft")
            return
        headings = ("What", "Kind", "Weight", "When", "")
        with ui.element("div").classes("cast-scroll"), table("Memories", headings):
            for each in memories:
                self._row(each)

    def _row(self, memory: Memory) -> None:
        with row():
            cell(memory.text)
            cell(KINDS.get(memory.kind, memory.kind))
            cell(f"{memory.importance:.1f}")
            cell(datetime.fromtimestamp(memory.created_at_s, UTC).strftime("%d %b %Y, %H:%M"))
            with cell():
                forgetting = ui.button(icon="delete", on_click=lambda: self._forget(memory))
                forgetting.props("flat round dense")
                forgetting.props["aria-label"] = f"Forget: {memory.text[:60]}"

    def _feeling(self, felt: Felt) -> None:
        ui.label("From -1 to 1. A secret that waits for trust opens by it.").classes("room-soft")
        axes = axis_fields(felt.relationship.model_dump())

        @told
        async def set_it() -> None:
            relationship = authored(Relationship, axes())
            await client().set_relationship(self._persona, self._player, relationship=relationship)
            await self._cast.go()

        ui.button("Set", on_click=set_it).props("outline no-caps").classes("cast-add")

    def _adding(self) -> None:
        text = ui.textarea("What they are to remember", placeholder="Ada brought me the hammer.")
        text.props("outlined dense autogrow counter")
        weight = ui.number("Weight, 0 to 1", value=0.6, min=0, max=1, step=0.1)
        weight.props("outlined dense")
        deed = ui.select(DEEDS, label="It was", value="").props("outlined dense options-dense")
        ui.label("A deed also moves what they feel.").classes("room-soft")

        @told
        async def add() -> None:
            if weight.value is None:
                raise InvalidArgument.at("weight", "is empty; choose 0..1")
            await client().add_memory(
                self._persona,
                self._player,
                (text.value or "").strip(),
                importance=weight.value,
                deed=deed.value,
            )
            await self._cast.go()

        ui.button("Add", icon="add", on_click=add).props("unelevated no-caps").classes("cast-add")

    @told
    async def _forget(self, memory: Memory) -> None:
        with self._cast.shell:
            if await is_sure("Forget this?", memory.text, "Forget"):
                await client().delete_memory(memory.id)
                self._cast.undo.offer(memory_gone(self._persona, self._player, memory))
                await self._cast.go()

    @told
    async def _forget_player(self) -> None:
        with self._cast.shell:
            if not await is_sure(
                f"Does everybody forget “{self._player}”?",
                "All talks with this player, all memories and all feelings are gone then.",
                "Forget the player",
            ):
                return
            gone = await client().forget_player(self._player)
            ui.notify(
                f"Gone: {gone.conversations} talks, {gone.memories} memories, "
                f"{gone.relationships} relationships.",
                position="top",
            )
            await self._cast.go()
