"""Worlds to make quests of: a village by hand, and random ones with all that motives look for."""

from collections.abc import Iterator, Sequence

from worldgen.quests.grounding import Grounded
from worldgen.quests.world import World, read_world
from worldgen.rng import Stream

PLACES, NPCS, ITEMS, TOPICS = 30, 40, 60, 12
_KINDS = ("item",) * 5 + ("tool", "remedy", "document", "keepsake", "material")

VILLAGE = {
    "id": "hollow",
    "entities": {
        **dict.fromkeys(("green", "mill", "cave", "chapel", "hut"), "place"),
        **dict.fromkeys(("mira", "tobin", "elsa", "garrick"), "character"),
        "wolf": "beast",
        **dict.fromkeys(("lantern", "coin"), "item"),
        "crowbar": "tool",
        "salve": "remedy",
        "ring": "keepsake",
        "theft": "topic",
    },
    "facts": [
        "at player green",
        *("at mira mill", "alive mira", "needs mira lantern", "kin mira elsa", "kin elsa mira"),
        *("at tobin green", "alive tobin", "sells tobin lantern", "has tobin lantern"),
        *("collects tobin coin", "owes mira tobin", "wronged tobin garrick", "about theft tobin"),
        *("at elsa hut", "alive elsa", "sick elsa", "cures salve elsa", "lies salve chapel"),
        *("at garrick chapel", "alive garrick", "duty garrick cave", "hates garrick tobin"),
        *("knows garrick theft", "trusts garrick player", "collects garrick ring"),
        *("at wolf cave", "alive wolf", "hostile wolf", "guards wolf cave", "fears mira wolf"),
        *("lies coin cave", "lies ring hut", "owns elsa ring", "locked chapel"),
        *("opens crowbar chapel", "lies crowbar mill"),
    ],
}


def village(*more: str, without: Sequence[str] = ()) -> World:
    """The one by hand, with more facts, or without some."""
    kept = [fact for fact in VILLAGE["facts"] if fact not in without]
    return read_world({**VILLAGE, "facts": [*kept, *more]})


def tiny_world(*more: str) -> World:
    """Two places, two people and a thing: so small that all its states can be walked."""
    entities = {
        **dict.fromkeys(("yard", "den"), "place"),
        **dict.fromkeys(("ada", "bert"), "character"),
        "salt": "item",
    }
    facts = ["at player yard", "at ada yard", "alive ada", "at bert den", "alive bert"]
    return read_world({"id": "tiny", "entities": entities, "facts": [*facts, *more]})


def walked(grounded: Grounded, start: int) -> set[int]:
    """Every state that the player can bring about from one, by walking them all."""
    moves = [
        (grounded.numbers.condition(action.needs), grounded.numbers.change(action.does))
        for action in grounded.actions
    ]
    seen, todo = {start}, [start]
    while todo:
        state = todo.pop()
        fresh = {change.after(state) for needs, change in moves if needs.holds(state)} - seen
        seen |= fresh
        todo += fresh
    return seen


def random_world(seed: int) -> World:
    """30 places, 40 characters, 60 items and 12 topics, and who is what to whom."""
    draw = Stream("a world for quests", seed)
    places = [f"place_{at}" for at in range(PLACES)]
    people = [f"npc_{at}" for at in range(NPCS)]
    kinds = {f"item_{at}": _KINDS[at % len(_KINDS)] for at in range(ITEMS)}
    topics = [f"topic_{at}" for at in range(TOPICS)]
    entities = {
        **dict.fromkeys(places, "place"),
        **dict.fromkeys(people, "character"),
        **kinds,
        **dict.fromkeys(topics, "topic"),
        "guild": "faction",
        "band": "faction",
    }
    facts = ["at player place_0", "rivals guild band", "rivals band guild"]
    facts += _people(draw.named("people"), people, places, topics, list(kinds))
    facts += _things(draw.named("things"), people, places, kinds)
    facts += _ties(draw.named("ties"), people, places, topics, kinds)
    facts += _past(draw.named("past"), people, kinds)
    return read_world({"id": f"random_{seed}", "entities": entities, "facts": sorted({*facts})})


