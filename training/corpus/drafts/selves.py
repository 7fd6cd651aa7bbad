"""Asked for what the prompt says of the persona itself, its world, its day."""

from collections.abc import Callable, Mapping
from functools import partial

from training.corpus.context import recall
from training.corpus.lexicon import capital
from training.corpus.talk_state import TalkState
from training.corpus.turn import Draft

KIN_WORDS = ("brother", "sister", "son", "daughter", "father", "mother", "uncle", "cousin", "child")


def held_by_prompt(slot: str, missing: str, state: TalkState) -> Draft:
    question = state.ask(slot)
    if slot in state.slots:
        return Draft(question, slot, answer=state.slots[slot])
    return Draft(question, missing)


def two_at_once(state: TalkState) -> Draft:
    """Name and trade in one question; the reply has both."""
    return Draft(state.ask("name_role"), "about", answer=state.slots["role"], needs="a_role")


def goal(state: TalkState) -> Draft:
    question = state.ask("goal")
    if not state.cast.persona.goals:
        return Draft(question, "no_goal")
    goal = state.cast.persona.goals[0]
    return Draft(question, "goal", {"goal": goal}, goal)


def life(slot: str, state: TalkState) -> Draft:
    """Family, past or fear; small talk where the prompt says something else that would answer."""
    if slot in state.cast.life:
        told = state.cast.life[slot]
        return Draft(state.ask(slot), slot, {slot: told}, told, needs=slot)
    persona = state.cast.persona
    texts = " ".join((persona.summary, *persona.knowledge, *persona.goals)).lower()
    tells = {
        "family": any(word in texts for word in KIN_WORDS),
        "past": bool(persona.summary),
        "fear": "fear" in texts,
    }
    if tells[slot]:
        return Draft(state.ask("smalltalk"), "smalltalk")
    return Draft(state.ask(slot), f"no_{slot}")


def weather(state: TalkState) -> Draft:
    """What the world tells of it, else what the scene does."""
    question = state.ask("weather")
    if not state.cast.sky:
        sky = state.words.fill(state.words.fact("skies"))
        return Draft(question, "weather", {"fact": sky}, sky, scene=sky)
    return Draft(question, "weather", {"fact": state.cast.sky}, state.cast.sky)


def hour(state: TalkState) -> Draft:
    time = state.words.fill(state.words.talk("times"))
    scene = state.rng.choice((f"It is {time}.", f"{capital(time)}."))
    answer = time if scene.startswith("It") else capital(time)
    return Draft(state.ask("time"), "time", {"time": time}, answer, scene=scene)


def secret(state: TalkState) -> Draft:
    lines = "secret" if state.cast.persona.secrets else "no_secret"
    return Draft(state.ask("secret"), lines)


def open_secret(state: TalkState) -> Draft:
    """A secret that the NPC may tell now."""
    told = state.words.fill(state.words.context("secrets"))
    question = state.ask(state.rng.choice(("secret", "secret_open")))
    return Draft(question, "secret_open", {"fact": told}, told, recall("secret", told))


DRAFTS: Mapping[str, Callable[[TalkState], Draft]] = {
    "name": partial(held_by_prompt, "name", ""),
    "role": partial(held_by_prompt, "role", ""),
    "place": partial(held_by_prompt, "place", "no_place"),
    "world": partial(held_by_prompt, "world", "unknown"),
    "two_at_once": two_at_once,
    "goal": goal,
    "family": partial(life, "family"),
    "past": partial(life, "past"),
    "fear": partial(life, "fear"),
    "weather": weather,
    "time": hour,
    "secret": secret,
    "told_secret": open_secret,
}
