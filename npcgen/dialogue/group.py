"""Several NPCs hear a line, and answer one after the other: who hears, who speaks, when it ends.

Each NPC has its own conversation and remembers in it only what it heard. What others say stands
in its prompt as its own player's words do: "Brannoch Vale says: ...", on a line of its own.
"""

import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from npcgen.dialogue import turns
from npcgen.dialogue.events import Completed, DialogueEvent, GroupCompleted, GroupEnd
from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.prompt import DEFAULT_PLAYER_NAME, Noticed, PlayerLine
from npcgen.dialogue.speaker_selection import (
    MAX_UNPROMPTED,
    REST_S,
    Listener,
    goes_round,
    is_prompted,
    next_speaker,
)
from npcgen.dialogue.state import ActiveTurn, Conversation
from npcgen.errors import InvalidArgument, NpcgenError

MAX_MEMBERS = 8
MAX_SPEAKERS = 8
_EARLIER = 3
Speak = Callable[[Conversation, PlayerLine, ActiveTurn], AsyncGenerator[DialogueEvent, None]]
"""One NPC's turn, as part of a group's talk."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """What is said or happens, and who hears it. With neither, those who were spoken to go on."""

    conversation_ids: tuple[str, ...]
    audience: tuple[str, ...] = ()
    """Who hears it; empty for all of them."""
    text: str = ""
    whisper_to: tuple[str, ...] = ()
    """Who alone hears it, in the place of `audience`."""
    stimulus: str = ""
    scene: str | None = None
    state: GameState | None = None
    """What the game says about now, to all who hear it; None leaves it as it was."""
    max_speakers: int = 2

    @property
    def hearing(self) -> tuple[str, ...]:
        """The conversations that hear it."""
        return self.whisper_to or self.audience or self.conversation_ids


def check_line(line: GroupLine) -> None:
    """Raises InvalidArgument that names the field."""
    if not 1 <= len(line.conversation_ids) <= MAX_MEMBERS:
        raise InvalidArgument.at(
            "conversation_ids", f"are {len(line.conversation_ids)}; send 1 to {MAX_MEMBERS}"
        )
    _check_once("conversation_ids", line.conversation_ids)
    for path, ids in (("audience", line.audience), ("whisper_to", line.whisper_to)):
        _check_once(path, ids)
        if strangers := sorted(set(ids) - set(line.conversation_ids)):
            raise InvalidArgument.at(path, f"'{strangers[0][:64]}' isn't in conversation_ids")
    if line.whisper_to and (line.audience or not line.text):
        raise InvalidArgument.at(
            "whisper_to", "is for a text, and takes the place of audience; send it without that"
        )
    if line.text and line.stimulus:
        raise InvalidArgument.at("stimulus", "can't be sent with text; send one after the other")
    if not 1 <= line.max_speakers <= MAX_SPEAKERS:
        raise InvalidArgument.at(
            "max_speakers", f"is {line.max_speakers}; choose 1 to {MAX_SPEAKERS}"
        )


async def talk(
    hearers: Sequence[Conversation], line: GroupLine, speak: Speak
) -> AsyncGenerator[DialogueEvent, None]:
    """The events of their turns, as one sequence; the last one is GroupCompleted.

    Raises InvalidArgument, FailedPrecondition when a turn of one of them is under way, and what
    `speak` raises. Nobody else may begin a turn of theirs meanwhile.
    """
    opening = _opening(hearers, line)
    held = ActiveTurn(talk_id(hearers[0]))
    for each in hearers:
        turns.check_free(each)
    for each in hearers:
        each.group = held
    sequence = 0
    try:
        async with aclosing(_Talk(hearers, line, speak, held).events(opening)) as events:
            async for event in events:
                yield replace(event, sequence=sequence)
                sequence += 1
    finally:
        for each in hearers:
            each.group = None


def talk_id(first: Conversation) -> str:
    """What a talk is called while nobody speaks; `first` of those who hear it."""
    return f"{first.id}.group"


class _Talk:
    """One group's talk, from the line it opens with to the end."""

    def __init__(
        self,
        hearers: Sequence[Conversation],
        line: GroupLine,
        speak: Speak,
        held: ActiveTurn,
    ) -> None:
        self._hearers = hearers
        self._line = line
        self._speak = speak
        self._held = held
        self._turn_ids: list[str] = []
        self._goes_round = False
        self._mute: set[str] = set()
        """Conversations whose NPC found no words of its own."""

    async def events(self, opening: Noticed | None) -> AsyncGenerator[DialogueEvent, None]:
        self._hear(opening)
        try:
            while (end := self._end()) is None and (speaker := self._next()) is not None:
                async with aclosing(self._turn(speaker)) as events:
                    async for event in events:
                        yield event
        except NpcgenError:
            if not self._turn_ids:
                self._unhear(opening)
            raise
        yield DialogueEvent(
            0, "", "", GroupCompleted(tuple(self._turn_ids), end or self._silence())
        )

    def _hear(self, opening: Noticed | None) -> None:
        """What a player says, or what happens, wakes all who hear it."""
        for each in self._hearers:
            if self._line.scene is not None:
                each.scene = turns.checked_scene(self._line.scene)
            if self._line.state is not None:
                each.game_state = self._line.state
            if opening is not None:
                turns.notice(each, opening)
                each.unprompted, each.rests_until = 0, 0.0

    def _unhear(self, opening: Noticed | None) -> None:
        """A line that nobody could answer wasn't said: the game may send it again."""
        for each in self._hearers:
            each.noticed = [noticed for noticed in each.noticed if noticed is not opening]

    def _end(self) -> GroupEnd | None:
        if self._held.cancelled:
            return GroupEnd.CANCELLED
        if self._goes_round:
            return GroupEnd.LOOP
        return GroupEnd.LIMIT if len(self._turn_ids) >= self._line.max_speakers else None

    def _silence(self) -> GroupEnd:
        """Why nobody wants to speak: some would, were they not talked out."""
        resting = [_listener(each, time.monotonic()) for each in self._hearers]
        awake = [replace(listener, rests=False) for listener in resting]
        if next_speaker(awake, must_answer=False) is not None:
            return GroupEnd.LOOP
        return GroupEnd.ANSWERED if self._turn_ids else GroupEnd.SILENCE

    def _next(self) -> Conversation | None:
        now = time.monotonic()
        for each in self._hearers:
            _rest(each, now)
        present = [
            each for each in self._hearers if not each.is_deleted and each.id not in self._mute
        ]
        must_answer = bool(self._line.text) and not self._turn_ids
        place = next_speaker([_listener(each, now) for each in present], must_answer=must_answer)
        return None if place is None else present[place]

    async def _turn(self, speaker: Conversation) -> AsyncGenerator[DialogueEvent, None]:
        prompted = is_prompted(_listener(speaker, 0.0))
        answered, line = _line_for(speaker)
        self._held.generation = lambda: _cancel(speaker)
        turn_id = ""
        try:
            async with aclosing(self._speak(speaker, line, self._held)) as events:
                async for event in events:
                    turn_id = event.turn_id
                    if isinstance(event.body, Completed):
                        self._turn_ids.append(turn_id)
                        self._told(speaker, turn_id, None if prompted else line)
                    yield event
        finally:
            if not _has_spoken(speaker, turn_id):
                self._mute.add(speaker.id)
            if answered is not None and not _is_kept(speaker, turn_id):
                speaker.noticed.append(answered)

    def _told(self, speaker: Conversation, turn_id: str, unprompted: PlayerLine | None) -> None:
        """The others hear what was said, as far as the player did.

        `unprompted`: what it answered, where that was only another NPC's.
        """
        if not _has_spoken(speaker, turn_id):
            return
        said = speaker.turns[-1].past.reply
        for each in self._hearers:
            if each is not speaker:
                whispered = bool(self._line.whisper_to)
                turns.notice(each, Noticed(said, speaker.persona.name, whispered))
        if unprompted is not None:
            speaker.unprompted += 1
            earlier = [turn.past.reply for turn in speaker.turns[-1 - _EARLIER : -1]]
            if goes_round(said, [unprompted.text, *earlier]):
                self._goes_round = True
                speaker.rests_until = time.monotonic() + REST_S


