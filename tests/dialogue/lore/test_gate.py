"""Nothing outside an NPC's scope gets to its prompt, whatever is asked."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from npcgen.dialogue.feelings.axes import Feeling, Relationship
from npcgen.dialogue.game_state import UNKNOWN, GameState
from npcgen.dialogue.lore.entry import LoreEntry, QuestStage, Scope
from npcgen.dialogue.lore.gate import held_back, knower_of
from npcgen.dialogue.lore.index import LoreIndex
from npcgen.dialogue.lore.library import LoreLibrary
from npcgen.dialogue.lore.recall import LoreRecall
from npcgen.dialogue.lore.retrieval import find
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import WorldStore
from npcgen.dialogue.prompt import PlayerLine, compile_prompt
from npcgen.dialogue.secrets import Secret
from npcgen.dialogue.state import Conversation, Player
from npcgen.dialogue.store.store import Store
from npcgen.dialogue.thinking import Thinking
from npcgen.dialogue.world import World
from tests.dialogue.lore import worlds

SMITH = Persona(id="ada", name="Ada", role="Smith", factions=("The Watch",), place="The forge")
WORLDS = 300


@pytest.mark.parametrize(
    ("scope", "rule"),
    [
        (Scope(), ""),
        (Scope(personas=("ada", "bo")), ""),
        (Scope(personas=("bo",)), "personas: bo"),
        (Scope(roles=("SMITH",)), ""),
        (Scope(roles=("guard",), factions=("the watch",)), "roles: guard"),
        (Scope(factions=("the  Watch",)), ""),
        (Scope(places=("the forge",)), ""),
        (Scope(places=("the inn",)), "places: the inn"),
        (Scope(quests=(QuestStage(quest="dig"),)), "quests: dig at stage 0"),
        (Scope(since=2), "since: 2"),
        (Scope(until=2), "until: 2"),
    ],
)
def test_what_a_scope_asks_when_the_game_says_nothing(scope: Scope, rule: str) -> None:
    assert held_back(scope, knower_of(SMITH), UNKNOWN) == rule


@pytest.mark.parametrize(("stage", "open_"), [(1, False), (2, True), (9, True)])
def test_a_quest_opens_from_its_stage_on(stage: int, open_: bool) -> None:
    scope = Scope(quests=(QuestStage(quest="The Dig", stage=2),))
    state = GameState(quests={"the dig": stage})

    assert (held_back(scope, knower_of(SMITH), state) == "") is open_


@pytest.mark.parametrize(("time", "open_"), [(1.9, False), (2, True), (4.9, True), (5, False)])
def test_something_is_known_for_a_while(time: float, open_: bool) -> None:
    scope = Scope(since=2, until=5)

    assert (held_back(scope, knower_of(SMITH), GameState(time=time)) == "") is open_


def test_where_they_talk_goes_before_where_the_npc_lives() -> None:
    scope = Scope(places=("the inn",))

    assert held_back(scope, knower_of(SMITH), GameState(place="The Inn")) == ""


@pytest.mark.parametrize("seed", range(WORLDS))
def test_search_answers_as_if_what_is_held_back_did_not_exist(seed: int) -> None:
    rng = random.Random(seed)
    lore, persona, state = worlds.lore(rng), worlds.persona(rng), worlds.state(rng)
    passed = LoreIndex([each for each in lore if worlds.may_know(each, persona, state)])
    whole = LoreIndex(lore)
    line = worlds.line(rng)

    found = find(whole, whole.allowed(knower_of(persona), state), line)

    assert found == find(passed, passed.everything(), line)


async def test_no_prompt_has_what_is_outside_the_scope(tmp_path: Path) -> None:
    wrong, told = 0, 0
    for seed in range(WORLDS):
        rng = random.Random(seed)
        lore, persona, state = worlds.lore(rng), worlds.persona(rng), worlds.state(rng)
        trust = rng.choice((-1.0, 0.0, 0.3, 1.0))
        prompt = await _prompt(tmp_path, lore, persona, state, trust, worlds.line(rng))
        for at, entry in enumerate(lore):
            told += f"marker{at} " in prompt
            wrong += f"marker{at} " in prompt and not worlds.may_know(entry, persona, state)
        assert "hiddenalways" not in prompt
        for secret in persona.secrets:
            if isinstance(secret, Secret):
                assert (secret.text in prompt) is worlds.may_tell(secret, trust, state)
    assert wrong == 0
    assert told > WORLDS


async def _prompt(
    folder: Path, lore: list[LoreEntry], persona: Persona, state: GameState, trust: float, text: str
) -> str:
    """All of a compiled prompt."""
    world = World(id="made-up", name="Made up")
    library = _InMemory(world, lore, folder)
    conversation = Conversation("c", persona, world, Player())
    conversation.game_state = state
    conversation.feeling = replace(Feeling(), relationship=Relationship(trust=trust))
    line = PlayerLine(text)
    context = await Thinking(knows=[LoreRecall(library, 400)]).recall(conversation, line)
    messages = compile_prompt(persona, world, (), line, context)
    return "\n".join(message.content for message in messages)


class _InMemory(LoreLibrary):
    """A library whose one world was never written."""

    def __init__(self, world: World, lore: list[LoreEntry], folder: Path) -> None:
        worlds = WorldStore()
        worlds.put(world)
        super().__init__(worlds, Store(folder / "unused.db"))
        self._lore = {world.id: {entry.id: entry for entry in lore}}
