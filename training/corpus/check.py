"""`python -m training.corpus.check [STYLE ...]`: what is wrong with the authored lines, as a table.

Checks form only: slots, counts, marks, lengths, repetition, and without a name also what drawn
dialogues show once slots are filled. Whether a line is any good is for its reader. The rules of
each intent stand in `intents.yaml`.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import yaml

from training.corpus.lexicon import SLOT, slots
from training.corpus.seams import seam_problems

STYLE_FILES = Path(__file__).with_name("styles")
COMMON = frozenset({"name", "role", "a_role", "place", "world", "player"})
SENTENCES = frozenset({"fact", "past", "memory", "news"})
"""Slots that stand for a whole sentence with its full stop."""
CAPITALISED = frozenset({"name", "world", "player", "other", "deed_cap", "item_cap"}) | SENTENCES
SLOT_LISTS = ("needs", "may", "never")
MOST_WORDS, MOST_SENTENCES, FEWEST_WORDS = 32, 4, 3
DIFFERENT = 1 / 5
"""Two lines of which no more of the words are different are one line."""
MOST_OPENERS, MOST_PLAYERS = 1 / 5, 1 / 4
FORBIDDEN = re.compile(r"""[;()"`\n]|\s-|-\s|--|(?<!\w)'|'(?!\w)|\s[.,!?]|\s\s|,,|[!?]{2}""")
SMALL_START = re.compile(r"(?:^|(?<!\.\.)[.!?] )[a-z]")


@dataclass(frozen=True, slots=True)
class Rule:
    """What the lines of an intent must be like."""

    least: int
    needs: frozenset[str] = frozenset()
    """One of these slots stands in each line; empty for none."""
    may: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()

    @property
    def allowed(self) -> frozenset[str]:
        return (COMMON | self.needs | self.may) - self.never


@dataclass(frozen=True, slots=True)
class Style:
    """A style file: what describes it, and its lines by intent."""

    name: str
    first: Sequence[str]
    more: Sequence[str]
    personality: Sequence[str]
    lines: Mapping[str, Sequence[str]]

    @property
    def all_lines(self) -> list[tuple[str, str]]:
        """Each line with its intent."""
        return [(intent, line) for intent, lines in self.lines.items() for line in lines]


@cache
def rules() -> Mapping[str, Rule]:
    """The rule of every intent that a style answers."""
    text = Path(__file__).with_name("intents.yaml").read_text(encoding="utf-8")
    return {
        intent: Rule(entry["least"], *(frozenset(entry.get(k, ())) for k in SLOT_LISTS))
        for intent, entry in yaml.safe_load(text).items()
    }


def read_style(path: Path) -> Style:
    """The style in a YAML file; raises KeyError for a missing part."""
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    speech = read["speech"]
    return Style(path.stem, speech["first"], speech["more"], read["personality"], read["lines"])


def problems(style: Style) -> Iterator[str]:
    """What is wrong with a style, a sentence each."""
    yield from count_problems(style)
    for intent, line in style.all_lines:
        if intent in rules():
            for problem in line_problems(intent, line, style.name):
                yield f"{intent}: {line!r} {problem}"
    yield from repetition_problems(style)


def count_problems(style: Style) -> Iterator[str]:
    described = {"first": style.first, "more": style.more, "personality": style.personality}
    for part, least in (("first", 6), ("more", 8), ("personality", 10)):
        if len(described[part]) < least:
            yield f"{part}: {len(described[part])} of {least}"
    for intent in style.lines.keys() - rules().keys():
        yield f"{intent}: no such intent in intents.yaml"
    for intent, rule in rules().items():
        if (found := len(style.lines.get(intent, ()))) < rule.least:
            yield f"{intent}: {found} of {rule.least} lines"


def line_problems(intent: str, line: str, style: str) -> Iterator[str]:
    """What is wrong with one line on its own."""
    yield from slot_problems(rules()[intent], line)
    if not line.isascii():
        yield "has a character beyond ASCII"
    if not line.endswith((".", "!", "?")) and not line.endswith(tuple(ends_of(SENTENCES))):
        yield "doesn't end with . ! or ?"
    if FORBIDDEN.search(line) or ("..." in line and style != "shy"):
        yield "has a mark or a space that doesn't belong there"
    if SMALL_START.search(line):
        yield "begins a sentence with a small letter"
    if not slots(line) and len(words_of(line)) < FEWEST_WORDS:
        yield f"has fewer than {FEWEST_WORDS} words"
    if len(words_of(line)) > MOST_WORDS:
        yield f"has more than {MOST_WORDS} words"
    if len(sentences_of(line)) > MOST_SENTENCES:
        yield f"has more than {MOST_SENTENCES} sentences"


def slot_problems(rule: Rule, line: str) -> Iterator[str]:
    if strange := slots(line) - rule.allowed:
        yield f"has a slot of another intent: {', '.join(sorted(strange))}"
    if rule.needs and not rule.needs & slots(line):
        yield f"lacks {' or '.join(sorted(rule.needs))}"
    for match in SLOT.finditer(line):
        before, after = line[: match.start()], line[match.end() :]
        starts = not before or before.endswith((". ", "! ", "? ", ": "))
        if match[1] in SENTENCES and not (starts and after[:1] in ("", " ")):
            yield f"has {match[0]}, a whole sentence, inside another"
        if match[1] not in CAPITALISED and starts:
            yield f"begins a sentence with {match[0]}, which has no capital"


