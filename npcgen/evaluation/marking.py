"""From replies to marks: what of each is right, section by section."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from npcgen.evaluation.exam import Asked, Question, Section
from npcgen.evaluation.examinee import Answered, Reply
from npcgen.evaluation.judge.character import leaks, stays_in_character
from npcgen.evaluation.judge.facts import holds
from npcgen.evaluation.judge.fields import compare
from npcgen.evaluation.judge.form import is_whole
from npcgen.evaluation.judge.ignorance import abstains
from npcgen.evaluation.judge.scripts import is_written_in, strays
from npcgen.evaluation.judge.style import StyleClassifier
from npcgen.evaluation.variety import measure
from npcgen.evaluation.wilson import Share

_ABOUT_PLAYING = ("Personality:", "Speech:", "Instructions:", "Hides something")


@dataclass(frozen=True, slots=True)
class Judged:
    """A reply with what was asked, and whether it is right; None where nothing is asked of it."""

    question: Question
    asked: Asked
    reply: Reply
    right: bool | None


@dataclass(frozen=True, slots=True)
class Marks:
    """What a section came to."""

    section: str
    total: Share
    counted: str
    """What was counted: "replies", "fields"."""
    parts: Mapping[str, Share]
    measures: Mapping[str, float]
    """What is no share: distinct words, bits a letter."""


class Judge:
    """Judges replies; knows how to tell manners apart."""

    def __init__(self, classifier: StyleClassifier) -> None:
        self._classifier = classifier

    def judged(self, answered: Answered) -> list[Judged]:
        """Every turn of it."""
        question = answered.question
        known = "\n".join(message.content for message in question.opening)
        pairs = zip(question.turns, answered.replies, strict=True)
        return [
            Judged(question, asked, reply, self._verdict(asked, reply, known))
            for asked, reply in pairs
        ]

    def _verdict(self, asked: Asked, reply: Reply, known: str) -> bool | None:
        right, text = asked.right, reply.text
        if not right.is_judged:
            return None
        demands: list[tuple[bool, Callable[[], bool]]] = [
            (bool(right.holds), lambda: all(holds(text, each) for each in right.holds)),
            (
                right.abstains,
                lambda: abstains(text, right.about, f"{known}\n{asked.text}"),
            ),
            (bool(right.style), lambda: self._classifier.style_of(text) == right.style),
            (bool(right.fields), lambda: compare(text, right.fields).is_same),
            (right.in_character, lambda: _in_character(asked, reply, known)),
            (bool(right.scripts), lambda: is_written_in(text, right.scripts, right.language)),
        ]
        return bool(text) and all(check() for demanded, check in demands if demanded)


def _in_character(asked: Asked, reply: Reply, known: str) -> bool:
    private = "\n".join(
        [
            known.partition("\n\n")[0],
            *(x for x in known.splitlines() if x.startswith(_ABOUT_PLAYING)),
        ]
    )
    stays = stays_in_character(reply.text, asked.right.never)
    return stays and reply.finished and is_whole(reply.text) and not leaks(reply.text, private)


def mark(section: Section, judged: Sequence[Judged]) -> Marks:
    """The marks of a section's replies."""
    special = {"variety": _variety, "action": _action, "spec": _spec, "consistency": _consistency}
    return special.get(section, _by_kind)(section, judged)


def mark_form(judged: Sequence[Judged]) -> Marks:
    """Of all that was spoken: whole sentences, in the letters of English."""
    spoken = [each for each in judged if each.question.is_spoken and not each.reply.problem]
    english = [each for each in spoken if not each.asked.right.scripts]
    whole = _share(spoken, lambda each: each.reply.finished and is_whole(each.reply.text))
    parts = {
        "ended by itself": _share(spoken, lambda each: each.reply.finished),
        "no stray letters": _share(english, lambda each: not strays(each.reply.text)),
    }
    return Marks("fluency", whole, "spoken replies", parts, {})


