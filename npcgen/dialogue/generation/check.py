"""Proves that a persona is complete, consistent and at home in its world; or says what is wrong.

NOTE: shares no code with what generates, nor with the gate: it reads the data files by itself and
judges scopes by its own rules.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import yaml

from npcgen.dialogue.lore.entry import LoreEntry
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.world import World

_SUMMARY_CHARS = (20, 600)
_LINE_CHARS = 400
_FEWEST = {"goals": 1, "knowledge": 2, "secrets": 1, "examples": 2, "boundaries": 1}
_FEWEST |= {"fallback_lines": 2, "deflections": 2}
_NEEDED = ("role", "place", "summary", "personality", "speech_style")
_SEEN = ("body", "age_years", "hair_style", "hair_colour", "eye_colour", "clothing")
_MEASURED = ("height", "build", "muscle", "skin_tone", "age_look")
_CALENDAR = frozenset({"Tuesdays", "Fridays", "November"})
_ERAS = ("medieval", "industrial", "modern", "future")
_TOLD_SHARE = 0.6
_YEARS_APART = 16
_CAPITAL = re.compile(r"(?<![.!?:\"'“] )(?<!^)(?<!\.\.\. )\b[A-Z][a-z]{2,}", re.MULTILINE)


def problems(
    persona: Persona, world: World | None, others: Sequence[Persona], lore: Iterable[LoreEntry]
) -> tuple[str, ...]:
    """What is wrong, a sentence each; nothing for a good one.

    `others`: everybody else that is known; `lore`: the world's.
    """
    entries = tuple(lore)
    return (
        *_incomplete(persona),
        *_clashing(persona, others),
        *_inconsistent(persona),
        *_unrelated(persona, others),
        *_out_of_scope(persona, entries),
        *_told(persona),
        *_out_of_era(persona, world),
        *_unknown_names(persona, world, others, entries),
    )


def _incomplete(persona: Persona) -> Iterator[str]:
    for name in _NEEDED:
        if not getattr(persona, name):
            yield f"{name} is empty"
    for name, fewest in _FEWEST.items():
        if (count := len(getattr(persona, name))) < fewest:
            yield f"{name} has {count} entries; {fewest} are needed"
    low, high = _SUMMARY_CHARS
    if not low <= len(persona.summary) <= high:
        yield f"summary has {len(persona.summary)} characters, not {low}..{high}"
    for text in _public(persona):
        if len(text) > _LINE_CHARS and text != persona.summary:
            yield f"a line has {len(text)} characters"
        if "{" in text or "}" in text:
            yield f"'{text}' holds a placeholder"
    for name in _SEEN:
        if not getattr(persona.appearance, name):
            yield f"appearance.{name} isn't given"
    for name in _MEASURED:
        if getattr(persona.appearance, name) is None:
            yield f"appearance.{name} isn't given"


def _clashing(persona: Persona, others: Sequence[Persona]) -> Iterator[str]:
    if persona.id in {each.id for each in others}:
        yield f"the id {persona.id} is taken"
    if persona.name.lower() in {each.name.lower() for each in others}:
        yield f"the name {persona.name} is taken"


def _inconsistent(persona: Persona) -> Iterator[str]:
    traits = {word.strip() for word in persona.personality.split(".")[0].split(",")}
    for pair in _data("traits")["pairs"]:
        if {each["name"] for each in pair} <= traits:
            yield f"is both {pair[0]['name']} and {pair[1]['name']}"
    known = {line for style in _data("styles")["styles"] for line in style["lines"]}
    labels = {line.split(".")[0] for line in known}
    if persona.speech_style.split(".")[0] not in labels:
        yield f"no style begins with '{persona.speech_style.split('.')[0]}'"
    worked = re.search(r"for (\d+) years", persona.summary)
    if worked and int(worked[1]) >= persona.appearance.age_years:
        yield f"has worked {worked[1]} years and is {persona.appearance.age_years}"


def _unrelated(persona: Persona, others: Sequence[Persona]) -> Iterator[str]:
    known = {each.id: each for each in others if each.world == persona.world}
    ids = [each.persona_id for each in persona.relations]
    if len(set(ids)) < len(ids):
        yield "is related twice to one"
    for relation in persona.relations:
        other = known.get(relation.persona_id)
        if other is None:
            yield f"is {relation.kind} of {relation.persona_id}, who isn't of this world"
            continue
        if not any(other.name in line for line in persona.knowledge):
            yield f"doesn't know of its relation to {other.name}"
        older = persona.appearance.age_years - other.appearance.age_years
        gap = {"parent": older, "child": -older}.get(relation.kind, _YEARS_APART)
        if other.appearance.age_years and gap < _YEARS_APART:
            yield f"is {relation.kind} of {other.name} and {older} years older"


def _out_of_scope(persona: Persona, entries: Sequence[LoreEntry]) -> Iterator[str]:
    for entry in entries:
        if not any(" ".join(entry.text.split()) in line for line in persona.knowledge):
            continue
        scope = entry.scope
        allowed: tuple[tuple[Sequence[object], set[str]], ...] = (
            (scope.personas, {persona.id}),
            (scope.roles, {persona.role.lower()}),
            (scope.factions, {each.lower() for each in persona.factions}),
            (scope.places, {persona.place.lower()}),
        )
        timed = scope.since is not None or scope.until is not None
        if scope.quests or timed or any(some and own.isdisjoint(some) for some, own in allowed):
            yield f"knows lore '{entry.id}', which is out of its scope"


def _told(persona: Persona) -> Iterator[str]:
    """Secrets whose words stand in a line that anybody may hear."""
    for secret in persona.secrets:
        text = secret if isinstance(secret, str) else secret.text
        words = _content(text)
        for line in _public(persona):
            if words and len(words & _content(line)) >= _TOLD_SHARE * len(words):
                yield f"'{line}' tells the secret '{text}'"


def _out_of_era(persona: Persona, world: World | None) -> Iterator[str]:
    eras = {each["era"] for each in _data("roles")["roles"] if each["name"] == persona.role}
    if not eras:
        yield f"the trade {persona.role} is in no era"
    if world is None or world.era == "none":
        return
    if world.era not in eras:
        yield f"a {persona.role} isn't of the era {world.era}"
    text = " ".join(_public(persona)).lower()
    for era, pattern in _era_words():
        if _ERAS.index(world.era) < _ERAS.index(era) and (found := re.search(pattern, text)):
            yield f"'{found[0]}' isn't of the era {world.era}"


def _unknown_names(
    persona: Persona, world: World | None, others: Sequence[Persona], entries: Sequence[LoreEntry]
) -> Iterator[str]:
    """Words with a capital inside a sentence that name nothing that exists."""
    known = [persona.name, *(each.name for each in others if each.world == persona.world)]
    known += [each.text + " " + each.title for each in entries]
    known += [f"{world.name} {world.description}"] if world else []
    words = set(re.findall(r"\w+", " ".join(known)))
    for text in _public(persona):
        for match in _CAPITAL.finditer(text):
            if match[0] not in words | _CALENDAR:
                yield f"'{match[0]}' in '{text}' names nobody that exists"


def _public(persona: Persona) -> tuple[str, ...]:
    """All that may be said or shown."""
    hints = (each.hint for each in persona.secrets if not isinstance(each, str))
    return (
        persona.summary,
        persona.personality,
        persona.speech_style,
        persona.place,
        *persona.goals,
        *persona.knowledge,
        *persona.boundaries,
        *persona.fallback_lines,
        *persona.deflections,
        *persona.greetings,
        *(each.npc for each in persona.examples),
        *(each.why for each in persona.relations),
        *persona.appearance.marks,
        *hints,
    )


def _content(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]+", text.lower()) if len(word) > 3}


@cache
def _era_words() -> tuple[tuple[str, str], ...]:
    """The era that each first makes sense in, and its words as a regular expression."""
    text = (resources.files("npcgen") / "data" / "guardrails" / "rules_eras.yaml").read_text(
        "utf-8"
    )
    return tuple(
        (rule["era"], r"\b(?:" + "|".join(rule["phrases"]) + r")\b")
        for rule in yaml.safe_load(text)["rules"]
    )


@cache
def _data(name: str) -> Mapping[str, Any]:
    file = resources.files("npcgen") / "data" / "generation" / f"{name}.yaml"
    return yaml.safe_load(file.read_text("utf-8"))  # type: ignore[no-any-return]
