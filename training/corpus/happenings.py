"""Lines about what somebody did with a thing, each part of which can be asked for."""

from collections.abc import Mapping

from training.corpus.fact import Fact
from training.corpus.lexicon import capital, with_article
from training.corpus.words import Words


def happening(words: Words) -> Fact:
    """ "Mora Tarn buried a blue lamp behind the mill last night.", also said of the lamp."""
    base, past, participle = words.composed("done").split("/")
    who, thing = words.person(), words.composed("fine_object")
    where = words.fill("{join} the {mark}") if words.rng.random() < 0.65 else ""
    when = words.fact("whens") if not where or words.rng.random() < 0.35 else ""
    tail = f"{where} {when}".strip()
    line = f"{who} {past} {with_article(thing)} {tail}."
    if words.rng.random() < 0.25:
        line = f"{capital(with_article(thing))} was {participle} by {who} {tail}."
    keys = {"done_who": thing, "done_what": who}
    keys |= {"done_where": who} if where else {}
    keys |= {"done_when": who} if when else {}
    slots = {"person": who, "base": base, "past": past, "participle": participle, "object": thing}
    return asked(words, line, keys, slots)


def giving(words: Words) -> Fact:
    """ "Mora Tarn lent a blue lamp to Old Rikka last week."."""
    base, past, participle = words.composed("given").split("/")
    who, whom, thing = words.person(), words.person(), words.composed("fine_object")
    when = f" {words.fact('whens')}" if words.rng.random() < 0.4 else ""
    line = f"{who} {past} {with_article(thing)} to {whom}{when}."
    keys = {"given_who": thing, "given_whom": who, "given_what": who}
    slots = {"person": who, "whom": whom, "object": thing}
    slots |= {"base": base, "past": past, "participle": participle}
    return asked(words, line, keys, slots)


def asked(words: Words, line: str, keys: Mapping[str, str], slots: Mapping[str, str]) -> Fact:
    """The line as an answer to one of the questions that `keys` names."""
    ask = words.rng.choice(list(keys))
    return Fact(line, ask, keys[ask], slots)
