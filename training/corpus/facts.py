"""Lines that a persona knows, each with the ways to ask for it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from training.corpus import names
from training.corpus.fact import Fact
from training.corpus.happenings import giving, happening
from training.corpus.lexicon import capital, lexicon, plural, weighted, with_article
from training.corpus.words import Words

FULL_NAME = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")
SENTENCE = re.compile(r"(?<=\.) ")
TRIES = 20
NAMED_LISTS = ("sites", "marks", "groups", "events", "treasures")


def draw_fact(words: Words) -> Fact:
    kinds = {price: 8, mass_price: 2, toll: 1, site: 5, beast: 2, plant: 2, stranger: 2, group: 2}
    kinds |= {person: 7, saying: 4, owner: 1, builder: 1, spot: 2, feast: 2, stock: 2, way: 3}
    kinds |= {happening: 7, giving: 3}
    return weighted(words.rng, kinds)(words)


def draw_lore(words: Words) -> Fact:
    """A fact as a world's lore tells it: half of the time with a second sentence."""
    fact = draw_fact(words)
    if words.rng.random() < 0.5:
        return fact
    kinds = {"person": "person_more"} | dict.fromkeys(("site", "owner", "builder"), "site_more")
    he = words.context("pronouns")
    more = words.context(kinds.get(fact.ask, "any_more"))
    told = words.fill(more, pronoun=he, pronoun_low=he.lower())
    return replace(fact, around=f"{{line}} {told}")


def draw_known(words: Words) -> Fact:
    """A fact as a persona knows it: now and then with a second sentence."""
    return draw_lore(words) if words.rng.random() < 0.25 else draw_fact(words)


def draw_like(words: Words, fact: Fact) -> Fact:
    """A fact of the same kind about something else; in a few cases of any other kind."""
    if fact.ask == "person" and words.rng.random() < 0.5:
        return namesake(words, fact)
    kinds = KINDS.get(fact.ask, (draw_fact,))
    drawn = (words.rng.choice(kinds)(words) for _ in range(TRIES))
    other = next((each for each in drawn if each.ask == fact.ask), None)
    return other or draw_fact(words)


def namesake(words: Words, fact: Fact) -> Fact:
    """Somebody of another surname, or with another first name to the same."""
    first, *rest = fact.key.split()
    kept_first = words.rng.random() < 0.7 or not rest
    surname = names.surname(words.rng, words.split)
    other = names.first_name(words.rng, words.split)
    name = f"{first} {surname}" if kept_first else f"{other} {rest[-1]}"
    return Fact(f"{name} is here.", "person", name, {"person": name})


def others_in(fact: Fact) -> list[Fact]:
    """`fact` as it is asked for by what else its text names: a person, a place, a thing.

    Of more sentences the one that names it is the line that answers.
    """
    found = []
    for line in SENTENCE.split(fact.text):
        around = fact.text.replace(line, "{line}")
        for ask, key, asked in named_in(line):
            if fact.key not in key and key not in fact.key:
                found.append(Fact(line, ask, key, asked, around=around))
    return found


