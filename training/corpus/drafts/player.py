"""Asked for what the player told of himself: a name, a home, a trade, a taste, a fear, kin."""

from collections.abc import Callable, Mapping

from npcgen.dialogue.prompt import DEFAULT_PLAYER_NAME
from training.corpus import names
from training.corpus.context import ABOUT_PLAYER, Mind, recall
from training.corpus.talk_state import TalkState
from training.corpus.turn import Draft

UNLIKE = ("my_home", "my_trade", "my_kin")
"""Of these a memory answers nothing that is asked about the others."""


def player(state: TalkState) -> Draft:
    """The player's name, which stands before the question or is not known."""
    if state.mind.has_name:
        return told_name(state)
    question = state.ask("player")
    if "player" not in state.slots:
        return Draft(question, "player_unknown")
    return Draft(question, "player", answer=state.slots["player"])


def told_name(state: TalkState) -> Draft:
    """The name that the NPC remembers; the game may not give any."""
    question = state.ask("player")
    if state.mind.called == DEFAULT_PLAYER_NAME:
        state.mind = Mind(state.words, names.first_name(state.rng, state.split))
    state.mind.has_name = True
    called = state.slots["player"] = state.mind.called
    return Draft(question, "player", {}, called, recall("memory", state.mind.name_line))


def told_about(state: TalkState) -> Draft:
    """What the player told of himself, and asks for."""
    about = state.rng.choice(ABOUT_PLAYER)
    memory = state.mind.memory(about)
    question = state.ask(about, relation=memory.relation)
    told = recall("memory", memory.line)
    return Draft(question, "remember", {"memory": memory.said}, memory.answer, told)


def untold_about(state: TalkState) -> Draft:
    """The same where the NPC remembers nothing of it; often it remembers something else."""
    untold = [about for about in ABOUT_PLAYER if about not in state.mind.memories]
    if not untold:
        return told_about(state)
    about = state.rng.choice(untold)
    relation = state.words.context("relations")
    question = state.ask(about, relation=relation)
    others = [other for other in UNLIKE if other != about]
    if state.rng.random() < 0.4:
        return Draft(question, "no_memory")
    memory = state.mind.memory(state.rng.choice(others))
    return Draft(question, "no_memory", told=recall("memory", memory.line))


def untold_kin(state: TalkState) -> Draft:
    """Asked for one of the player's kin where the NPC has heard of another."""
    known = state.mind.memory("my_kin")
    relation = state.words.context("relations")
    while relation == known.relation:
        relation = state.words.context("relations")
    question = state.ask("my_kin", relation=relation)
    return Draft(question, "no_memory", told=recall("memory", known.line))


DRAFTS: Mapping[str, Callable[[TalkState], Draft]] = {
    "player": player,
    "told_name": told_name,
    "told_about": told_about,
    "untold_about": untold_about,
    "untold_kin": untold_kin,
}
