"""Somebody to talk to, how they feel and what was said; beside it the prompt and the settings."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager

from nicegui import ui
from nicegui.element import Element

from npcgen import ActionChosen, Client, DialogueEvent, NpcgenError, Persona
from npcgen.preview.pages.talk.attack_view import AttackView
from npcgen.preview.pages.talk.attacks import secrets_of
from npcgen.preview.pages.talk.choices import Choices
from npcgen.preview.pages.talk.export import file_name, regression_test
from npcgen.preview.pages.talk.export_view import ExportView
from npcgen.preview.pages.talk.feelings import FeelingsView
from npcgen.preview.pages.talk.head import Head
from npcgen.preview.pages.talk.heard import Heard, Told
from npcgen.preview.pages.talk.link import Place
from npcgen.preview.pages.talk.looking import Looking
from npcgen.preview.pages.talk.persona import PersonaSheet
from npcgen.preview.pages.talk.session import Session, stranger
from npcgen.preview.pages.talk.setting_feelings import ask_relationship
from npcgen.preview.pages.talk.settings import SettingsForm
from npcgen.preview.pages.talk.side import Side
from npcgen.preview.pages.talk.transcript import Transcript
from npcgen.preview.pages.talk.turn_view import Hands, TurnView
from npcgen.preview.parts.told import show_error, telling

_LOOK_AGAIN_S = 0.5


class Pane:
    """A talk on the page; where it stands is kept in its `place`."""

    def __init__(
        self,
        client: Client,
        choices: Choices,
        heard: Heard,
        place: Place,
        letter: str,
        moved: Callable[[], None],
        start: Callable[[str], Awaitable[None]],
    ) -> None:
        """`letter` tells two sides apart; `moved` is called when `place` changed, `start` says a
        line on both sides.
        """
        self._client, self._choices, self._heard = client, choices, heard
        self._place, self._letter, self._moved, self._start = place, letter, moved, start
        self._session = self._stranger()
        self._following: asyncio.Task[object] | None = None
        self._is_held = False

    def build(self, talk: Element, side: Element) -> None:
        """Its elements, within `talk` and `side`."""
        with talk, ui.element("section").classes("talk-pane room-panel") as self.root:
            self._head = Head(
                self._letter,
                self._choices,
                self._place.model,
                choose_who=self._choose_who,
                choose_model=self._choose_model,
                set_feelings=self._set_feelings,
                begin_anew=self.begin_anew,
            )
            self._feelings = FeelingsView()
            hands = Hands(self._answer_action, self._explain, self._start)
            self._transcript = Transcript(hands, self._heard.of)
        client = self._client
        self.side = Side(
            side,
            sheet=lambda: PersonaSheet(client, self._choices, self._check_free, self._go_on_as),
            settings=lambda: SettingsForm(self._place.settings, self._moved),
            attack=lambda: AttackView(client, self._attacked),
            export=lambda: ExportView(self._as_test),
            persona_id=lambda: self._session.persona_id,
        )

    def _attacked(self) -> tuple[Persona, str]:
        return self._persona(), self._place.model

    def _as_test(self) -> tuple[str, str]:
        """The name and the text of the file."""
        persona, session = self._persona(), self._session
        text = regression_test(
            persona.id,
            persona.name,
            session.player.name,
            self._place.settings["scene"],
            secrets_of(persona),
            self._transcript.turns,
            self._seeds(),
        )
        return file_name(persona.id), text

    def _seeds(self) -> dict[str, int]:
        """Of the turns that something is known of, by their ids."""
        told = [self._heard.of(turn.id) for turn in self._transcript.turns]
        return {each.turn_id: each.started.seed for each in told if each and each.started}

    def _persona(self) -> Persona:
        """Raises ValueError where somebody deleted it."""
        if self._session.persona_id not in self._choices.personas:
            raise ValueError(
                f"the character {self._session.persona_id} isn't there any more; choose another"
            )
        return self._choices.personas[self._session.persona_id]

    async def open(self) -> None:
        """What its place says; where that is gone, says so and begins anew."""
        talk = self._place.talk
        try:
            if talk:
                await self._session.open(talk)
                await self._take_new_sheet()
        except NpcgenError as error:
            show_error(error.message)
            self._session = self._stranger()
        await self._show()
        await self._wait_for_others()

    async def _take_new_sheet(self) -> None:
        """A talk goes on with the sheet that it began with, and here with the one there is."""
        session = self._session
        if await session.is_outdated():
            await session.go_on_as(session.persona_id, self._place.model)
            ui.notify(
                "The character's sheet was changed since; the talk goes on with the new one.",
                type="info",
                position="top",
            )

    async def open_beside(self, other: "Pane") -> None:
        """The other's talk once more, to be compared with it."""
        self._session = await other.branched()
        await self._show()

    async def branched(self) -> Session:
        return await self._session.branched()

    def delete(self) -> None:
        self.leave()
        self.root.delete()
        self.side.root.delete()

    async def begin_anew(self) -> None:
        """A new talk with the same character, by somebody it doesn't know."""
        self._session = self._stranger()
        await self._show()

    async def _set_feelings(self) -> None:
        with self.root, telling():
            feeling = await self._session.feeling()
            if feeling is None:
                raise ValueError("this player has no id, so nobody keeps how it is felt about")
            name = self._persona().name
            if relationship := await ask_relationship(name, feeling.relationship):
                await self._session.set_feeling(relationship)
                await self._show_feelings()

    async def _choose_who(self, persona_id: str) -> None:
        if persona_id != self._place.persona:
            self._place.persona = persona_id
            await self.begin_anew()

    async def _choose_model(self, name: str) -> None:
        if name != self._place.model:
            with telling():
                await self._session.go_on_as(self._session.persona_id, name)
                self._place.model = name
            await self._show()

    async def _go_on_as(self, persona: Persona) -> None:
        """The same talk with the persona as it was saved just now."""
        await self._choices.look(self._client)
        self._head.look_again()
        await self._session.go_on_as(persona.id, self._place.model)
        await self._show()

    async def _show(self) -> None:
        """The session as it stands, in the address too."""
        session, conversation = self._session, self._session.conversation
        self._place.persona = session.persona_id
        self._place.talk = conversation.id if conversation else ""
        persona = self._choices.personas.get(session.persona_id)
        name = conversation.npc_name if conversation else persona.name if persona else ""
        self._head.show(persona)
        await self.side.sheet.follow(session.persona_id)
        turns = conversation.turns if conversation else ()
        self._transcript.show(session.player.name, name, turns)
        self._show_last_prompt()
        await self._show_feelings()
        self._moved()

    async def _show_feelings(self) -> None:
        with telling():
            if feeling := await self._session.feeling():
                self._feelings.show(feeling)

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
        options = self.side.settings.options()
        self.side.prompt.look(text, await self._session.look(text, options.get("state")))
        self._keep_talk()

    async def say(self, text: str, seed: int) -> None:
        """The player's line and its answer; `seed` where the settings name none.

        Raises what the server raises, with nothing left of the line.
        """
        options = self.side.settings.options()
        options.setdefault("seed", seed)
        told = Told(text)
        with self._held():
            view = self._transcript.begin(text)
            try:
                await self._session.begun()
                self._keep_talk()
                async with Looking(self._session, options.get("state")) as looking:
                    await self._follow(told, view, self._session.say(told, options), looking)
                    # NOTE: not before, or the first words would wait until all of it is drawn.
                    told.looked = await looking.done()
                self.side.prompt.show(told)
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
        options = self.side.settings.options()
        options["seed"] = seed
        options.pop("scene", None)
        options.pop("state", None)
        kept = turns[-1]
        before = self._heard.of(kept.id)
        told = Told(kept.player_text, looked=before.looked if before else None)
        with self._held():
            view.begin_again()
            try:
                await self._follow(told, view, self._session.say_again(told, options))
                self.side.prompt.show(told)
                if told.turn is not None and told.was_spoken:
                    kept = told.turn
            finally:
                self._transcript.finish(kept)

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Who speaks, and in which talk, stays while a reply is under way."""
        self._is_held = True
        self._head.set_enabled(False)
        try:
            yield
        finally:
            self._is_held = False
            self._head.set_enabled(True)

    def _check_free(self) -> None:
        """Raises ValueError while a reply is under way."""
        if self._is_held:
            raise ValueError("a reply is under way; stop it or wait for its end, then save again")

    async def _follow(
        self,
        told: Told,
        view: TurnView,
        events: AsyncGenerator[DialogueEvent, None],
        looking: Looking | None = None,
    ) -> None:
        self._feelings.forget_moves()
        self._following = asyncio.current_task()
        try:
            async with aclosing(events):
                async for event in events:
                    view.hear(event.body)
                    self._feelings.hear(event.body)
                    if looking is not None:
                        looking.begin(told)
        finally:
            self._following = None

    async def stop(self) -> None:
        """Cuts the reply short; the NPC remembers what was on the page of it."""
        if self._following is not None and (view := self._transcript.last):
            await self._session.stop(view.heard)

    def leave(self) -> None:
        """Nobody looks any more: what runs ends."""
        if self._following is not None:
            self._following.cancel()
        self.side.attack.leave()

    async def _answer_action(self, action: ActionChosen, ok: bool) -> None:
        """Raises what the server raises."""
        conversation = self._session.conversation
        if conversation is None:
            return
        await self._client.acknowledge_action(conversation.id, action.action_id, ok=ok)
        for turn in self._transcript.turns:
            told = self._heard.of(turn.id)
            if told is not None and action in told.actions:
                told.worked[action.action_id] = ok

    def _explain(self, told: Told) -> None:
        self.side.explain(told)

    def _show_last_prompt(self) -> None:
        turns = self._transcript.turns
        told = self._heard.of(turns[-1].id) if turns else None
        if told is not None:
            self.side.prompt.show(told)
        else:
            self.side.prompt.clear()

    def _stranger(self) -> Session:
        """A talk that begins, with somebody whom the character doesn't know."""
        place, name = self._place, self._place.settings.get("player", "")
        player = stranger(name.strip())
        return Session(self._client, self._heard, place.persona, place.model, player=player)

    def _keep_talk(self) -> None:
        """The talk may have begun just now."""
        conversation = self._session.conversation
        if conversation is not None and conversation.id != self._place.talk:
            self._place.talk = conversation.id
            self._moved()