def named_in(line: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """What a sentence names after its first letter: the question, its key and its slots."""
    lists = named_lists()
    for match in FULL_NAME.finditer(line[1:]):
        yield "person", match[0], {"person": match[0]}
    for key in NAMED_LISTS:
        for noun in (*lists[key], *lists.get(f"held_out_{key}", ())):
            if f"the {noun}" in line[1:]:
                yield "subject", noun, {"subject": f"the {noun}"}


@cache
def named_lists() -> Mapping[str, Sequence[str]]:
    """What the lines can name, of all genres."""
    sources = ({**lexicon().places, **lexicon().facts}, *lexicon().genres.values())
    keys = [key for name in NAMED_LISTS for key in (name, f"held_out_{name}")]
    return {
        key: list(dict.fromkeys(noun for each in sources for noun in each.get(key, ())))
        for key in keys
    }


def price(words: Words) -> Fact:
    item, word = words.fact("goods"), words.fact("good_words")
    if words.rng.random() < 0.4:
        item, word = words.composed("fine_object"), ""
    described = f"{word} {item}".strip()
    cost = amount(words)
    line = f"{capital(with_article(described))} costs {cost}."
    return Fact(line, "price", item, item_slots(item), {"item": with_article(item), "price": cost})


def item_slots(item: str) -> dict[str, str]:
    article = with_article(item).split()[0]
    return {"the": article, "item": item, "item_cap": capital(item), "item_many": plural(item)}


def mass_price(words: Words) -> Fact:
    name = words.fact("mass")
    low = name.lower()
    cost = f"{amount(words)} {words.fact('measures')}"
    slots = {"the": "", "item": low, "item_cap": name, "item_many": low}
    return Fact(f"{name} costs {cost}.", "price", low, slots, {"item": low, "price": cost})


def toll(words: Words) -> Fact:
    name = words.fact("tolls")
    item = name.removeprefix("The ")
    cost = amount(words)
    said = {"item": f"the {item}", "price": cost}
    return Fact(f"{name} is {cost}.", "fee", item, {"the": "the", "item": item}, said)


def amount(words: Words) -> str:
    number = words.fact("numbers") if words.rng.random() < 0.8 else str(words.rng.randint(2, 200))
    return f"{number} {words.fact('coins')}"


def site(words: Words) -> Fact:
    name = words.fact("sites")
    line = words.fill(f"The {name} {words.fact('site_events')}.")
    return Fact(line, "site", name, {"site": name})


def owner(words: Words) -> Fact:
    name = words.fact("sites")
    return Fact(f"The {name} belongs to {words.person()}.", "owner", name, {"site": name})


def builder(words: Words) -> Fact:
    name = words.fact("sites")
    line = words.fill(f"The {name} was built by {words.fact('builders')}.")
    return Fact(line, "builder", name, {"site": name})


def spot(words: Words) -> Fact:
    name, verb = words.fact("sites"), words.rng.choice(("is", "stands", "lies"))
    return Fact(
        words.fill(f"The {name} {verb} {{join}} the {{mark}}."), "spot", name, {"site": name}
    )


def way(words: Words) -> Fact:
    """How one gets to a place: "The way to the mill is left at the well."."""
    name, how = words.fact("sites"), words.fill(words.talk("ways"))
    line = words.rng.choice((f"The way to the {name} is {how}.", f"The {name} is {how}."))
    return Fact(line, "way", name, {"site": name}, {"way": how})


def feast(words: Words) -> Fact:
    name = words.fact("feasts")
    line = words.fill(f"The {name} {words.fact('feast_times')}.")
    return Fact(line, "feast", name, {"feast": name})


def stock(words: Words) -> Fact:
    """What is in a place: "There are six barrels in the mill."."""
    name, number = words.fact("sites"), words.fact("numbers").replace("one", "two")
    kept = words.fact("kept") if words.rng.random() < 0.5 else words.composed("many_fine_object")
    ask = words.rng.choice(("stock", "how_many"))
    line = f"There are {number} {kept} in the {name}."
    return Fact(line, ask, name, {"site": name, "kept": kept})


def beast(words: Words) -> Fact:
    name = words.fact("beasts")
    low = name.lower()
    subject = name if words.rng.random() < 0.6 else f"The {low}"
    line = words.fill(f"{subject} {words.fact('beast_acts')}.")
    return Fact(line, "subject", low, {"subject": low})


def plant(words: Words) -> Fact:
    name = words.fact("plants")
    line = words.fill(f"{name} {words.fact('plant_acts')}.")
    return Fact(line, "subject", name.lower(), {"subject": name.lower()})


def stranger(words: Words) -> Fact:
    who, garment = words.fact("strangers"), words.fact("garments")
    dress = f"{words.fact('colours')} {garment}"
    line = words.fill(f"A {who} in a {dress} {words.fact('stranger_acts')}.")
    subject = f"the {who} in the {dress}" if words.rng.random() < 0.4 else f"the {who}"
    return Fact(line, "subject", who, {"subject": subject})


def group(words: Words) -> Fact:
    who = words.fact("groups")
    number = words.fact("numbers").replace("one", "a few")
    line = words.fill(f"{capital(number)} {who} {words.fact('group_acts')}.")
    return Fact(line, "subject", who, {"subject": f"the {who}"})


def person(words: Words) -> Fact:
    """A line about another person, asked for by name, by ware or by place."""
    name, act = words.person(), words.fact("person_acts")
    ware, place = words.fact("wares"), f"the {words.fact('sites')}"
    line = words.fill(f"{name} {act}.", ware=ware, site_the=place)
    if "{ware}" in act and words.rng.random() < 0.5:
        return Fact(line, "seller", ware, {"ware": ware})
    if act.endswith("s {site_the}") and words.rng.random() < 0.5:
        return Fact(line, "keeper", place.removeprefix("the "), {"site_the": place})
    called = name.split()[0] if words.rng.random() < 0.4 and len(name.split()) == 2 else name
    asked = name if called in lexicon().names["titles"] else called
    return Fact(line, "person", name, {"person": asked})


def saying(words: Words) -> Fact:
    """An odd line about a thing: "The old bell must not touch the red lantern."."""
    noun = words.fact(words.rng.choice(("goods", "sites")))
    thing = words.rng.choice((words.mark, lambda: words.fact("goods")))
    other = words.rng.choice((words.person, lambda: f"the {thing()}", lambda: words.fact("ills")))()
    opening, verb = words.fact("saying_openings"), words.fact("saying_verbs")
    return Fact(f"{opening} {noun} {verb} {other}.", "subject", noun, {"subject": f"the {noun}"})


KINDS: Mapping[str, Sequence[Callable[[Words], Fact]]] = {
    "price": (price, price, mass_price),
    "fee": (toll,),
    "subject": (beast, plant, stranger, group, saying),
    **dict.fromkeys(("person", "seller", "keeper"), (person,)),
    **dict.fromkeys(("stock", "how_many"), (stock,)),
    **dict.fromkeys(("done_who", "done_what", "done_where", "done_when"), (happening,)),
    **dict.fromkeys(("given_who", "given_whom", "given_what"), (giving,)),
    "site": (site,),
    "owner": (owner,),
    "builder": (builder,),
    "spot": (spot,),
    "way": (way,),
    "feast": (feast,),
}
"""What answers a question of each kind."""
