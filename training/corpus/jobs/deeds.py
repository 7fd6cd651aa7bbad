"""What an NPC may do, declared as a game would, and the words that ask for it and promise it."""

import json
import random
from dataclasses import dataclass
from typing import Any

from npcgen.dialogue.actions.declared import Action, Character, GameObject
from training.corpus import names
from training.corpus.jobs.phrasing import Phrasing, in_words, phrases
from training.corpus.lexicon import Lists, Split, capital, choose, fill, lexicon

_MOST_PRICE = 60


@dataclass(frozen=True, slots=True)
class Deed:
    """An action with its arguments, asked for and promised."""

    kind: str
    action: Action
    arguments: dict[str, Any]
    ask: str
    reply: str
    phrasing: Phrasing
    infinitive: str = ""
    """As the NPC says it behind "I will"; empty for what its own words have to promise."""
    gives: str = ""
    """What the player gets of it."""

    @property
    def told(self) -> dict[str, str]:
        """What the slots of `comply` stand for."""
        return promised(self.infinitive, self.gives)


def promised(infinitive: str, gives: str) -> dict[str, str]:
    """What the slots of `comply` stand for; `gives` is empty where nothing is given."""
    given = {"item": gives, "item_cap": capital(gives)} if gives else {}
    return {"deed": infinitive, "deed_cap": capital(infinitive), **given}


class DeedMaker:
    """Draws deeds among the objects and people of one scene."""

    def __init__(self, rng: random.Random, split: Split, player: str) -> None:
        self.rng, self.phrasing = rng, Phrasing(rng, split)
        self.lists = phrases("action")
        self._ids: set[str] = set()
        self._player = Character(self._id(player), player)
        others = {names.person(rng, split) for _ in range(rng.randint(1, 3))} - {player}
        people = sorted(others) or [f"Old {player}"]
        self._others = [Character(self._id(name), name) for name in people]
        self._things = self._draw("item", rng.randint(2, 5))
        self._doors = self._draw("door", rng.randint(1, 2))

    def objects(self) -> tuple[GameObject, ...]:
        return tuple(self.rng.sample([*self._things, *self._doors], self._count))

    def characters(self) -> tuple[Character, ...]:
        return tuple(self.rng.sample([self._player, *self._others], 1 + len(self._others)))

    @property
    def _count(self) -> int:
        return len(self._things) + len(self._doors)

    def deed(self) -> Deed:
        """One of all kinds, with everything it takes."""
        kind = self.rng.choice(list(self.lists["actions"]))
        return self._made(kind, self.rng.choice(self.lists["actions"][kind]["ways"]))

    def obliging(self) -> Deed:
        """One that has an infinitive: done for whoever asks for it."""
        kinds = self.lists["actions"].items()
        ways = [(kind, way) for kind, each in kinds for way in each["ways"] if "infinitive" in way]
        return self._made(*self.rng.choice(ways))

    def _made(self, kind: str, way: Lists) -> Deed:
        written: Lists = self.lists["actions"][kind]
        slots: dict[str, str] = {}
        arguments: dict[str, Any] = {}
        schema: dict[str, Any] = {}
        for role in written["arguments"]:
            name = self.phrasing.say(self.lists["argument_names"], role)
            while name in schema:
                name = f"{name}_2"
            schema[name], arguments[name], said = self._argument(role, way)
            slots |= said
        return Deed(
            kind,
            self._action(written, schema),
            arguments,
            self.phrasing.say(way, "asks", **slots),
            capital(self.phrasing.say(way, "replies", **slots)),
            self.phrasing,
            fill(way.get("infinitive", ""), slots.__getitem__),
            slots["item"] if kind == "give" and way["to"] == "player" else "",
        )

    def others(self, deed: Deed, count: int) -> list[Action]:
        """Actions that it isn't, of other kinds and names."""
        kinds = [kind for kind in self.lists["actions"] if kind != deed.kind]
        actions = []
        for kind in self.rng.sample(kinds, count):
            written: Lists = self.lists["actions"][kind]
            roles = written["arguments"]
            schema = {
                self.phrasing.say(self.lists["argument_names"], role): self._argument(role, {})[0]
                for role in roles
            }
            actions.append(self._action(written, schema))
        return [each for each in actions if each.name != deed.action.name]

    def _action(self, written: Lists, schema: dict[str, Any]) -> Action:
        text = json.dumps({"properties": schema, "required": list(schema)}) if schema else ""
        when = tuple(written["when"]) if self.rng.random() < 0.7 else ()
        name = self.phrasing.say(written, "names")
        return Action(name, self.phrasing.say(written, "descriptions"), text, when)

    def _argument(self, role: str, way: Lists) -> tuple[dict[str, Any], Any, dict[str, str]]:
        """Its schema, its value, and how the value is said."""
        if role in ("item", "door"):
            chosen = self.rng.choice(self._things if role == "item" else self._doors)
            schema = {"type": "string", "format": "object_id"}
            if self.rng.random() < 0.5:
                schema["kind"] = role
            said = chosen.name if chosen.name.startswith("the ") else f"the {chosen.name}"
            return schema, chosen.id, {role: said, f"{role}_cap": capital(said)}
        if role == "person":
            person = self._player if way.get("to") == "player" else self.rng.choice(self._others)
            return {"type": "string", "format": "character_id"}, person.id, {role: person.name}
        if role in ("number", "minutes"):
            number = self.phrasing.number(1, _MOST_PRICE)
            said = in_words(number) if self.rng.random() < 0.4 else str(number)
            return {"type": "integer", "minimum": 1, "maximum": 99}, number, {"n": said}
        return self._one_of(role)

    def _one_of(self, role: str) -> tuple[dict[str, Any], Any, dict[str, str]]:
        split = self.phrasing.split
        value = choose(self.rng, self.lists, f"{role}s", split)
        others = self.rng.sample(self.lists[f"{role}s"], self.rng.randint(2, 5))
        values = sorted({value, *others})
        self.rng.shuffle(values)
        return {"enum": values}, value, {role: value, f"{role}_cap": capital(value)}

    def _draw(self, kind: str, count: int) -> list[GameObject]:
        """Things of different nouns, so that each is told by its name."""
        drawn: dict[str, GameObject] = {}
        split = self.phrasing.split
        while len(drawn) < count:
            if kind == "item":
                noun = choose(self.rng, lexicon().facts, "goods", split)
                name = f"{choose(self.rng, self.lists, 'materials', split)} {noun}"
            else:
                name = noun = choose(self.rng, self.lists, "doors", split)
            shown = f"the {name}" if self.rng.random() < 0.5 else name
            drawn[noun.split()[-1]] = GameObject(self._id(name), shown, kind)
        return list(drawn.values())

    def _id(self, name: str) -> str:
        """As games write them: "brass_key", "item_482", "key:7"; none twice in a scene."""
        slug = name.lower().replace(" ", "_").replace("'", "").replace(".", "")[:40]
        last = slug.rsplit("_", 1)[-1]
        while True:
            number = self.rng.randint(1, 999)
            written = [slug, slug, f"{last}_{number}", f"{last}:{number}", f"id{number}"]
            drawn = self.rng.choice(written)
            if drawn not in self._ids:
                self._ids.add(drawn)
                return drawn
