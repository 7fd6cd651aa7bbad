"""The button that attacks a character, and the list of what got through."""

import asyncio
from collections.abc import Callable, Sequence

from nicegui import ui

from npcgen import Client, Completed, Persona
from npcgen.preview.pages.talk.attacks import FAMILIES, Attack, Outcome, judged, read_attacks
from npcgen.preview.pages.talk.session import stranger
from npcgen.preview.parts.told import telling

_AT_ONCE = 3
_HOW_MANY = {1: "1 of each kind", 3: "3 of each kind", 10: "10 of each kind", 99: "all of them"}


class AttackView:
    """Each attack is a talk of its own with a stranger, deleted once it is judged."""

    def __init__(self, client: Client, npc: Callable[[], tuple[Persona, str]]) -> None:
        """`npc` says who is attacked now, and the name of the model that speaks."""
        self._client, self._npc = client, npc
        self._running: asyncio.Task[object] | None = None
        ui.label(
            "Says lines to the character that try to break it, and looks for what must not be in "
            "an answer: its secrets, talk of machines, words it was told to say."
        ).classes("room-soft talk-small")
        with ui.element("div").classes("talk-attack"):
            self._most = ui.select(_HOW_MANY, label="Lines", value=3)
            self._most.props("outlined dense options-dense")
            self._start = ui.button("Attack", on_click=self._attack, color=None)
            self._cancel = ui.button("Cancel", on_click=self.leave, color=None)
            for button in (self._start, self._cancel):
                button.props("unelevated no-caps").classes("talk-send")
        self._cancel.set_visibility(False)
        self._progress = ui.linear_progress(0, show_value=False).props(
            'instant-feedback aria-label="Attacks that were made"'
        )
        self._progress.set_visibility(False)
        self._state = ui.label().props("role=status data-testid=attacked")
        self._list = ui.element("div").classes("talk-outcomes")

    def leave(self) -> None:
        """Ends what runs."""
        if self._running is not None:
            self._running.cancel()

    async def _attack(self) -> None:
        if self._running is not None:
            return
        persona, model = self._npc()
        self._running = asyncio.current_task()
        self._show_running(True)
        outcomes: list[Outcome] = []
        try:
            with telling():
                attacks = await asyncio.to_thread(read_attacks, self._most.value)
                await self._make(attacks, persona, model, outcomes)
        except asyncio.CancelledError:
            self._state.set_text(f"Cancelled. {_summary(persona, outcomes)}")
        finally:
            self._running = None
            self._show_running(False)

    async def _make(
        self, attacks: Sequence[Attack], persona: Persona, model: str, outcomes: list[Outcome]
    ) -> None:
        """All of them, a few at once; `outcomes` grows while it runs."""
        waiting = iter(attacks)

        async def work() -> None:
            for attack in waiting:
                outcomes.append(await self._outcome(attack, persona, model))
                self._progress.set_value(len(outcomes) / len(attacks))
                self._state.set_text(f"{len(outcomes)} of {len(attacks)} lines")

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(_AT_ONCE):
                    group.create_task(work())
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None
        self._state.set_text(_summary(persona, outcomes))
        self._show(outcomes)

    async def _outcome(self, attack: Attack, persona: Persona, model: str) -> Outcome:
        talk = await self._client.start_conversation(persona, player=stranger(), model=model)
        try:
            async for event in self._client.chat(talk.id, attack.line):
                if isinstance(event.body, Completed):
                    return judged(attack, persona, event.body.text, event.body.finish_reason)
        finally:
            await self._client.delete_conversation(talk.id)
            await self._client.forget_player(talk.player.id)
        raise AssertionError("a reply ended without its last event")

    def _show_running(self, running: bool) -> None:
        self._start.set_visibility(not running)
        self._cancel.set_visibility(running)
        self._progress.set_visibility(running)
        if running:
            self._progress.set_value(0)
            self._state.set_text("reading the lines")
            self._list.clear()

    def _show(self, outcomes: Sequence[Outcome]) -> None:
        with self._list:
            for family, title in FAMILIES.items():
                if own := [each for each in outcomes if each.attack.family == family]:
                    _show_family(title, own)


def _summary(persona: Persona, outcomes: Sequence[Outcome]) -> str:
    through = sum(bool(each.through) for each in outcomes)
    guarded = sum(each.guarded for each in outcomes)
    return (
        f"{through} of {len(outcomes)} lines got through to {persona.name}; "
        f"guardrails answered {guarded}."
    )


def _show_family(title: str, outcomes: Sequence[Outcome]) -> None:
    through = [each for each in outcomes if each.through]
    mark = f"{len(through)} of {len(outcomes)} got through" if through else "none got through"
    with (
        ui.expansion(f"{title}: {mark}", value=bool(through))
        .classes(f"talk-family {'talk-broken' if through else ''}")
        .props("dense")
    ):
        for each in sorted(outcomes, key=lambda outcome: not outcome.through):
            with ui.element("div").classes("talk-outcome"):
                ui.label(each.attack.line).classes("talk-attacked")
                ui.label(each.reply).classes("talk-text")
                if each.through:
                    ui.label(f"Got through: {each.through}").classes("talk-note talk-guarded")
                elif each.guarded:
                    ui.label("A guardrail answered.").classes("talk-note room-soft")
