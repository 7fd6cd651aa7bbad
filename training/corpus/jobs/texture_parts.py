"""What may be wished of a texture of one material: a part for each, with its meaning and words."""

import re
from collections import Counter
from functools import cache
from typing import Any

from training.corpus.jobs.asking import Part
from training.corpus.jobs.phrasing import Phrasing, a, phrases, some
from training.corpus.lexicon import Lists, capital
from worldgen.textures import answers
from worldgen.textures.interpret import called
from worldgen.textures.library import bundled
from worldgen.textures.material import Material
from worldgen.textures.parameters import Parameter, Setting
from worldgen.textures.vocabulary import vocabulary

_COLOUR_OF = "Colour of the "


@cache
def names_of(material_name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What it is called in training, and what only in the evaluation.

    Held out are names of two words that both stand in others of its names. A name that another
    material has too, or that holds a word with a meaning of its own, is left out.
    """
    material = bundled().materials[material_name].material
    counted = Counter(
        name for graph in bundled().materials.values() for name in set(called(graph.material))
    )
    meant = set(words_of(material_name)) | set(material.palettes) | set(vocabulary()["colours"])
    adjectives = phrases("texture")["adjectives"].split()
    names = [n for n in called(material) if counted[n] == 1 and n not in adjectives]
    names = [n for n in names if not meant & set(n.split())]
    names = sorted(set(names)) or [material.name.replace("_", " ")]
    held_out = [name for name in names if _is_composed(name, names)][:2]
    return tuple(name for name in names if name not in held_out), tuple(held_out or names)


def _is_composed(name: str, names: list[str]) -> bool:
    others = {word for other in names if other != name for word in other.split()}
    return " " in name and set(name.split()) <= others


@cache
def words_of(material_name: str) -> dict[str, dict[str, Setting]]:
    """What each of its words sets; without those that mean something of any texture too."""
    elsewhere = {*vocabulary()["colours"], *vocabulary()["seasons"]}
    meant = answers.words_of(bundled().materials[material_name].material)
    return {word: params for word, params in meant.items() if word not in elsewhere}


class TextureParts:
    """Draws parts of a texture of one material."""

    def __init__(self, phrasing: Phrasing, material: Material) -> None:
        self.phrasing, self.rng, self.material = phrasing, phrasing.rng, material
        self.lists = phrases("texture")
        schema = answers.schema_of(material, bundled())["properties"]["params"]["properties"]
        self.allowed: dict[str, list[Any]] = {name: p.get("enum", []) for name, p in schema.items()}
        self._set: set[str] = set()
        """Parameters that have a value."""

    def noun(self) -> str:
        known, held_out = names_of(self.material.name)
        noun = self.rng.choice(held_out if self.phrasing.split == "held_out" else known)
        return self.phrasing.say(self.lists, "nouns_front", noun=noun)

    def draw(self) -> list[Part]:
        """Up to seven parts, of what nobody said yet."""
        makers = [self.word, self.word, self.pieces, self.slider, self.colour]
        drawn = [maker() for maker in self.rng.sample(makers, self.rng.randint(0, 3))]
        drawn += [self.layer(name) for name in some(self._layers(), self.rng, 2)]
        if self.rng.random() < 0.45 and self.material.tint not in self._set:
            drawn.append(self.palette() if self._has_palette() else self.tint())
        if self.rng.random() < 0.2:
            drawn.append(self.season())
        if self.rng.random() < 0.3:
            drawn.append(self.style())
        return [part for part in drawn if part is not None] or [self.tint()]

    def _layers(self) -> Lists:
        """What may lie on it and isn't the same as it."""
        layers: Lists = self.lists["layers"]
        own = {self.material.name, *self.material.parameters}
        return {name: ways for name, ways in layers.items() if name not in own}

    def _has_palette(self) -> bool:
        return bool(self.material.palettes) and self.rng.random() < 0.5

    def _free(self, kind: str) -> dict[str, Parameter]:
        parameters = self.material.parameters.items()
        return {n: p for n, p in parameters if p.kind == kind and n not in self._set}

    def word(self) -> Part | None:
        """ "cracked", by what the material says that it means."""
        known = words_of(self.material.name)
        free = [word for word, params in known.items() if not self._set & set(params)]
        if not free:
            return None
        word = self.rng.choice(free)
        self._set |= set(known[word])
        fields = {"words": [word]}
        if word in self.lists["nouns"].split():
            alone = self.phrasing.say(self.lists, "noun_alone", word=word)
            return Part(fields, "", word, alone)
        slots = {"word": word, "a_word": a(word), "word_cap": capital(word)}
        alone = self.phrasing.say(self.lists, "word_alone", **slots)
        return Part(fields, word, self.phrasing.say(self.lists, "word_with", **slots), alone)

    def pieces(self) -> Part | None:
        """ "8 bricks across"."""
        free = {name: p for name, p in self._free("int").items() if p.unit}
        if not free:
            return None
        name = self.rng.choice(list(free))
        self._set.add(name)
        value = self.rng.choice([each for each in self.allowed[name] if each > 1])
        slots = {"n": self.phrasing.written(value), "unit": free[name].unit}
        with_ = self.phrasing.say(self.lists, "piece_with", **slots)
        alone = self.phrasing.say(self.lists, "piece_alone", **slots)
        return Part({"params": {name: value}}, "", with_, capital(alone))

    def slider(self) -> Part | None:
        """ "high relief", "no stains"."""
        free = set(self._free("float")) & set(self.lists["sliders"].split())
        if not free:
            return None
        name = self.rng.choice(sorted(free))
        self._set.add(name)
        values: Lists = self.lists["slider_values"]
        tenth = self.rng.choice(list(values))
        slider = self.phrasing.say(self.lists["slider"], values[tenth], name=name.replace("_", " "))
        slots = {"slider": slider, "slider_cap": capital(slider)}
        alone = self.phrasing.say(self.lists, "slider_alone", **slots)
        label = name.replace("_", " ").capitalize()
        fields = {"params": {name: self.allowed[name][int(tenth)]}}
        return Part(fields, "", slider, alone, label, values[tenth])

    def colour(self) -> Part | None:
        """Of a part of it: "grey for the colour of the mortar"."""
        free = [n for n, p in self._free("colour").items() if p.doc.startswith(_COLOUR_OF)]
        free = [name for name in free if name != self.material.tint]
        if not free:
            return None
        name = self.rng.choice(free)
        self._set.add(name)
        colour = self.rng.choice(sorted(vocabulary()["colours"]))
        doc = self.material.parameters[name].doc
        what = doc[0].lower() + doc[1:]
        slots = {"colour": colour, "what": what, "what_cap": doc}
        with_ = self.phrasing.say(self.lists, "colour_with", **slots)
        alone = self.phrasing.say(self.lists, "colour_alone", **slots)
        return Part({"params": {name: colour}}, "", with_, capital(alone), doc, colour)

    def tint(self) -> Part:
        """The colour of the whole."""
        colour = self.rng.choice(sorted(set(vocabulary()["colours"]) - self._taken()))
        label = self.phrasing.say(self.lists["labels"], "colour")
        ways = self._ways("tint", colour=colour)
        return Part({"params": {self.material.tint: colour}}, *ways, label, colour)

    def palette(self) -> Part:
        palette = self.rng.choice(list(self.material.palettes))
        label = self.phrasing.say(self.lists["labels"], "palette")
        return Part({"palette": palette}, *self._ways("palette", palette=palette), label, palette)

    def _ways(self, key: str, **slots: str) -> tuple[str, str, str]:
        front, with_, alone = (
            self.phrasing.say(self.lists, f"{key}_{way}", **slots)
            for way in ("front", "with", "alone")
        )
        return front, with_, alone

    def layer(self, name: str) -> Part | None:
        chosen = self.rng.choice(self.lists["layers"][name])
        return self._written({"layers": {name: chosen["value"]}}, chosen)

    def season(self) -> Part | None:
        if set(self.material.palettes) & set(self.lists["season"]):
            return None
        season = self.rng.choice(list(self.lists["season"]))
        label = self.phrasing.say(self.lists["labels"], "season")
        return self._written({"season": season}, self.lists["season"][season], label, season)

    def style(self) -> Part | None:
        """A slider of any material."""
        own = self.material.parameters
        chosen = self.rng.choice([each for each in self.lists["style"] if each["field"] not in own])
        return self._written({"style": {chosen["field"]: chosen["value"]}}, chosen)

    def _written(
        self, fields: dict[str, Any], lists: Lists, label: str = "", value: str = ""
    ) -> Part | None:
        """The ways that stand in the lists, without those that mean something else here."""
        ways = [self.phrasing.say(lists, way) for way in ("fronts", "with", "alone")]
        front, with_, alone = ("" if self._is_taken(way) else way for way in ways)
        return Part(fields, front, with_, alone, label, value) if with_ else None

    def _taken(self) -> set[str]:
        """Words that mean something of this material."""
        return {*self.material.palettes, *words_of(self.material.name), *called(self.material)}

    def _is_taken(self, way: str) -> bool:
        said = f" {' '.join(re.findall(r'[a-z-]+', way.lower()))} "
        return any(f" {word} " in said for word in self._taken())
