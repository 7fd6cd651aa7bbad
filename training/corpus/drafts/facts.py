"""Asked for what the persona, its world or its lore tells, and for what none of them does."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from npcgen.dialogue.turn_context import Recalled
from training.corpus.cast import mentions
from training.corpus.context import recall
from training.corpus.fact import Fact
from training.corpus.facts import draw_fact, draw_like, draw_lore, others_in, price, way
from training.corpus.lexicon import capital, with_article
from training.corpus.talk_state import TalkState
from training.corpus.turn import Draft
from training.corpus.words import Words

TRIES = 20
_IGNORANT = {"price": "no_price", "fee": "no_price", "way": "no_directions"}
"""The lines for those who don't know, where they aren't those of any other question."""


def answered(state: TalkState, fact: Fact) -> Draft:
    """A question for `fact`, answered in its own form."""
    state.asked.append(fact)
    values = {"fact": fact.line, **fact.said}
    question = state.ask(fact.ask, fact)
    return Draft(question, fact.lines, values, fact.answer, avoid=(fact.key,))


def known(state: TalkState) -> Draft:
    if not state.cast.facts:
        return stranger(state)
    fact = state.rng.choice(state.cast.facts)
    return answered(state, asked_otherwise(state, fact) if state.rng.random() < 0.35 else fact)


def told(state: TalkState) -> Draft:
    """A question for what only comes to mind with it."""
    fact = unheard(state, draw_lore)
    if state.rng.random() < 0.4:
        fact = asked_otherwise(state, fact)
    return replace(answered(state, fact), told=recall("lore", fact.text))


def again(state: TalkState) -> Draft:
    """A question that was answered before in this talk, in other words or in the same."""
    if not state.asked:
        return known(state)
    fact = state.rng.choice(state.asked)
    brought = fact.text not in state.cast.persona.knowledge and fact not in state.cast.facts
    return replace(answered(state, fact), told=recall("lore", fact.text) if brought else None)


def asked_otherwise(state: TalkState, fact: Fact) -> Fact:
    """The same text, asked for by something else in it that nothing else tells of."""
    texts = [text for text in (*state.prompt_texts(), *state.brought) if text != fact.text]
    heard = " ".join(texts)
    free = [
        other
        for other in others_in(fact)
        if not mentions(heard, other.key) and fact.text.count(other.key) == 1
    ]
    return state.rng.choice(free) if free else fact


def stranger(state: TalkState) -> Draft:
    """A question like the others, for something that this cast was told nothing about."""
    return with_like(state, unheard(state, draw_fact))


def near_miss(state: TalkState) -> Draft:
    """A question for something of which only the like is known: another ware, place or person."""
    facts = [fact for fact in state.cast.facts if fact.text in state.cast.persona.knowledge]
    if facts and state.rng.random() < 0.6:
        return beside(state, state.rng.choice(facts), None)
    fact = unheard(state, draw_lore)
    return beside(state, fact, recall("lore", fact.text))


def beside(state: TalkState, fact: Fact, told: Recalled | None) -> Draft:
    """A question like the one for `fact`, about something that nothing tells of."""
    heard = " ".join([*state.prompt_texts(), *state.brought, fact.text])
    for other in (draw_like(state.words, fact) for _ in range(TRIES)):
        if not mentions(heard, other.key):
            return replace(unanswered(state, other), told=told)
    return stranger(state)


def unanswered(state: TalkState, fact: Fact) -> Draft:
    lines = _IGNORANT.get(fact.ask, "unknown")
    values = {"item": fact.said["item"]} if "item" in fact.said else {}
    if fact.ask == "person" and state.rng.random() < 0.5:
        lines, values = "unknown_person", {"other": fact.key}
    return Draft(state.ask(fact.ask, fact), lines, values, avoid=(fact.key,))


def unheard(state: TalkState, draw: Callable[[Words], Fact]) -> Fact:
    return state.unheard(lambda: draw(state.words), lambda fact: fact.key)


def unanswered_one(draw: Callable[[Words], Fact], state: TalkState) -> Draft:
    """A question of that kind, unless so much was told that little of it is left."""
    heard = " ".join([*state.prompt_texts(), *state.brought])
    for fact in (draw(state.words) for _ in range(TRIES)):
        if not mentions(heard, fact.key):
            return with_like(state, fact)
    return stranger(state)


def with_like(state: TalkState, fact: Fact) -> Draft:
    """Half of the time something of the same kind comes to mind that doesn't answer it."""
    draft = unanswered(state, fact)
    other = draw_like(state.words, fact)
    if state.rng.random() < 0.5 or mentions(other.text, fact.key):
        return draft
    return replace(draft, told=recall("lore", other.text))


def sold_out(state: TalkState) -> Draft:
    """Asked for a thing of which the last one is gone."""
    fact = price(state.words)
    item = with_article(fact.key)
    values = {"item": item, "item_cap": capital(item), "bare": fact.key}
    line = state.words.fill(state.words.talk("sold"), **values)
    told = recall("lore", line)
    return Draft(state.ask("price", fact), "sold_out", {"item": item}, "", told, (fact.key,))


def rumour(state: TalkState) -> Draft:
    """The first thing that the persona knows; what else came about is not asked for."""
    question = state.ask("rumour")
    if not state.cast.facts or not state.cast.persona.knowledge:
        return Draft(question, "no_rumour", news=())
    line = state.cast.persona.knowledge[0]
    return Draft(question, "rumour", {"fact": line}, line, news=())


DRAFTS: Mapping[str, Callable[[TalkState], Draft]] = {
    "fact": known,
    "told_fact": told,
    "fact_again": again,
    "stranger_fact": stranger,
    "near_miss": near_miss,
    "no_price": partial(unanswered_one, price),
    "no_directions": partial(unanswered_one, way),
    "sold_out": sold_out,
    "rumour": rumour,
}