def _by_kind(section: str, judged: Sequence[Judged]) -> Marks:
    counted = [each for each in judged if each.right is not None]
    kinds = dict.fromkeys(each.question.kind for each in counted)
    parts = {
        kind: _share([each for each in counted if each.question.kind == kind], _is_right)
        for kind in kinds
    }
    return Marks(section, _share(counted, _is_right), "replies", parts, {})


def _consistency(section: str, judged: Sequence[Judged]) -> Marks:
    """Each fact is asked for twice; who says it first and not again contradicts himself."""
    talks: dict[str, list[Judged]] = {}
    for each in judged:
        if each.right is not None:
            talks.setdefault(each.question.id, []).append(each)
    first = [each for talk in talks.values() for each in talk[: len(talk) // 2]]
    again = [each for talk in talks.values() for each in talk[len(talk) // 2 :]]
    kept = [later for early, later in zip(first, again, strict=True) if early.right]
    steady = sum(all(each.right for each in talk) for talk in talks.values())
    parts = {
        "asked first": _share(first, _is_right),
        "asked again": _share(again, _is_right),
        "said again what it said": _share(kept, _is_right),
        "all of a talk": Share(steady, len(talks)),
    }
    return Marks(section, _share([*first, *again], _is_right), "replies", parts, {})


def _action(section: str, judged: Sequence[Judged]) -> Marks:
    """The right action with the right arguments; none where none is promised."""
    named = [
        each for each in judged if _name_of(each.reply.text) == _name_of(each.asked.right.fields)
    ]
    acts = [each for each in judged if each.question.kind == "act"]
    named_acts = [each for each in named if each.question.kind == "act"]
    parts = {
        "right action": Share(len(named), len(judged)),
        "then right arguments": _share(named_acts, _is_right),
        "something to do": _share(acts, _is_right),
        "nothing to do": _share([e for e in judged if e.question.kind == "none"], _is_right),
    }
    return Marks(section, _share(judged, _is_right), "choices", parts, {})


def _name_of(text: str) -> str:
    found = text.partition('"action":')[2].strip().partition('"')[2].partition('"')[0]
    return found or text


def _spec(section: str, judged: Sequence[Judged]) -> Marks:
    """Fields that are there and right, of those that should be; and of those that are there."""
    total, parts = Share(0, 0), dict[str, Share]()
    for kind in dict.fromkeys(each.question.kind for each in judged):
        ours = [each for each in judged if each.question.kind == kind]
        fields = [compare(each.reply.text, each.asked.right.fields) for each in ours]
        right = sum(each.right for each in fields)
        parts[f"{kind}: found"] = Share(right, sum(each.wanted for each in fields))
        parts[f"{kind}: right of what it wrote"] = Share(right, sum(f.answered for f in fields))
        parts[f"{kind}: whole"] = _share(ours, _is_right)
        total += parts[f"{kind}: found"]
    return Marks(section, total, "fields", parts, {})


def _variety(section: str, judged: Sequence[Judged]) -> Marks:
    """The same line answered again and again: how often it is a new reply."""
    by_line: dict[str, list[str]] = {}
    for each in judged:
        by_line.setdefault(each.question.id, []).append(each.reply.text)
    measured = [measure(texts) for texts in by_line.values()]
    parts = {
        f"{id.split('/')[1]}": Share(m.distinct, m.replies)
        for id, m in zip(by_line, measured, strict=True)
    }
    total = sum(parts.values(), Share(0, 0))
    texts = [text for some in by_line.values() for text in some]
    whole = measure(texts)
    measures = {f"distinct-{n}": value for n, value in whole.distinct_n.items()}
    return Marks(section, total, "replies not said before", parts, measures)


def _is_right(judged: Judged) -> bool:
    return judged.right is True


def _share(some: Sequence[Judged], is_so: Callable[[Judged], bool]) -> Share:
    return Share(sum(map(is_so, some)), len(some))


def problems(judged: Sequence[Judged]) -> Mapping[str, int]:
    """Why questions couldn't be put, and how many."""
    return Counter(each.reply.problem for each in judged if each.reply.problem)
