"""Asked for what nobody here can know: faraway places, things of another world, no words at all."""

from collections.abc import Callable, Mapping

from training.corpus.lexicon import lexicon, plural, with_article
from training.corpus.talk_state import TalkState
from training.corpus.turn import Draft

_KEYS = "qwrtzpsdfghjklxcvbnmaeiou"


def unknown(state: TalkState) -> Draft:
    return Draft(state.ask("unknown", None, **strange_values(state)), "unknown")


def real_world(state: TalkState) -> Draft:
    return Draft(state.ask("real_world", None, **strange_values(state)), "real_world")


def strange_values(state: TalkState) -> dict[str, str]:
    lists, words = lexicon().questions, state.words
    thing = words.listed(lists, "things")
    return {
        "nowhere": words.listed(lists, "nowheres"),
        "topic": words.listed(lists, "topics"),
        "thing": thing,
        "thing_a": with_article(thing),
        "thing_many": plural(thing),
    }


def unknown_person(state: TalkState) -> Draft:
    name = state.unheard(state.words.person, lambda name: name)
    question = state.ask(state.rng.choice(("person", "unknown_person")), person=name)
    return Draft(question, "unknown_person", {"other": name}, avoid=(name,))


def gibberish(state: TalkState) -> Draft:
    """Half of the time keys at random."""
    rng = state.rng
    if rng.random() < 0.5:
        return Draft(state.ask("gibberish"), "gibberish", verbatim=True)
    words = ["".join(rng.choices(_KEYS, k=rng.randint(3, 9))) for _ in range(rng.randint(1, 4))]
    return Draft(" ".join(words), "gibberish", verbatim=True)


DRAFTS: Mapping[str, Callable[[TalkState], Draft]] = {
    "unknown": unknown,
    "real_world": real_world,
    "unknown_person": unknown_person,
    "gibberish": gibberish,
}
