"""The verbs that make NPCs speak, for both clients. What they send is `talk_calls.py`."""

from collections.abc import AsyncGenerator, Generator, Sequence
from typing import Unpack

from npcgen.client import talk_calls as calls
from npcgen.client.options import ReplyOptions
from npcgen.client.verbs import BlockingVerbs, Verbs
from npcgen.dialogue.events import DialogueEvent
from npcgen.dialogue.persona import Persona


class TalkVerbs(Verbs):
    """The verbs of a client. A listener that stops early ends the reply on the server too."""

    def chat(
        self, conversation_id: str, text: str, **options: Unpack[ReplyOptions]
    ) -> AsyncGenerator[DialogueEvent, None]:
        """The NPC's answer, event by event; the last one's body is `Completed`."""
        return self._stream(calls.chat(conversation_id, text, options))

    def notify(
        self,
        conversation_id: str,
        stimulus: str,
        *,
        silent: bool = False,
        **options: Unpack[ReplyOptions],
    ) -> AsyncGenerator[DialogueEvent, None]:
        """What the NPC says to something that happened; nothing where it is `silent`: read it to
        its end all the same, or nothing is sent.
        """
        return self._stream(calls.notify(conversation_id, stimulus, silent, options))

    def group_chat(
        self,
        conversation_ids: Sequence[str],
        text: str = "",
        *,
        audience: Sequence[str] = (),
        whisper_to: Sequence[str] = (),
        stimulus: str = "",
        max_speakers: int = 2,
        **options: Unpack[ReplyOptions],
    ) -> AsyncGenerator[DialogueEvent, None]:
        """What several NPCs say, a turn each; the last event's body is `GroupCompleted`."""
        return self._stream(
            calls.group_chat(
                conversation_ids,
                text,
                audience=audience,
                whisper_to=whisper_to,
                stimulus=stimulus,
                max_speakers=max_speakers,
                options=options,
            )
        )

    def bark(
        self,
        npc: str | Persona,
        situation: str,
        count: int = 1,
        *,
        world_id: str = "",
        model: str = "",
        **options: Unpack[ReplyOptions],
    ) -> AsyncGenerator[DialogueEvent, None]:
        """One-liners of an NPC, a turn each; nothing is remembered."""
        return self._stream(calls.bark(npc, situation, count, world_id, model, options))

    def regenerate(
        self, conversation_id: str, turn_id: str = "", **options: Unpack[ReplyOptions]
    ) -> AsyncGenerator[DialogueEvent, None]:
        """The last turn again; it takes the old one's place once the NPC spoke to its end."""
        return self._stream(calls.regenerate(conversation_id, turn_id, options))

    async def acknowledge_action(
        self,
        conversation_id: str,
        action_id: str,
        *,
        ok: bool,
        detail: str = "",
        turn_id: str = "",
    ) -> None:
        """What the game did with an action; the NPC knows it from its next turn on."""
        await self._unary(calls.acknowledge_action(conversation_id, action_id, ok, detail, turn_id))

    async def report_turn(
        self, conversation_id: str, turn_id: str, reason: str, comment: str = ""
    ) -> None:
        """Files a player's report: unsafe, untrue, out_of_character, repetition or other."""
        await self._unary(calls.report_turn(conversation_id, turn_id, reason, comment))

    async def cancel(
        self, conversation_id: str, turn_id: str = "", heard_chars: int | None = None
    ) -> bool:
        """Ends the reply under way; False when that turn (default: any) wasn't under way.

        With `heard_chars` the NPC remembers only what the player heard of it, and True also
        stands for a last turn that was over and is cut.
        """
        return await self._unary(calls.cancel(conversation_id, turn_id, heard_chars))


class BlockingTalkVerbs(BlockingVerbs):
    """The same for a blocking client."""

    def chat(
        self, conversation_id: str, text: str, **options: Unpack[ReplyOptions]
    ) -> Generator[DialogueEvent, None, None]:
        """The NPC's answer, event by event; the last one's body is `Completed`."""
        return self._stream(calls.chat(conversation_id, text, options))

    def notify(
        self,
        conversation_id: str,
        stimulus: str,
        *,
        silent: bool = False,
        **options: Unpack[ReplyOptions],
    ) -> Generator[DialogueEvent, None, None]:
        """What the NPC says to something that happened; nothing where it is `silent`: read it to
        its end all the same, or nothing is sent.
        """
        return self._stream(calls.notify(conversation_id, stimulus, silent, options))

    def group_chat(
        self,
        conversation_ids: Sequence[str],
        text: str = "",
        *,
        audience: Sequence[str] = (),
        whisper_to: Sequence[str] = (),
        stimulus: str = "",
        max_speakers: int = 2,
        **options: Unpack[ReplyOptions],
    ) -> Generator[DialogueEvent, None, None]:
        """What several NPCs say, a turn each; the last event's body is `GroupCompleted`."""
        return self._stream(
            calls.group_chat(
                conversation_ids,
                text,
                audience=audience,
                whisper_to=whisper_to,
                stimulus=stimulus,
                max_speakers=max_speakers,
                options=options,
            )
        )

    def bark(
        self,
        npc: str | Persona,
        situation: str,
        count: int = 1,
        *,
        world_id: str = "",
        model: str = "",
        **options: Unpack[ReplyOptions],
    ) -> Generator[DialogueEvent, None, None]:
        """One-liners of an NPC, a turn each; nothing is remembered."""
        return self._stream(calls.bark(npc, situation, count, world_id, model, options))

    def regenerate(
        self,
        conversation_id: str,
        turn_id: str = "",
        **options: Unpack[ReplyOptions],
    ) -> Generator[DialogueEvent, None, None]:
        """The last turn again; it takes the old one's place once the NPC spoke to its end."""
        return self._stream(calls.regenerate(conversation_id, turn_id, options))

    def report_turn(
        self, conversation_id: str, turn_id: str, reason: str, comment: str = ""
    ) -> None:
        """Files a player's report: unsafe, untrue, out_of_character, repetition or other."""
        self._unary(calls.report_turn(conversation_id, turn_id, reason, comment))

    def acknowledge_action(
        self,
        conversation_id: str,
        action_id: str,
        *,
        ok: bool,
        detail: str = "",
        turn_id: str = "",
    ) -> None:
        """What the game did with an action; the NPC knows it from its next turn on."""
        self._unary(calls.acknowledge_action(conversation_id, action_id, ok, detail, turn_id))

    def cancel(
        self,
        conversation_id: str,
        turn_id: str = "",
        heard_chars: int | None = None,
    ) -> bool:
        """Ends the reply under way; False when that turn (default: any) wasn't under way.

        With `heard_chars` the NPC remembers only what the player heard of it, and True also
        stands for a last turn that was over and is cut.
        """
        return self._unary(calls.cancel(conversation_id, turn_id, heard_chars))
