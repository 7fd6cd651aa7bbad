"""A quest of the village: asked for, begun, repaired when its giver dies, done, and exported.

It is planned here, and followed by the server, which tells its people what they know of it.
"""

import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from npcgen.client.options import ReplyOptions
from npcgen.demo.quest_shown import QuestShown
from npcgen.demo.talk import Cue, PlayedTurn, Talk
from npcgen.dialogue.game_state import GameState
from worldgen.quests.export import export
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.making import make
from worldgen.quests.quest import Quest
from worldgen.quests.spec import read_spec
from worldgen.quests.tracker import Event, QuestState
from worldgen.quests.world import World
from worldgen.quests.worlds import world_of

WORLD = "emberlow"
SPEC = {"givers": ["tamsin"], "motives": ["haunting"]}
QUESTION = "What do you know about the old well?"


@dataclass(frozen=True, slots=True)
class PlayedQuest:
    """The quest, as it went."""

    id: str
    title: str
    givers: tuple[str, ...]
    """The ids of who asked, in turn."""
    repairs: tuple[str, ...]
    """Their kinds."""
    status: str
    files: tuple[str, ...]
    """Where it was written to."""


def play_quest(talk: Talk, folder: Path) -> Iterator[PlayedTurn | PlayedQuest]:
    """Plays it as `Talk` plays a cue; at last what became of it."""
    world = world_of(WORLD)
    quest = next(make(world, read_spec(SPEC))).quest
    playing = _Playing(talk, world, quest)
    try:
        yield from playing.turns()
    finally:
        talk.client.delete_play(playing.play_id)
    files = written(world, quest, folder)
    playing.shown.files(files)
    yield playing.played(files)


def written(world: World, quest: Quest, folder: Path) -> list[Path]:
    """The Ink story's files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = export([quest], world, "ink")
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


class _Playing:
    def __init__(self, talk: Talk, world: World, quest: Quest) -> None:
        self.play_id = f"demo-{secrets.token_hex(4)}"
        self.shown = QuestShown(talk, world, quest)
        self._talk, self._world, self._quest = talk, world, quest
        self._time = 0
        self._states: list[QuestState] = []

    def turns(self) -> Iterator[PlayedTurn]:
        client, quest = self._talk.client, self._quest
        way = quest.branches[0]
        first, *others = way.steps
        self.shown.offer()
        client.offer_quest(self.play_id, quest, world=WORLD)
        yield self._ask(quest.giver)
        self.shown.agreed()
        self._now(client.start_quest(self.play_id, quest).after)
        self._happens(*first.does)
        self.shown.killed(quest.giver)
        self._happens(Literal(Fact("alive", (quest.giver,)), holds=False))
        yield self._ask(self._states[-1].giver)
        for step in others:
            self._happens(*step.does)
        self.shown.reward(way.outcome.reward)

    def played(self, files: list[Path]) -> PlayedQuest:
        quest, last = self._quest, self._states[-1]
        kinds = {repair.id: repair.kind for repair in quest.repairs}
        return PlayedQuest(
            quest.id,
            self.shown.title,
            tuple(dict.fromkeys((quest.giver, *(state.giver for state in self._states)))),
            tuple(kinds[repair] for repair in last.repairs),
            last.status,
            tuple(map(str, files)),
        )

    def _ask(self, npc: str) -> PlayedTurn:
        persona = self._world.entities[npc].persona
        state = GameState(play_id=self.play_id)
        return self._talk.say(
            Cue(persona, QUESTION, meets=True, declared=ReplyOptions(state=state))
        )

    def _happens(self, *literals: Literal) -> None:
        """What a game reports; shows what became of the quest."""
        self._time += 1
        event = Event(f"event {self._time}", self._time, literals)
        self._now(self._talk.client.report_game_event(self.play_id, event).after)

    def _now(self, states: tuple[QuestState, ...]) -> None:
        for state in states:
            self.shown.changed(self._states[-1] if self._states else None, state)
            self._states.append(state)


def quest_json(played: PlayedQuest) -> dict[str, object]:
    """A played quest for scripts."""
    return asdict(played)
