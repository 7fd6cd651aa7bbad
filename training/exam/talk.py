"""Questions of talk: what the prompt holds, what it doesn't, and what only takes a manner."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence

from npcgen.dialogue.prompt import DEFAULT_PLAYER_NAME
from npcgen.evaluation.exam import Question, Right, Section
from training.corpus.cast import Cast, draw_cast
from training.corpus.dialogue import generator
from training.corpus.lexicon import STYLES
from training.corpus.talk import Talk
from training.corpus.turn import Turn
from training.exam.asking import question

GROUNDED: Mapping[str, str] = {
    "name": "name",
    "role": "role",
    "place": "place",
    "world": "world",
    "fact": "fact",
    "price": "fact",
    "directions": "fact",
    "goal": "goal",
    "player": "player",
    "family": "family",
    "past": "past",
    "fear": "fear",
    "time": "time",
    "weather": "weather",
    "told_fact": "told_fact",
    "told_name": "told_name",
    "told_about": "told_about",
    "open_secret": "told_secret",
    "quest_offer": "quest_offer",
    "quest_remind": "quest_remind",
    "quest_reward": "quest_done",
    "rumour": "rumour",
    "asked_again": "fact_again",
}
"""The corpus's intent of each kind."""
IGNORANT: Mapping[str, str] = {
    "stranger_fact": "stranger_fact",
    "near_miss": "near_miss",
    "no_price": "no_price",
    "no_directions": "no_directions",
    "untold_about": "untold_about",
    "unknown": "unknown",
    "real_world": "real_world",
    "unknown_person": "unknown_person",
    "unknown_player": "player",
    "unknown_world": "world",
}
MANNERLY = (
    "greet",
    "bot",
    "secret",
    "insult",
    "thanks",
    "farewell",
    "smalltalk",
    "chat",
    "threat",
    "apology",
    "praise",
    "help",
)
"""What any reply in the right manner answers."""
_GROUNDED_EACH, _IGNORANT_EACH, _MANNERLY_EACH = 26, 36, 26
_PER_CAST = 4
"""Questions that one cast is asked, so that a model reads its system message once."""
_MOST_BEFORE = 3
_TRIES = 60
_SPECIAL = {"price": "price", "directions": "way"}


def grounding(seed: int) -> Iterator[Question]:
    """Asked for what the prompt holds."""
    return _asked(seed, "grounding", GROUNDED, _GROUNDED_EACH, _is_answered, _holding)


def abstention(seed: int) -> Iterator[Question]:
    """Asked for what nothing in the prompt tells."""
    return _asked(seed, "abstention", IGNORANT, _IGNORANT_EACH, _is_open, _ignorant)


def style(seed: int) -> Iterator[Question]:
    """Twelve manners, none of which has anything to look up."""
    for each in STYLES:
        for number, intents in enumerate(_batches(_cycled(MANNERLY, _MANNERLY_EACH))):
            rng = generator(seed, f"exam/style/{each}", number)
            cast = draw_cast(rng, "held_out", each)
            for at, intent in enumerate(intents):
                turns = _turns(rng, cast, intent)
                right = Right(style=each)
                yield question("style", each, number * _PER_CAST + at, cast, turns, right)


def variety(seed: int) -> Iterator[Question]:
    """One open line to each manner, to be answered again and again."""
    for number, (each, intent) in enumerate(zip(STYLES, MANNERLY, strict=True)):
        rng = generator(seed, "exam/variety", number)
        cast = draw_cast(rng, "held_out", each)
        yield question("variety", intent, number, cast, _turns(rng, cast, intent, 0), Right())


def _asked(
    seed: int,
    section: Section,
    kinds: Mapping[str, str],
    each: int,
    is_right: Callable[[str, Cast, Turn], bool],
    right: Callable[[Turn], Right],
) -> Iterator[Question]:
    """`each` of all kinds, a few of them with one cast."""
    for number in range(each):
        order = generator(seed, f"exam/{section}/order", number).sample(list(kinds), len(kinds))
        for some in _batches(order):
            cast, drawn = _group(f"{seed}/exam/{section}/{number}", some, kinds, is_right)
            for kind, turns in zip(some, drawn, strict=True):
                yield question(section, kind, number, cast, turns, right(turns[-1]))


def _group(
    name: str,
    some: Sequence[str],
    kinds: Mapping[str, str],
    is_right: Callable[[str, Cast, Turn], bool],
) -> tuple[Cast, list[Sequence[Turn]]]:
    """A cast that can be asked all of these, and the talk for each."""
    attempt = 0
    while True:
        rng = random.Random(f"{name}/{some}/{attempt}")
        cast = draw_cast(rng, "held_out")
        drawn = [_drawn(rng, cast, kind, kinds[kind], is_right) for kind in some]
        if all(drawn):
            return cast, drawn
        attempt += 1


def _drawn(
    rng: random.Random,
    cast: Cast,
    kind: str,
    intent: str,
    is_right: Callable[[str, Cast, Turn], bool],
) -> Sequence[Turn]:
    """A talk that ends in a question of that kind; none where the cast gives none."""
    for _ in range(_TRIES if intent == "fact" else 6):
        turns = _turns(rng, cast, intent, player=_player(kind))
        if is_right(kind, cast, turns[-1]):
            return turns
    return ()


def _turns(
    rng: random.Random, cast: Cast, intent: str, most: int = _MOST_BEFORE, player: str = ""
) -> Sequence[Turn]:
    talk = Talk(rng, cast, "held_out", "held_out", player)
    before = [talk.turn() for _ in range(rng.randint(0, most))]
    return (*before, talk.turn(intent))


def _player(kind: str) -> str:
    return DEFAULT_PLAYER_NAME if kind in ("told_name", "unknown_player") else ""


def _is_answered(kind: str, cast: Cast, last: Turn) -> bool:
    if not last.answer or kind not in ("fact", *_SPECIAL):
        return bool(last.answer)
    asked = {fact.ask for fact in cast.facts if fact.answer == last.answer}
    return _SPECIAL.get(kind, "") in asked or (kind == "fact" and not asked & {*_SPECIAL.values()})


def _is_open(kind: str, cast: Cast, last: Turn) -> bool:
    return not last.answer


def _holding(last: Turn) -> Right:
    return Right(holds=(last.answer,), about=last.about)


def _ignorant(last: Turn) -> Right:
    return Right(abstains=True, about=last.about)


def _cycled(items: Sequence[str], count: int) -> list[str]:
    return [items[at % len(items)] for at in range(count)]


def _batches(items: Sequence[str]) -> list[Sequence[str]]:
    return [items[at : at + _PER_CAST] for at in range(0, len(items), _PER_CAST)]
