"""Fills the slots of facts, goals and summaries: one small maker for each slot."""

import random
from collections.abc import Callable

from training.corpus import names
from training.corpus.lexicon import Lists, Split, capital, fill, lexicon, plural, with_article

GENERAL = "village"
"""The genre of the lists that belong to no other."""
LISTED = {
    "event": "events",
    "event_next": "events",
    "when": "whens",
    "soon": "soons",
    "number": "numbers",
    "coin": "coins",
    "hour": "hours",
    "site": "sites",
    "ware": "wares",
    "body": "bodies",
    "colour": "colours",
    "garment": "garments",
    "ill": "ills",
    "season": "seasons",
    "kin": "kin",
    "contest": "contests",
    "treasure": "treasures",
    "thief": "thieves",
    "group": "groups",
    "good": "goods",
    "stranger": "strangers",
    "a_helper": "helpers",
    "feast": "feasts",
    "kept": "kept",
    "site_event": "site_events",
    "person_act": "person_acts",
}
TALKED = {
    "task": "tasks",
    "way": "ways",
    "elder": "elders",
    "kin_person": "kin_people",
    "number_many": "numbers_many",
    "favour_key": "favour_key",
    "favour_portion": "favour_portion",
    "favour_door": "favour_door",
    "message_of_player": "message_of_player",
}
"""As LISTED, for the lists of talk.yaml."""


class Words:
    """Draws what a slot stands for. Holds nothing but its generator, its split and its genre."""

    def __init__(self, rng: random.Random, split: Split, genre: str = GENERAL) -> None:
        self.rng, self.split, self.genre = rng, split, genre
        self._makers: dict[str, Callable[[], str]] = {
            "person": self.person,
            "role": self.role,
            "a_role": lambda: with_article(self.role()),
            "mark": self.mark,
            "site_the": lambda: f"the {self.fact('sites')}",
            "plant_low": lambda: self.fact("plants").lower(),
            "join": lambda: str(self.rng.choice(lexicon().places["joins"])),
            "stuff": lambda: self.context("stuff"),
            "deed_done": lambda: self.fill(self.context("deeds_done")),
            "site_cap": lambda: f"The {self.fact('sites')}",
            "beast": lambda: self.fact("beasts"),
            "land": lambda: with_article(self.fact("lands")),
            "first": lambda: names.first_name(self.rng, self.split),
            "Season": lambda: capital(self.fact("seasons")),
        }

    def listed(self, lists: Lists, key: str) -> str:
        """One entry of the genre's own list where it has one, else of the general one.

        Held out is what either holds back; only where neither does, what training reads too.
        """
        own = lexicon().genres.get(self.genre, {})
        held_out = f"held_out_{key}"
        kept = [*own.get(held_out, ()), *lists.get(held_out, ())]
        if self.split == "held_out" and kept:
            return str(self.rng.choice(kept))
        return str(self.rng.choice(own.get(key) or lists[key]))

    def fact(self, key: str) -> str:
        return self.listed(lexicon().facts, key)

    def context(self, key: str) -> str:
        return self.listed(lexicon().context, key)

    def talk(self, key: str) -> str:
        return self.listed(lexicon().talk, key)

    def person(self) -> str:
        return names.person(self.rng, self.split)

    def role(self) -> str:
        """Half of the time a composed one: "lamp mender", "second clerk"."""
        if self.rng.random() < 0.5:
            return self.composed("trade")
        return self.listed(lexicon().roles, "roles")

    def mark(self) -> str:
        return self.listed(lexicon().places, "marks")

    def world(self) -> str:
        """The name of a land, a town or a station."""
        kinds = lexicon().genres.get(self.genre, {}).get("world_kinds")
        if self.split == "held_out" or not kinds or self.rng.random() < 0.5:
            return names.world(self.rng, self.split)
        return f"{names.first_name(self.rng, self.split)} {self.rng.choice(kinds)}"

    def place(self) -> str:
        """ "the forge by the north gate", "the chapel on the hill"."""
        lists = lexicon().places
        spot = self.listed(lists, "spots")
        if self.rng.random() < 0.2:
            spot = f"{self.named()} {self.fact('places_named_last')}"
        if self.rng.random() < 0.25:
            return f"the {spot} {self.listed(lists, 'tails')}"
        if self.rng.random() < 0.08:
            return f"the {spot}"
        return f"the {spot} {self.rng.choice(lists['joins'])} the {self.mark()}"

    def named(self) -> str:
        """What stands before "Inn": "Lantern", "Red Fox", "Bramwick"."""
        if self.rng.random() < 0.4:
            return names.surname(self.rng, self.split)
        noun = self.fact("goods").split()[0].title()
        return f"{self.fact('colours').title()} {noun}" if self.rng.random() < 0.5 else noun

    def fill(self, template: str, **fixed: str) -> str:
        """`template` with every slot filled, and the slots of what filled it too."""

        def value(slot: str) -> str:
            if slot in fixed:
                return fixed[slot]
            if slot in self._makers:
                return self._makers[slot]()
            if slot in TALKED:
                return self.fill(self.talk(TALKED[slot]), **fixed)
            if slot in LISTED:
                return self.fill(self.fact(LISTED[slot]), **fixed)
            return self.composed(slot, **fixed)

        return fill(template, value)

    def composed(self, slot: str, **fixed: str) -> str:
        """What grammar.yaml composes: "lamp" for `object`, "a lamp" for `a_object`, "lamps"."""
        lists = lexicon().grammar
        if slot in lists:
            return self.fill(self.listed(lists, slot), **fixed)
        kind, _, base = slot.partition("_")
        return {"a": with_article, "many": plural}[kind](self.composed(base, **fixed))
