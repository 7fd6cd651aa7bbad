"""What a player states about himself -> memories of the NPC that hears it. Pure, no model.

A name, a home, a trade become plain sentences of the NPC's own; whatever is longer stays the
player's words, in quotation marks, capped, on one line. NOTE: a memory comes back in later prompts,
so nothing that reads as an order to a program becomes one.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from npcgen.dialogue.guardrails.folding import fold, visible, words_of
from npcgen.dialogue.guardrails.rules import bundled_rules
from npcgen.dialogue.memory.lexicon import FactRule, Lexicon, LexiconFile, bundled_lexicon
from npcgen.dialogue.prompt import one_line
from npcgen.dialogue.tones import bundled_tones, sentence_around, unquoted

MOST_A_LINE = 6
MAX_QUOTE_CHARS = 120
_MAX_NAME_WORDS = 3
_MAX_THING_WORDS = 5
_MAX_PLACE_WORDS = 7
_MAX_WORD_CHARS = 24
_CLAUSE = re.compile(r"[^.,;:!?…\n\"“”«»()\[\]<>{}|#*=/\\]*")
_MARKUP = re.compile(r"[\[\]<>{}|#*=`\\]+")
_QUOTES = re.compile('["“”«»„]')
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_]))*")
_NAME_LINKS = frozenset({"of", "the", "von", "van", "de", "la"})
_ARTICLES = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class Noted:
    """Something worth remembering of a line."""

    kind: Literal["fact", "event"]
    subject: str
    text: str
    importance: float
    name: str = ""
    """The name, where it is the player's own."""


def note(text: str, player_name: str, lexicon: Lexicon | None = None) -> tuple[Noted, ...]:
    """What the NPC keeps of the player's line, at most MOST_A_LINE things.

    `player_name`: what the NPC calls the player in its memories.
    """
    lexicon = lexicon or bundled_lexicon()
    text = "".join(filter(str.isprintable, one_line(visible(text))))
    if _instructs(text, lexicon.file):
        return ()
    facts = {noted.subject: noted for noted in _facts(text, player_name, lexicon)}
    name = next((each.name for each in facts.values() if each.name), player_name)
    if name != player_name:
        facts = {noted.subject: noted for noted in _facts(text, name, lexicon)}
    quoted = {noted.text for noted in facts.values()}
    events = [noted for noted in _events(text, name, lexicon) if noted.text not in quoted]
    return (*facts.values(), *events)[:MOST_A_LINE]


def told_name(memory_text: str, lexicon: Lexicon | None = None) -> str:
    """The name in a memory that `note` made of one; "" where there is none (any more)."""
    for rule in (lexicon or bundled_lexicon()).file.facts:
        if rule.subject == "player.name":
            parts = [re.escape(part) for part in rule.text.split("{value}")]
            pattern = "(?P<value>.+)".join(parts[:2]) + "".join("(?P=value)" + p for p in parts[2:])
            if match := re.fullmatch(pattern, memory_text):
                return match["value"]
    return ""


def quote(text: str) -> str:
    """Words as a memory holds them: one line without markup, capped."""
    text = "".join(filter(str.isprintable, one_line(text)))
    bare = one_line(_QUOTES.sub("'", _MARKUP.sub(" ", text)))
    return bare if len(bare) <= MAX_QUOTE_CHARS else bare[: MAX_QUOTE_CHARS - 1].rstrip() + "…"


def _instructs(text: str, file: LexiconFile) -> bool:
    words = list(words_of(text))
    if any(word.text in file.instructive for word in words):
        return True
    hits = bundled_rules().phrases("input").search(words)
    return any(rule.category == "prompt_injection" for rule, _, _ in hits)


