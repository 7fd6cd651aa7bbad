"""Lines that a persona knows, each with the ways to ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from training.corpus.lexicon import capital, plural, with_article
from training.corpus.words import Words


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of knowledge, and the question that it answers.

    `key` is the word that no other line may share, or a question would have two answers.
    """

    line: str
    ask: str
    """The intent of the question, as questions.yaml names it."""
    key: str
    slots: Mapping[str, str] = field(default_factory=dict)


def draw_fact(words: Words) -> Fact:
    kind = words.rng.choices(
        (price, mass_price, toll, site, beast, plant, stranger, group, person, saying),
        weights=(8, 2, 1, 5, 2, 2, 2, 2, 7, 4),
    )[0]
    return kind(words)


def price(words: Words) -> Fact:
    item = words.fact("goods")
    described = f"{words.fact('good_words')} {item}".strip()
    line = f"{capital(with_article(described))} costs {amount(words)}."
    return Fact(line, "price", item, item_slots(item))


def item_slots(item: str) -> dict[str, str]:
    article = with_article(item).split()[0]
    return {"the": article, "item": item, "item_cap": capital(item), "item_many": plural(item)}


def mass_price(words: Words) -> Fact:
    name = words.fact("mass")
    low = name.lower()
    line = f"{name} costs {amount(words)} {words.fact('measures')}."
    return Fact(line, "price", low, {"the": "", "item": low, "item_cap": name, "item_many": low})


def toll(words: Words) -> Fact:
    name = words.fact("tolls")
    item = name.removeprefix("The ")
    slots = {"the": "the", "item": item, "item_cap": capital(item), "item_many": f"the {item}"}
    return Fact(f"{name} is {amount(words)}.", "price", item, slots)


def amount(words: Words) -> str:
    number = words.fact("numbers") if words.rng.random() < 0.8 else str(words.rng.randint(2, 200))
    return f"{number} {words.fact('coins')}"


def site(words: Words) -> Fact:
    name = words.fact("sites")
    line = words.fill(f"The {name} {words.fact('site_events')}.")
    return Fact(line, "site", name, {"site": name})


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
    asked = called if called not in ("Old", "Little") else name
    return Fact(line, "person", name, {"person": asked})


def saying(words: Words) -> Fact:
    """An odd line about a thing: "The old bell must not touch the red lantern."."""
    noun = words.fact(words.rng.choice(("goods", "sites", "wares")))
    other = words.rng.choice(
        (words.person, words.mark, lambda: words.fact("goods"), lambda: words.fact("ills"))
    )()
    if words.rng.random() < 0.5 and other[0].islower():
        other = f"the {other}"
    opening, verb = words.fact("saying_openings"), words.fact("saying_verbs")
    return Fact(f"{opening} {noun} {verb} {other}.", "subject", noun, {"subject": f"the {noun}"})
