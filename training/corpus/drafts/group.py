"""Several NPCs hear one another: somebody else says something, and this one agrees, or not."""

from collections.abc import Callable, Mapping
from functools import partial

from npcgen.dialogue.prompt import Noticed
from training.corpus.drafts.manners import claim
from training.corpus.facts import draw_fact
from training.corpus.talk_state import TalkState
from training.corpus.turn import Draft


def response(lines: str, state: TalkState) -> Draft:
    """To what another NPC claims: said to this one, or before the player asks about it."""
    other = state.unheard(state.words.person, lambda name: name)
    said = claim(state, right=lines == "group_agree")
    if not said:
        return to_another(state)
    values = {"other": other}
    if state.rng.random() < 0.5:
        return Draft(said, lines, values, avoid=(other,), speaker=other, verbatim=True)
    noticed = (Noticed(said, other),)
    return Draft(state.ask("group"), lines, values, avoid=(other,), noticed=noticed)


def to_another(state: TalkState) -> Draft:
    """The player asks for something of which another, who is near, may know more."""
    fact = state.unheard(lambda: draw_fact(state.words), lambda fact: fact.key)
    other = state.unheard(state.words.person, lambda name: name)
    while other == fact.key:
        other = state.words.person()
    noticed = (Noticed(state.ask("group_hello"), other),)
    question = state.ask("group_ask", fact, other=other)
    return Draft(question, "group_ask", {"other": other}, avoid=(other, fact.key), noticed=noticed)


DRAFTS: Mapping[str, Callable[[TalkState], Draft]] = {
    "group_agree": partial(response, "group_agree"),
    "group_disagree": partial(response, "group_disagree"),
    "group_ask": to_another,
}
