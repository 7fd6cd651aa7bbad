"""Asked for what the player told of himself: a name, a home, a trade, a taste, a fear, kin."""

from collections.abc import Callable, Mapping

from npcgen.dialogue.prompt import DEFAULT_PLAYER_NAME
from training.corpus import names
from training.corpus.context import ABOUT_PLAYER, Mind, recall
from training.corpus.lexicon import with_article
from training.corpus.talk_state import TalkState
from training.corpus.turn import Draft

UNLIKE = ("my_home", "my_trade", "my_kin")
"""Of these a memory answers nothing that is asked about the others."""
NAME = "my_name"
"""The player's name, among what was told."""


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


def tells(state: TalkState) -> Draft:
    """The player tells something new of himself: a name where the game gives none, or the rest."""
    if state.mind.called == DEFAULT_PLAYER_NAME:
        name = names.first_name(state.rng, state.split)
        state.mind, state.slots["player"] = Mind(state.words, name, has_name=True), name
        state.heard = [NAME]
        said = state.words.fill(state.words.context("tells_name"), x=name)
        return Draft(said, "hear_about", {"memory": f"You are {name}."}, verbatim=True)
    untold = [about for about in ABOUT_PLAYER if about not in state.mind.memories]
    if not untold:
        return told_about(state)
    about = state.rng.choice(untold)
    memory = state.mind.memory(about)
    slots = {"x": memory.answer, "a_x": with_article(memory.answer), "relation": memory.relation}
    said = state.words.fill(state.words.context(f"tells_{about}"), **slots)
    state.heard.append(about)
    return Draft(said, "hear_about", {"memory": memory.said}, verbatim=True)


def heard(state: TalkState) -> Draft:
    """Asked for what the player told in this talk: nothing but the talk itself holds it."""
    if not state.heard:
        return told_about(state)
    about = state.rng.choice(state.heard)
    if about == NAME:
        return Draft(state.ask("player"), "player", answer=state.mind.called)
    memory = state.mind.memory(about)
    question = state.ask(about, relation=memory.relation)
    return Draft(question, "remember", {"memory": memory.said}, memory.answer)


DRAFTS: Mapping[str, Callable[[TalkState], Draft]] = {
    "player": player,
    "told_name": told_name,
    "told_about": told_about,
    "untold_about": untold_about,
    "untold_kin": untold_kin,
    "tells": tells,
    "heard": heard,
}