def repetition_problems(style: Style) -> Iterator[str]:
    """Lines that say the same, and beginnings that come too often."""
    seen: dict[str, str] = {}
    for intent, line in style.all_lines:
        if (bare := bare_of(line)) in seen:
            yield f"{intent}: {line!r} stands in {seen[bare]} too"
        seen.setdefault(bare, intent)
    for (one_intent, one), (other_intent, other) in combinations(style.all_lines, 2):
        if alike(one, other) and bare_of(one) != bare_of(other):
            yield f"{one_intent}: {one!r} is much like {other!r} in {other_intent}"
    for intent, lines in style.lines.items():
        for opener, count in Counter(opener_of(line, 2) for line in lines).items():
            if count > max(2, -(-len(lines) // 5)):
                yield f"{intent}: {count} of {len(lines)} lines begin with {opener!r}"
    word, share = favourite_opener(style)
    if share > MOST_OPENERS:
        yield f"{share:.0%} of all lines begin with {word!r}"
    if player_share(style) > MOST_PLAYERS:
        yield f"{player_share(style):.0%} of all lines have {{player}}"


def shared_problems(styles: Sequence[Style]) -> Iterator[str]:
    """Lines that stand in more than one style, so that neither can be told by them."""
    owners: dict[str, set[str]] = {}
    for style in styles:
        for _, line in style.all_lines:
            owners.setdefault(bare_of(line), set()).add(style.name)
    for bare, names in owners.items():
        if len(names) > 1 and bare:
            yield f"{bare!r} stands in {', '.join(sorted(names))}"


def words_of(line: str) -> list[str]:
    """Small words without marks; a slot is a word."""
    return re.findall(r"\{\w+\}|[\w']+", line.lower())


def sentences_of(line: str) -> list[str]:
    return [part for part in re.split(r"[.!?]+(?:\s|$)|(?<=\})\s(?=[A-Z])", line) if part.strip()]


def bare_of(line: str) -> str:
    """The line in small letters without slots and marks."""
    return " ".join(words_of(SLOT.sub(" ", line)))


def opener_of(line: str, count: int) -> str:
    return " ".join(words_of(line)[:count])


def alike(one: str, other: str) -> bool:
    """Whether one word, or one in five, is all that is different."""
    first, second = word_set(one), word_set(other)
    allowed = max(2, DIFFERENT * (len(first) + len(second)))
    return len(first & second) > 2 and len(first ^ second) <= allowed


@cache
def word_set(line: str) -> frozenset[str]:
    return frozenset(words_of(line))


def favourite_opener(style: Style) -> tuple[str, float]:
    """The commonest first word, and its share of the lines."""
    openers = Counter(opener_of(line, 1) for _, line in style.all_lines)
    word, count = openers.most_common(1)[0]
    return word, count / openers.total()


def player_share(style: Style) -> float:
    lines = style.all_lines
    return sum("player" in slots(line) for _, line in lines) / len(lines)


def ends_of(names: frozenset[str]) -> list[str]:
    return [f"{{{name}}}" for name in names]


def row(style: Style, found: int) -> str:
    """One style in numbers."""
    lines = style.all_lines
    words = [words_of(line) for _, line in lines]
    intents = sum(len(style.lines.get(i, ())) >= rule.least for i, rule in rules().items())
    word, share = favourite_opener(style)
    return (
        f"{style.name:12} {len(lines):5} {len({bare_of(line) for _, line in lines}):8} "
        f"{intents:4}/{len(rules())} {sum(map(len, words)) / len(lines):10.1f} "
        f"{len({w for some in words for w in some}):10} {player_share(style):7.0%} "
        f"{share:5.0%} {word:10} {found:8}"
    )


def main() -> None:
    """Prints a row for each style and what is wrong; exits with 1 if anything is."""
    parser = argparse.ArgumentParser(prog="python -m training.corpus.check", description=__doc__)
    parser.add_argument("styles", nargs="*", help="names of style files; all when none")
    chosen = parser.parse_args().styles
    every = [read_style(path) for path in sorted(STYLE_FILES.glob("*.yaml"))]
    if unknown := sorted(set(chosen) - {style.name for style in every}):
        parser.error(f"no file styles/{unknown[0]}.yaml")
    shown = [style for style in every if style.name in chosen or not chosen]
    found = {style.name: list(problems(style)) for style in shown}
    print(
        "style        lines distinct intents words/line vocabulary player opener          problems"
    )
    for style in shown:
        print(row(style, len(found[style.name])))
    shared = [p for p in shared_problems(every) if not chosen or any(c in p for c in chosen)]
    found["shared"] = shared
    if not chosen:
        found["seams"] = [*seam_problems("training"), *seam_problems("held_out")]
    for name, some in found.items():
        for problem in some:
            print(f"{name}: {problem}")
    raise SystemExit(1 if any(found.values()) else 0)


if __name__ == "__main__":
    main()