def _facts(text: str, player_name: str, lexicon: Lexicon) -> Iterator[Noted]:
    own = unquoted(text)
    hits = lexicon.phrases.search(words_of(own))
    for rule, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
        sentence, is_question = sentence_around(own, start, end)
        if is_question or _is_supposed(own[:start], lexicon.file):
            continue
        value = _value(own[end:], rule, lexicon.file)
        if not value:
            continue
        relation = _relation(own[start:end], lexicon.file)
        names = {"player": player_name, "value": value, "relation": relation}
        subject = rule.subject.format(
            **names | {"value": _slug(sentence if rule.shape == "sentence" else value)}
        )
        told = rule.text.format(**names, quote=quote(sentence))
        own_name = value if rule.subject == "player.name" else ""
        yield Noted("fact", subject, told, rule.importance, own_name)


def _events(text: str, player_name: str, lexicon: Lexicon) -> Iterator[Noted]:
    for tone in bundled_tones(lexicon.file.language).of(text):
        rule = lexicon.file.events.get(tone.id)
        if rule is not None:
            told = rule.text.format(player=player_name, quote=quote(tone.sentence))
            yield Noted("event", f"event.{tone.id}.{_slug(tone.sentence)}", told, rule.importance)


def _value(rest: str, rule: FactRule, file: LexiconFile) -> str:
    """What stands behind the phrase, in the rule's shape; "" where nothing fits."""
    match = _CLAUSE.match(rest)
    words = match[0].split() if match else []
    kept: list[str] = []
    for word in words:
        if fold(word) in file.breaks and kept:
            break
        kept.append(word)
    if not kept or any(len(word) > _MAX_WORD_CHARS for word in kept):
        return ""
    match rule.shape:
        case "name":
            return _name(kept, file)
        case "capital_name":
            return _name(kept, file) if kept[0][0].isupper() else ""
        case "place":
            return _place(kept, file)
        case "trade":
            trade = " ".join(kept[:2]).lower()
            last = trade.split()[-1]
            return (
                kept[0].lower() if kept[0].lower() in file.trades else trade * (last in file.trades)
            )
        case "thing":
            return _thing(kept, file) if len(kept) <= _MAX_THING_WORDS else ""
        case "sentence":
            return " ".join(kept)


def _name(words: list[str], file: LexiconFile) -> str:
    if fold(words[0]) in file.not_names | file.breaks or not _NAME_WORD.fullmatch(words[0]):
        return ""
    taken = [words[0] if words[0][0].isupper() else words[0].capitalize()]
    for at, word in enumerate(words[1:_MAX_NAME_WORDS], 1):
        following = words[at + 1] if at + 1 < len(words) else ""
        is_link = word in _NAME_LINKS and following[:1].isupper()
        if not (is_link or (word[0].isupper() and _NAME_WORD.fullmatch(word))):
            break
        taken.append(word)
    while taken[-1] in _NAME_LINKS:
        taken.pop()
    # "Brannoch's friend" is somebody else.
    return "" if fold(taken[-1]).endswith("'s") else " ".join(taken)


def _place(words: list[str], file: LexiconFile) -> str:
    if len(words) > _MAX_PLACE_WORDS or fold(words[0]) in file.not_names - _ARTICLES:
        return ""
    place = _thing(words, file)
    return place.capitalize() if len(words) == 1 and place.islower() else place


def _thing(words: list[str], file: LexiconFile) -> str:
    """A few words as the NPC says them: "my old dog" is "their old dog"."""
    is_plain = all(_NAME_WORD.fullmatch(word) or word.isdigit() for word in words)
    if not is_plain or fold(words[0]) in file.not_things:
        return ""
    return " ".join(file.swaps.get(word.lower(), word) for word in words)


def _is_supposed(before: str, file: LexiconFile) -> bool:
    """Whether an "if" stands right before the phrase."""
    words = before.split()
    return bool(words) and fold(words[-1]) in file.conditions


def _relation(phrase: str, file: LexiconFile) -> str:
    words = (word.text.removesuffix("'s") for word in words_of(phrase))
    return next((word for word in words if word in file.relations), "")


def _slug(text: str) -> str:
    """The same for the same words, and short."""
    words = [word.text for word in words_of(text) if word.text[0].isalnum()]
    plain = "-".join(words)
    return plain if len(plain) <= 32 else hashlib.sha256(plain.encode()).hexdigest()[:16]
