"""Somebody to talk to, how they feel and what was said; beside it the prompt and the settings."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

from nicegui import ui
from nicegui.element import Element
from nicegui.events import ValueChangeEventArguments

from npcgen import Client, DialogueEvent, NpcgenError, Persona
from npcgen.client import ModelState
from npcgen.preview.pages.talk_feelings import FeelingsView
from npcgen.preview.pages.talk_link import Place
from npcgen.preview.pages.talk_prompt import PromptView
from npcgen.preview.pages.talk_session import Session, Told
from npcgen.preview.pages.talk_settings import SettingsForm
from npcgen.preview.pages.talk_transcript import Transcript, TurnView
from npcgen.preview.parts.told import show_error, telling

_LOOK_AGAIN_S = 0.5


@dataclass(slots=True)
class Choices:
    """Who there is to talk to, and what may speak for them."""

    personas: dict[str, Persona] = field(default_factory=dict)
    models: list[str] = field(default_factory=list)
    """Those that are loaded."""

    async def look(self, client: Client) -> None:
        self.personas = {each.id: each async for each in client.list_personas()}
        self.models = [
            each.name async for each in client.list_models() if each.state is ModelState.LOADED
        ]


class Pane:
    """A talk on the page; where it stands is kept in its `place`."""

    def __init__(
        self,
        client: Client,
        choices: Choices,
        place: Place,
        settings: dict[str, str],
        moved: Callable[[], None],
    ) -> None:
        """`moved` is called when `place` changed."""
        self._client, self._choices, self._place = client, choices, place
        self._settings, self._moved = settings, moved
        self._session = Session(client, place.persona, place.model)
        self._following: asyncio.Task[object] | None = None

    def build(self, talk: Element, side: Element) -> None:
        """Its elements, within `talk` and `side`."""
        with talk, ui.element("section").classes("talk-pane room-panel") as self.root:
            self._build_head()
            self._feelings = FeelingsView()
            self._transcript = Transcript(self._answer_action)
        with side, ui.element("section").classes("talk-side room-panel"):
            with ui.tabs().props("dense no-caps align=left").classes("talk-tabs") as tabs:
                ui.tab("Prompt")
                ui.tab("Settings")
            with ui.tab_panels(tabs, value="Prompt").classes("talk-panels"):
                with ui.tab_panel("Prompt"):
                    self._prompt = PromptView()
                with ui.tab_panel("Settings"):
                    self._form = SettingsForm(self._settings)

    def _build_head(self) -> None:
        people = {id: f"{each.name}, {each.role}" for id, each in self._choices.personas.items()}
        models = {"": "Default model", **{name: name for name in self._choices.models}}
        with ui.element("div").classes("talk-head"):
            self._who = ui.select(people, label="Character", on_change=self._choose_who)
            chosen = self._place.model if self._place.model in models else ""
            self._model = ui.select(
                models, label="Model", value=chosen, on_change=self._choose_model
            )
            for each in (self._who, self._model):
                each.props("outlined dense options-dense")
            anew = ui.button(icon="restart_alt", on_click=self.begin_anew)
            anew.props('flat round aria-label="New talk"').tooltip("A new talk, with a stranger")
        self._about = ui.label().classes("talk-about room-soft")

    async def open(self) -> None:
        """What its place says; where that is gone, says so and begins anew."""
        talk = self._place.talk
        try:
            if talk:
                await self._session.open(talk)
        except NpcgenError as error:
            show_error(error.message)
            self._session = Session(self._client, self._place.persona, self._place.model)
        await self._show()
        await self._wait_for_others()

    async def begin_anew(self) -> None:
        """A new talk with the same character, by somebody it doesn't know."""
        self._session = Session(self._client, self._place.persona, self._place.model)
        await self._show()

    async def _choose_who(self, event: ValueChangeEventArguments[str]) -> None:
        if event.value and event.value != self._place.persona:
            self._place.persona = event.value
            await self.begin_anew()

    async def _choose_model(self, event: ValueChangeEventArguments[str]) -> None:
        if event.value is not None and event.value != self._place.model:
            self._place.model = event.value
            await self.begin_anew()

    async def _show(self) -> None:
        """The session as it stands, in the address too."""
        session, conversation = self._session, self._session.conversation
        self._place.persona = session.persona_id
        self._place.talk = conversation.id if conversation else ""
        persona = self._choices.personas.get(session.persona_id)
        name = conversation.npc_name if conversation else persona.name if persona else ""
        self._who.set_value(session.persona_id if persona else None)
        self._about.set_text(persona.place if persona else "")
        self._transcript.show(session.player.name, name, conversation.turns if conversation else ())
        with telling():
            if feeling := await session.feeling():
                self._feelings.show(feeling)
        self._moved()

    async def _wait_for_others(self) -> None:
        """A reply may be under way: this page was loaded again in the middle of it."""
        conversation = self._session.conversation
        while conversation is not None and conversation.active_turn_id:
            await asyncio.sleep(_LOOK_AGAIN_S)
            conversation = await self._session.open(conversation.id)
            if not conversation.active_turn_id:
                await self._show()

    async def look(self, text: str) -> None:
        """Shows what the model would read for a line; nothing is said."""
        options = self._form.options()
        self._prompt.show(*await self._session.look(text, options.get("state")))
        self._keep_talk()

    async def say(self, text: str, seed: int) -> None:
        """The player's line and its answer; `seed` where the settings name none.

        Raises what the server raises, with nothing left of the line.
        """
        options = self._form.options()
        options.setdefault("seed", seed)
        view = self._transcript.begin(text)
        told = Told(text)
        try:
            await self.look(text)
            await self._follow(told, view, self._session.say(told, options))
        finally:
            if told.turn is None:
                self._transcript.give_up()
            else:
                self._transcript.finish(told.turn)

    async def say_again(self, seed: int) -> None:
        """Another answer to the last line, with that seed."""
        view, turns = self._transcript.last, self._transcript.turns
        if view is None:
            return
        options = self._form.options()
        options["seed"] = seed
        options.pop("scene", None)
        options.pop("state", None)
        kept = turns[-1]
        told = Told(kept.player_text)
        view.begin_again()
        try:
            await self._follow(told, view, self._session.say_again(told, options))
            if told.turn is not None and told.was_spoken:
                kept = told.turn
        finally:
            view.settle(kept)
            self._transcript.finish(kept)

    async def _follow(
        self, told: Told, view: TurnView, events: AsyncGenerator[DialogueEvent, None]
    ) -> None:
        self._feelings.forget_moves()
        self._following = asyncio.current_task()
        try:
            async with aclosing(events):
                async for event in events:
                    view.hear(event.body)
                    self._feelings.hear(event.body)
        finally:
            self._following = None
        self._prompt.answer(told)

    async def stop(self) -> None:
        """Cuts the reply short; the NPC remembers what was on the page of it."""
        if self._following is not None and (view := self._transcript.last):
            await self._session.stop(view.heard)

    def leave(self) -> None:
        """Nobody looks any more: what runs ends."""
        if self._following is not None:
            self._following.cancel()

    async def _answer_action(self, action_id: str, ok: bool) -> None:
        conversation = self._session.conversation
        if conversation is not None:
            with telling():
                await self._client.acknowledge_action(conversation.id, action_id, ok=ok)

    def _keep_talk(self) -> None:
        """The talk may have begun just now."""
        conversation = self._session.conversation
        if conversation is not None and conversation.id != self._place.talk:
            self._place.talk = conversation.id
            self._moved()
