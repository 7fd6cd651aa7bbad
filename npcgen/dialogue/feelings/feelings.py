"""How NPCs feel about players, from turn to turn: the part of a mind that feels.

A change is on disk before it is told. Feelings about a player without an id last as long as the
conversation is in memory.
"""

import time
from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

import sqlalchemy as sa

from npcgen.dialogue.able_model import can_write
from npcgen.dialogue.events import EmotionChanged, EventBody, RelationshipChanged
from npcgen.dialogue.feelings.axes import (
    AXES,
    KNOWN_LABELS,
    Emotion,
    Feeling,
    Relationship,
    Temperament,
)
from npcgen.dialogue.feelings.change import Impulse, Moved, decayed, moved
from npcgen.dialogue.feelings.phrase import phrase_of
from npcgen.dialogue.feelings.proposal import propose
from npcgen.dialogue.feelings.rules import impulses_of
from npcgen.dialogue.mind import Said
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import DEFAULT_PLAYER_NAME, PlayerLine
from npcgen.dialogue.state import Conversation
from npcgen.dialogue.store import relationships
from npcgen.dialogue.store.relationships import StoredRelationship
from npcgen.dialogue.store.store import Store
from npcgen.dialogue.turn_context import TurnContext

_REPEATS_LOOKED_AT = 3
Move = Callable[[sa.Connection], Moved]


@dataclass(frozen=True, slots=True)
class _Nature:
    """What of a persona its feelings depend on, and how fast time passes."""

    baseline: Relationship
    temperament: Temperament
    now: float
    time_scale: float


class Feelings:
    """A mind that feels and nothing else."""

    def __init__(
        self,
        store: Store,
        *,
        time_scale: float = 1.0,
        proposals: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`time_scale`: seconds that pass in the game in one second; 0 and nothing fades.

        `proposals`: whether models that are able to are asked what they feel, after each turn.
        """
        self._store = store
        self._time_scale = time_scale
        self._proposals = proposals
        self._clock = clock

    async def recall(self, conversation: Conversation, line: PlayerLine) -> TurnContext:
        """How the NPC feels now. The conversation's `feeling` is that from now on."""
        persona, player_id = conversation.persona, conversation.player.id
        if player_id:
            conversation.feeling = await self.about(persona, player_id)
        else:
            nature = self._nature(persona)
            conversation.feeling = _faded(_known(conversation, nature), nature)
        return TurnContext(
            feeling=phrase_of(conversation.feeling, line.player_name or DEFAULT_PLAYER_NAME)
        )

    async def reflect(
        self, conversation: Conversation, said: Said
    ) -> AsyncGenerator[EventBody, None]:
        """What the exchange did to the NPC's feelings."""
        before = [turn.past.line.text for turn in conversation.turns[-_REPEATS_LOOKED_AT:]]
        impulses = impulses_of(said.line.text, before, conversation.relationship)
        if self._proposals and can_write(said.model.info, "feeling"):
            proposed = await propose(conversation.persona, said)
            impulses += [proposed] if proposed else []
        change = await self._feel(conversation, impulses)
        for body in bodies_of(change):
            yield body

    async def about(self, persona: Persona, player_id: str) -> Feeling:
        """How the NPC feels about the player now."""
        nature = self._nature(persona)
        found = await self._store.read(relationships.find, persona.id, player_id)
        return _faded(_feeling_of(found, nature), nature)

    async def feel(self, persona: Persona, player_id: str, impulses: Iterable[Impulse]) -> Moved:
        """Moves the NPC's feelings, and keeps them."""
        return await self._store.write(self.moving(persona, player_id, impulses))

    def moving(self, persona: Persona, player_id: str, impulses: Iterable[Impulse]) -> Move:
        """What `feel` does, as part of somebody's transaction."""
        return partial(_move, persona.id, player_id, tuple(impulses), self._nature(persona))

    async def set(self, npc_id: str, player_id: str, feeling: Feeling) -> Feeling:
        """Keeps what the game says the NPC feels."""
        feeling = replace(feeling, at=self._clock())
        await self._store.write(relationships.put, _row(npc_id, player_id, feeling))
        return feeling

    async def _feel(self, conversation: Conversation, impulses: list[Impulse]) -> Moved:
        persona, player_id = conversation.persona, conversation.player.id
        if player_id and not conversation.is_deleted:
            change = await self.feel(persona, player_id, impulses)
        else:
            nature = self._nature(persona)
            feeling = _faded(_known(conversation, nature), nature)
            change = moved(feeling, impulses, persona.temperament)
        conversation.feeling = change.feeling
        return change

    def _nature(self, persona: Persona) -> _Nature:
        return _Nature(
            persona.baseline_relationship, persona.temperament, self._clock(), self._time_scale
        )


def bodies_of(change: Moved) -> Iterable[EventBody]:
    """The events that tell of it."""
    for each in change.changes:
        yield RelationshipChanged(each.axis, each.old, each.new, each.why)
    if change.emotion_changed:
        yield EmotionChanged(change.feeling.emotion.label, change.feeling.emotion.intensity)


def _move(
    npc_id: str,
    player_id: str,
    impulses: tuple[Impulse, ...],
    nature: _Nature,
    connection: sa.Connection,
) -> Moved:
    """NOTE: read and written in one transaction: two conversations may move the same feelings."""
    found = relationships.find(connection, npc_id, player_id)
    feeling = _faded(_feeling_of(found, nature), nature)
    change = moved(feeling, impulses, nature.temperament)
    relationships.put(connection, _row(npc_id, player_id, change.feeling))
    return change


def _known(conversation: Conversation, nature: _Nature) -> Feeling:
    """What the conversation has; its persona's baseline where nothing was felt yet."""
    felt = conversation.feeling
    return felt if felt.at else Feeling(nature.baseline, at=nature.now)


def _faded(feeling: Feeling, nature: _Nature) -> Feeling:
    return decayed(feeling, nature.baseline, nature.now, nature.time_scale)


def _feeling_of(row: StoredRelationship | None, nature: _Nature) -> Feeling:
    if row is None:
        return Feeling(nature.baseline, at=nature.now)
    relationship = Relationship(**{axis: getattr(row, axis) for axis in AXES})
    return Feeling(
        relationship, Emotion(KNOWN_LABELS.get(row.emotion, "calm"), row.intensity), row.updated_at
    )


def _row(npc_id: str, player_id: str, feeling: Feeling) -> StoredRelationship:
    return StoredRelationship(
        npc_id,
        player_id,
        feeling.at,
        **feeling.relationship.model_dump(),
        emotion=feeling.emotion.label,
        intensity=feeling.emotion.intensity,
    )
