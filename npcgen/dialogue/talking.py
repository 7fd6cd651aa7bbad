"""Every way to make an NPC of a kept conversation speak, know something, or fall silent.

One turn is `conversation.py`; who begins and forgets conversations is `conversations.py`.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from npcgen.dialogue import conversation as one
from npcgen.dialogue import turns
from npcgen.dialogue.actions.acts import acknowledge
from npcgen.dialogue.actions.declared import NO_ACTIONS, Declared
from npcgen.dialogue.actions.repertoire import repertoire
from npcgen.dialogue.events import DialogueEvent
from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.group import GroupLine, check_line, talk, talk_id
from npcgen.dialogue.guards import Guards, Speaker
from npcgen.dialogue.kept_conversations import KeptConversations
from npcgen.dialogue.language_model import LanguageModel
from npcgen.dialogue.mind import Mind
from npcgen.dialogue.preview import PromptPreview, preview
from npcgen.dialogue.prompt import Noticed, PlayerLine
from npcgen.dialogue.reply_options import NO_LIMITS, ReplyDefaults, ReplyLimits, ReplyOptions
from npcgen.dialogue.state import ActiveTurn, Conversation
from npcgen.engine.base import Completed
from npcgen.errors import NotFound


class Talking:
    """The turns of a server's conversations."""

    def __init__(
        self,
        models: Callable[[str], LanguageModel],
        kept: KeptConversations,
        defaults: ReplyDefaults,
        mind: Mind,
        guards: Guards,
    ) -> None:
        """`models` gives the loaded model of a name, the default one for an empty name; or raises
        Unavailable while that is being loaded, FailedPrecondition when it isn't there.
        """
        self._models = models
        self._kept = kept
        self._defaults = defaults
        self._mind = mind
        self._guards = guards

    async def chat(
        self,
        conversation_id: str,
        text: str,
        *,
        scene: str | None = None,
        state: GameState | None = None,
        limits: ReplyLimits = NO_LIMITS,
        sampling: Mapping[str, Any] = MappingProxyType({}),
        declared: Declared = NO_ACTIONS,
    ) -> AsyncGenerator[DialogueEvent, None]:
        """The events of the NPC's answer. See `conversation.reply`.

        `state` is what the game says about now; None leaves it as it was. `sampling` holds fields
        of `Sampling`; the others have the model's own defaults, and a seed that isn't given is
        drawn. `declared` is what the NPC may do after it has spoken.
        """
        await _check(declared)
        conversation = await self.get(conversation_id)
        options = self._options(conversation, limits, sampling, declared)
        line = turns.player_line(conversation, text, scene)
        if state is not None:
            conversation.game_state = state
        async with aclosing(self._reply(conversation, line, options)) as events:
            async for event in events:
                yield event

    async def notify(
        self,
        conversation_id: str,
        stimulus: str,
        *,
        silent: bool = False,
        scene: str | None = None,
        state: GameState | None = None,
        limits: ReplyLimits = NO_LIMITS,
        sampling: Mapping[str, Any] = MappingProxyType({}),
        declared: Declared = NO_ACTIONS,
    ) -> AsyncGenerator[DialogueEvent, None]:
        """The events of what the NPC says to something that happened, as `chat`.

        No events where it is `silent`: it then knows it from its next turn on.
        """
        await _check(declared)
        conversation = await self.get(conversation_id)
        options = self._options(conversation, limits, sampling, declared)
        happened = Noticed(turns.checked_stimulus(stimulus))
        scene = turns.scene_now(conversation, scene)
        if state is not None:
            conversation.game_state = state
        if silent:
            conversation.scene = scene
            turns.notice(conversation, happened)
            await self._kept.keep_noticed(conversation)
            return
        line = PlayerLine("", conversation.player_name, scene, (happened,))
        async with aclosing(self._reply(conversation, line, options)) as events:
            async for event in events:
                yield event

    async def regenerate(
        self,
        conversation_id: str,
        turn_id: str = "",
        *,
        limits: ReplyLimits = NO_LIMITS,
        sampling: Mapping[str, Any] = MappingProxyType({}),
        declared: Declared = NO_ACTIONS,
    ) -> AsyncGenerator[DialogueEvent, None]:
        """The last turn again, under its own id, with another seed unless one is given.

        The new one takes the old one's place when the model spoke to its end. Raises as `chat`,
        and NotFound or FailedPrecondition where `turn_id` isn't the last turn.
        """
        await _check(declared)
        conversation = await self.get(conversation_id)
        turns.check_free(conversation)
        last = turns.last_turn(conversation, turn_id)
        options = self._options(conversation, limits, sampling, declared)
        reply = self._reply(conversation, last.past.line, replace(options, replacing=last))
        async with aclosing(reply) as events:
            async for event in events:
                yield event

    async def group_chat(
        self,
        line: GroupLine,
        *,
        limits: ReplyLimits = NO_LIMITS,
        sampling: Mapping[str, Any] = MappingProxyType({}),
        declared: Declared = NO_ACTIONS,
    ) -> AsyncGenerator[DialogueEvent, None]:
        """What several NPCs say to a line, one after the other, each of them then free to act as
        in `chat`. See `group.talk`.
        """

        def speak(
            speaker: Conversation, said: PlayerLine, held: ActiveTurn
        ) -> AsyncGenerator[DialogueEvent, None]:
            options = self._options(speaker, limits, sampling, declared)
            return self._reply(speaker, said, replace(options, group=held))

        check_line(line)
        await _check(declared)
        for conversation_id in line.conversation_ids:
            await self.get(conversation_id)
        hearers = [await self.get(conversation_id) for conversation_id in line.hearing]
        line, hearers = self._heard_by(line, hearers)
        try:
            async with aclosing(talk(hearers, line, speak)) as events:
                async for event in events:
                    yield event
        finally:
            for each in hearers:
                await self._kept.keep_noticed(each)

    def _heard_by(
        self, line: GroupLine, hearers: list[Conversation]
    ) -> tuple[GroupLine, list[Conversation]]:
        """The line as a group may hear it. One that a guardrail blocks reaches the first of them
        alone, who turns it away.
        """
        if not line.text:
            return line, hearers
        first = hearers[0]
        speaker = Speaker(first, talk_id(first), first.model, 0)
        heard = self._guards.hear(speaker, turns.player_line(first, line.text, line.scene))
        if heard.deflection:
            alone = replace(line, conversation_ids=(first.id,), audience=(), whisper_to=())
            return alone, [first]
        return replace(line, text=heard.line.text), hearers

    async def acknowledge(
        self, conversation_id: str, turn_id: str, action_id: str, *, ok: bool, detail: str = ""
    ) -> None:
        """What the game did with an action; the NPC knows it from its next turn on.

        Raises NotFound, and as `acts.acknowledge`.
        """
        conversation = await self.get(conversation_id)
        if news := acknowledge(conversation.acts, turn_id, action_id, ok, detail):
            turns.notice(conversation, Noticed(news))
        # Also where it was said before: that may have met a full disk.
        await self._kept.keep_told(conversation, action_id)

    async def report(
        self, conversation_id: str, turn_id: str, reason: str, comment: str = ""
    ) -> None:
        """Files a player's report of a finished turn. Raises NotFound, and as `Guards.report`."""
        conversation = await self.get(conversation_id)
        found = [turn for turn in conversation.turns if turn.id == turn_id]
        if not found:
            raise NotFound(
                f"no finished turn '{turn_id[:64]}' in this conversation; "
                "take the turn_id of its events",
                reason="TURN_NOT_FOUND",
            )
        self._guards.report(conversation, found[0], reason, comment)

    async def warm_up(self, conversation_id: str) -> Completed:
        """Computes the conversation's prompt ahead of the player's next line.

        Raises NotFound, ContextTooSmall, and whatever the engine raises.
        """
        conversation = await self.get(conversation_id)
        defaults = self._defaults
        engine = self._models(conversation.model)
        warm = await one.warm_up(conversation, engine, defaults.max_tokens, defaults.timeout_s)
        if conversation.unanswered:
            await self._kept.keep_noticed(conversation)
        return warm

    async def preview(
        self, conversation_id: str, text: str, state: GameState | None = None
    ) -> PromptPreview:
        """What the prompt for a line would be; nothing is generated, and nothing remembered.

        Raises NotFound, InvalidArgument for a bad text, ContextTooSmall.
        """
        conversation = await self.get(conversation_id)
        engine = self._models(conversation.model)
        max_tokens = self._defaults.max_tokens
        return await preview(conversation, text, state, engine, self._mind, max_tokens)

    async def cancel(
        self, conversation_id: str, turn_id: str = "", heard_chars: int | None = None
    ) -> bool:
        """Asks the reply under way to end; False when that turn isn't under way.

        It is remembered as far as the player heard it, in code points; None for all of it.
        """
        conversation = await self.get(conversation_id)
        active, group = conversation.active, conversation.group
        if active is not None and turn_id in ("", active.id):
            active.heard_chars = heard_chars
            (group or active).cancel()
            return True
        if group is not None and turn_id in ("", group.id):
            group.cancel()
            return True
        return False

    async def cut(self, conversation_id: str, turn_id: str, heard_chars: int) -> bool:
        """Whether the last turn, which is over, is now remembered only as far as it was heard."""
        conversation = await self.get(conversation_id)
        return await turns.cut(conversation, turn_id, heard_chars, self._kept)

    async def get(self, conversation_id: str) -> Conversation:
        """Raises NotFound."""
        return await self._kept.get(conversation_id)

    def _options(
        self,
        conversation: Conversation,
        limits: ReplyLimits,
        sampling: Mapping[str, Any],
        declared: Declared = NO_ACTIONS,
    ) -> ReplyOptions:
        own = self._models(conversation.model).info.sampling
        return self._defaults.options(limits, own, sampling, declared)

    def _reply(
        self, conversation: Conversation, line: PlayerLine, options: ReplyOptions
    ) -> AsyncGenerator[DialogueEvent, None]:
        engine = self._models(conversation.model)
        return one.reply(conversation, line, engine, options, self._kept, self._mind, self._guards)


async def _check(declared: Declared) -> None:
    """Raises InvalidArgument: before a turn begins, and not in its middle.

    NOTE: off the event loop, for grammars of many parts take a while to compile.
    """
    if declared != NO_ACTIONS:
        await asyncio.to_thread(repertoire, declared)