def _opening(hearers: Sequence[Conversation], line: GroupLine) -> Noticed | None:
    """What all hear first. Raises InvalidArgument."""
    if len({each.player for each in hearers}) > 1:
        raise InvalidArgument.at(
            "conversation_ids", "are of different players; a group talks with one"
        )
    if line.scene is not None:
        turns.checked_scene(line.scene)
    if line.stimulus:
        return Noticed(turns.checked_stimulus(line.stimulus))
    if not line.text:
        return None
    said = turns.player_line(hearers[0], line.text, line.scene)
    return Noticed(said.text, _player_name(hearers[0]), bool(line.whisper_to))


def _line_for(speaker: Conversation) -> tuple[Noticed | None, PlayerLine]:
    """What the speaker answers: the last that was said to it, or all that happened.

    What it answers leaves what it has noticed, for it is the line of its turn.
    """
    last = speaker.noticed[-1]
    name = _player_name(speaker)
    if not last.speaker:
        return None, PlayerLine("", speaker.player.name, speaker.scene)
    speaker.noticed.pop()
    from_npc = last.speaker != name
    who = last.speaker if from_npc else speaker.player.name
    return last, PlayerLine(
        last.text, who, speaker.scene, whispered=last.whispered, from_npc=from_npc
    )


def _listener(conversation: Conversation, now: float) -> Listener:
    return Listener(
        conversation.persona,
        tuple(conversation.noticed),
        conversation.used_at,
        _player_name(conversation),
        rests=now < conversation.rests_until,
    )


def _rest(conversation: Conversation, now: float) -> None:
    """One that said much among NPCs rests for a while, and begins anew after it."""
    if conversation.unprompted >= MAX_UNPROMPTED:
        conversation.unprompted = 0
        conversation.rests_until = now + REST_S


def _has_spoken(speaker: Conversation, turn_id: str) -> bool:
    """Whether it said something of its own in that turn."""
    return _is_kept(speaker, turn_id) and not speaker.turns[-1].is_authored


def _is_kept(speaker: Conversation, turn_id: str) -> bool:
    return bool(speaker.turns) and speaker.turns[-1].id == turn_id


def _cancel(speaker: Conversation) -> None:
    if speaker.active is not None:
        speaker.active.cancel()


def _player_name(conversation: Conversation) -> str:
    return conversation.player.name or DEFAULT_PLAYER_NAME


def _check_once(path: str, ids: Sequence[str]) -> None:
    if len(set(ids)) < len(ids):
        raise InvalidArgument.at(path, "names a conversation twice")
