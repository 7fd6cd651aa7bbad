"""What the words of a prompt mean in a setting: trades, traits, people, places. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from npcgen.dialogue.generation.catalogue import Catalogue, Role, Trait
from npcgen.dialogue.generation.setting import Setting
from npcgen.dialogue.lore.entry import EVERYBODY
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.world import Era

Key = tuple[str, ...]
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LONGEST = 5
_ARTICLES = ("the", "a", "an")


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a prompt that mean something together."""

    text: str
    key: Key
    possessive: bool


class Lexicon:
    def __init__(self, setting: Setting, catalogue: Catalogue) -> None:
        words = catalogue.words
        self._pairs = catalogue.pairs
        self._fillers = words.fillers
        self.roles: dict[Key, list[Role]] = {}
        for role in catalogue.roles:
            for word in (role.name, *role.words):
                self.roles.setdefault(key_of(word), []).append(role)
        traits = [trait for pair in catalogue.pairs for trait in pair]
        self.traits = {
            key_of(word): trait for trait in traits for word in (trait.name, *trait.words)
        }
        self.relations = {key_of(word): value for word, value in words.relations.items()}
        self.ages = {key_of(word): value for word, value in words.ages.items()}
        self.bodies = {key_of(word): value for word, value in words.bodies.items()}
        self.eras = {key_of(word): value for word, value in words.eras.items()}
        self.styles = {key_of(style.name): style for style in catalogue.styles}
        self.looks = {key_of(word): value for word, value in catalogue.looks.prompt.items()}
        self.fears = {_bare(fear): fear for fear in catalogue.lives.fears}
        self.era = setting.era
        self.people = self._people(setting.people)
        self.factions = {_bare(name): name for name in setting.factions if _bare(name)}
        self.places = self._places(setting)
        self._known: tuple[Iterable[Key], ...] = (
            *(self.roles, self.traits, self.relations, self.ages, self.bodies, self.eras),
            *(self.styles, self.looks, self.people, self.factions, self.places, self.fears),
        )

    def spans(self, prompt: str) -> list[Span]:
        """The prompt's words, the longest that mean something together first."""
        found = [match[0] for match in _WORD.finditer(prompt)]
        parted = [_without_possessive(word) for word in found]
        spans, at = [], 0
        while at < len(found):
            count = next(
                (
                    n
                    for n in range(min(_LONGEST, len(found) - at), 1, -1)
                    if self._has(parted, at, n)
                ),
                1,
            )
            text = " ".join(found[at : at + count])
            key = tuple(word for word, _ in parted[at : at + count])
            spans.append(Span(text, key, parted[at + count - 1][1]))
            at += count
        return spans

    def role(self, key: Key, era: Era) -> Role | None:
        """The trade of that name, of the era; of any, where that is "none"."""
        fitting = (role for role in self.roles.get(key, ()) if era in ("none", role.era))
        return next(fitting, None)

    def goes_with(self, trait: Trait, others: Iterable[Trait]) -> bool:
        """Whether none of the others is its opposite."""
        pair = next(each for each in self._pairs if trait in each)
        return not any(other in pair for other in others if other != trait)

    def is_filler(self, span: Span) -> bool:
        return len(span.key) == 1 and span.key[0] in self._fillers

    def _has(self, parted: list[tuple[str, bool]], at: int, count: int) -> bool:
        key = tuple(word for word, _ in parted[at : at + count])
        return any(key in known for known in self._known)

    def _people(self, people: Iterable[Persona]) -> dict[Key, Persona]:
        """By name, by a part of the name, by trade; whoever comes first by id."""
        named: dict[Key, Persona] = {}
        for person in people:
            parts = [(word,) for word in key_of(person.name) if (word,) not in self.relations]
            trades = [key_of(person.role), key_of(person.role)[-1:]]
            trades += [key_of(w) for each in self.roles.get(trades[0], ()) for w in each.words]
            for key in (key_of(person.name), *parts, *trades):
                named.setdefault(key, person)
        return named

    def _places(self, setting: Setting) -> dict[Key, str]:
        """Where people live, and the titles of lore that anybody knows and that name nobody."""
        titles = [entry.title for entry in setting.lore if entry.scope == EVERYBODY]
        named = [title for title in titles if title.casefold() not in setting.taken_names]
        places = [_lower_article(each) for each in named if key_of(each)[:1] == ("the",)]
        return {_bare(each): each for each in places if _bare(each)}


def key_of(text: str) -> Key:
    return tuple(_without_possessive(word)[0] for word in _WORD.findall(text))


def _bare(text: str) -> Key:
    key = key_of(text)
    return key[1:] if key[:1] and key[0] in _ARTICLES else key


def _lower_article(text: str) -> str:
    return text[0].lower() + text[1:]


def _without_possessive(word: str) -> tuple[str, bool]:
    word = word.casefold().replace("’", "'")
    bare = word.removesuffix("'s")
    return bare, bare != word