def _people(
    draw: Stream, people: list[str], places: list[str], topics: list[str], items: list[str]
) -> Iterator[str]:
    for at, who in enumerate(people):
        yield f"at {who} {draw.pick(places)}"
        if at % 13 == 12:
            yield f"unmourned {who}"
            continue
        yield f"alive {who}"
        if at % 5 == 4:
            yield f"hostile {who}"
        yield f"knows {who} {draw.pick(topics)}"
        yield f"collects {who} {draw.pick(items)}"
        if draw.chance(0.2):
            yield f"trusts {who} player"
        yield f"member {who} {draw.pick(('guild', 'band'))}"


def _things(
    draw: Stream, people: list[str], places: list[str], kinds: dict[str, str]
) -> Iterator[str]:
    for what in kinds:
        holder = draw.pick(people)
        if draw.chance(0.45):
            yield f"lies {what} {draw.pick(places)}"
            if draw.chance(0.2):
                yield f"hidden {what}"
        else:
            yield f"has {holder} {what}"
            if draw.chance(0.5):
                yield f"sells {holder} {what}"
        if draw.chance(0.5):
            yield f"owns {draw.pick(people)} {what}"
        if draw.chance(0.1):
            yield f"broken {what}"
    for where in draw.sample(places[1:], 5):
        yield f"locked {where}"
        yield f"opens {draw.pick(list(kinds))} {where}"


def _ties(
    draw: Stream,
    people: list[str],
    places: list[str],
    topics: list[str],
    kinds: dict[str, str],
) -> Iterator[str]:
    """Some of each that a motive can grow from."""
    items = list(kinds)
    of = {kind: [item for item in items if kinds[item] == kind] for kind in _KINDS}
    calm = [who for at, who in enumerate(people) if at % 5 != 4 and at % 13 != 12]
    foes = [who for at, who in enumerate(people) if at % 5 == 4]
    dead = [who for at, who in enumerate(people) if at % 13 == 12]
    for _ in range(6):
        a, b = draw.sample(calm, 2)
        foe, what, where = draw.pick(foes), draw.pick(items), draw.pick(places)
        yield from (f"needs {a} {what}", f"lost {b} {draw.pick(items)}", f"owes {b} {a}")
        yield from (f"fears {a} {foe}", f"duty {b} {where}", f"guards {foe} {where}")
        yield from (f"kin {a} {b}", f"kin {b} {a}", f"kin {a} {draw.pick(dead)}")
        yield from (f"sick {b}", f"cures {draw.pick(of['remedy'])} {b}")
        yield from (f"wronged {b} {a}", f"hates {a} {b}", f"robbed {foe} {b} {what}")
        yield from (f"curious {a} {draw.pick(topics)}", f"about {draw.pick(topics)} {b}")
        yield from (f"loves {a} {b}", f"owns {a} {draw.pick(of['keepsake'])}")
        yield from (f"makes {a} {what}", f"made_of {what} {draw.pick(of['material'])}")
        yield from (f"mends {draw.pick(of['tool'])} {what}", f"haunted {draw.pick(places)}")
        yield from (f"message {draw.pick(of['document'])} {b}", f"about {draw.pick(topics)} {what}")
        yield from (f"tells_of {draw.pick(of['document'])} {draw.pick(topics)}",)
    for who in draw.sample(calm, 3):
        captor = draw.pick(foes)
        yield from (f"captive {who}", f"holds {captor} {who}")
        kin = draw.pick([other for other in calm if other != who])
        yield from (f"kin {kin} {who}", f"kin {who} {kin}")


def _past(draw: Stream, people: list[str], kinds: dict[str, str]) -> Iterator[str]:
    """What the player did, what the dead left behind, and what scares whom."""
    of = {kind: [item for item in kinds if kinds[item] == kind] for kind in _KINDS}
    calm = [who for at, who in enumerate(people) if at % 5 != 4 and at % 13 != 12]
    dead = [who for at, who in enumerate(people) if at % 13 == 12]
    for who, what in zip(draw.sample(calm, 2), draw.sample(list(kinds), 2), strict=True):
        yield f"robbed player {who} {what}"
    for who in dead:
        token, kin = draw.pick(of["keepsake"]), draw.pick(calm)
        yield from (f"owns {who} {token}", f"kin {kin} {who}")
    for who, what in zip(draw.sample(calm, 3), draw.sample(of["item"], 3), strict=True):
        yield from (f"owns {who} {what}", f"broken {what}")
        yield f"mends {draw.pick(of['tool'])} {what}"
    for who in (who for at, who in enumerate(people) if at % 5 == 4):
        yield f"scares {draw.pick(of['tool'])} {who}"
