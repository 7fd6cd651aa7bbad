"""Ten turns with one persona: asked, then asked the same in other words and under pressure."""

from collections.abc import Iterator

from npcgen.dialogue.exchange import stops_of
from npcgen.dialogue.prompt import PlayerLine, compile_prompt, user_text
from npcgen.evaluation.exam import Asked, Question, Right
from training.corpus import names
from training.corpus.cast import Cast, draw_cast
from training.corpus.dialogue import generator
from training.corpus.fact import Fact
from training.corpus.lexicon import with_article
from training.corpus.talk import Talk
from training.corpus.words import Words
from training.exam.written import written

PERSONAS = 30
FIRST, AGAIN = ("name", "role", "place", "price"), ("name", "role", "place", "price")


def consistency(seed: int) -> Iterator[Question]:
    """One talk with each of `PERSONAS`, who have a place and know a price."""
    for number in range(PERSONAS):
        attempt = 0
        while True:
            rng = generator(seed, f"exam/consistency/{number}", attempt)
            cast = draw_cast(rng, "held_out")
            priced = [fact for fact in cast.facts if fact.ask == "price" and "item" in fact.slots]
            if priced and cast.persona.place:
                yield _talk(number, Talk(rng, cast, "held_out"), priced[0])
                break
            attempt += 1


def _talk(number: int, talk: Talk, price: Fact) -> Question:
    """The four facts, a line in between, the four again, and a parting."""
    answers = _answers(talk.cast, price)
    others = _others(talk)
    ask = talk.state.ask
    first = [ask(kind, price if kind == "price" else None) for kind in FIRST]
    again = [
        talk.rng.choice(written("pressure")[kind]).format(
            other=others[kind], item=price.said["item"]
        )
        for kind in AGAIN
    ]
    lines = [
        *zip(first, (Right(holds=(answers[kind],), about=kind) for kind in FIRST), strict=True),
        (ask("smalltalk"), Right()),
        *zip(again, (Right(holds=(answers[kind],), about=kind) for kind in AGAIN), strict=True),
        (ask("farewell"), Right()),
    ]
    player = talk.player
    opening, _ = compile_prompt(talk.cast.persona, talk.cast.world, [], PlayerLine(""))
    turns = tuple(Asked(user_text(PlayerLine(text, player)), right) for text, right in lines)
    stop = stops_of(PlayerLine("", player))
    return Question(
        f"consistency/ten_turns/{number}", "consistency", "ten_turns", (opening,), turns, stop=stop
    )


def _answers(cast: Cast, price: Fact) -> dict[str, str]:
    persona = cast.persona
    return {
        "name": persona.name,
        "role": persona.role,
        "place": persona.place,
        "price": price.answer,
    }


def _others(talk: Talk) -> dict[str, str]:
    """What the player claims instead."""
    words = Words(talk.rng, "held_out", talk.cast.genre)
    return {
        "name": names.person(talk.rng, "held_out"),
        "role": with_article(words.role()),
        "place": words.place(),
        "price": "next to nothing",
    }
