"""Fills the slots of facts, goals and summaries: one small maker for each slot."""

import random
from collections.abc import Callable

from training.corpus import names
from training.corpus.lexicon import Split, capital, choose, fill, lexicon, with_article

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


class Words:
    """Draws what a slot stands for. Holds nothing but its generator and its split."""

    def __init__(self, rng: random.Random, split: Split) -> None:
        self.rng, self.split = rng, split
        self._makers: dict[str, Callable[[], str]] = {
            "person": self.person,
            "role": self.role,
            "a_role": lambda: with_article(self.role()),
            "mark": self.mark,
            "site_the": lambda: f"the {self.fact('sites')}",
            "plant_low": lambda: self.fact("plants").lower(),
            "join": lambda: str(self.rng.choice(lexicon().places["joins"])),
            "stuff": lambda: self.context("stuff"),
            "deed_done": lambda: self.context("deeds_done"),
            "Season": lambda: capital(self.fact("seasons")),
        }

    def fact(self, key: str) -> str:
        return choose(self.rng, lexicon().facts, key, self.split)

    def context(self, key: str) -> str:
        return choose(self.rng, lexicon().context, key, self.split)

    def person(self) -> str:
        return names.person(self.rng, self.split)

    def role(self) -> str:
        lists = lexicon().roles
        return str(self.rng.choice(lists["held_out" if self.split == "held_out" else "roles"]))

    def mark(self) -> str:
        return choose(self.rng, lexicon().places, "marks", self.split)

    def place(self) -> str:
        """ "the forge by the north gate", "the chapel on the hill"."""
        lists = lexicon().places
        spot = choose(self.rng, lists, "spots", self.split)
        if self.rng.random() < 0.2:
            spot = f"{self.named()} {self.fact('places_named_last')}"
        if self.rng.random() < 0.25:
            return f"the {spot} {self.rng.choice(lists['tails'])}"
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
            return self.fill(self.fact(LISTED[slot]), **fixed)

        return fill(template, value)
