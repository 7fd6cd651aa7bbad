"""One-liners: short, each another, nothing kept."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from npcgen.dialogue.barks import MAX_WORDS, short
from npcgen.dialogue.events import Completed, DialogueEvent, Sentence, Started
from npcgen.engine.base import TextDelta
from npcgen.errors import InvalidArgument, NotFound
from tests.dialogue.cast import MILLER, conversations, scripted

LONG = "This line goes on, and on, and on, until nobody walks past any more at all."


async def read(stream: AsyncGenerator[DialogueEvent, None]) -> list[DialogueEvent]:
    return [event async for event in stream]


def texts(events: list[DialogueEvent]) -> list[str]:
    return [event.body.text for event in events if isinstance(event.body, Completed)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Fine day.", "Fine day."),
        ("Fine day. Mind the step.\nAda says: no", "Fine day. Mind the step."),
        (f"Fine day. {LONG}", "Fine day."),
        (LONG, "This line goes on, and on, and on."),
        ("a b c d e f g h i j k l m n", "a b c d e f g h i j k l…"),
        ("  \n ", ""),
    ],
)
def test_a_line_is_whole_and_short(text: str, kept: str) -> None:
    assert short(text) == kept
    assert len(short(text).split()) <= MAX_WORDS


async def test_each_line_is_another_and_a_turn_of_its_own(tmp_path: Path) -> None:
    engine = scripted("Fine day.", "Fresh bread!", "Mind the cart.", "Fine, day!")
    talk = conversations(engine, tmp_path)
    events = await read(talk.bark(MILLER, "Ada walks past.", 3, sampling={"seed": 3}))
    said = texts(events)
    assert len(said) == len(set(said)) >= 2
    assert [event.sequence for event in events] == list(range(len(events)))
    per_turn = [
        [type(event.body) for event in events if event.turn_id == turn_id]
        for turn_id in dict.fromkeys(event.turn_id for event in events)
    ]
    assert per_turn == [[Started, TextDelta, Sentence, Completed]] * len(said)
    assert len(talk) == 0
    await engine.close()


async def test_the_same_seed_barks_the_same(tmp_path: Path) -> None:
    engine = scripted(*(f"Line {number} of the miller." for number in range(9)))
    talk = conversations(engine, tmp_path)
    runs = [texts(await read(talk.bark(MILLER, "Rain.", 2, sampling={"seed": 5}))) for _ in "ab"]
    assert runs[0] == runs[1]
    await engine.close()


async def test_a_model_that_only_repeats_itself_says_it_once(tmp_path: Path) -> None:
    engine = scripted("Fine day.")
    talk = conversations(engine, tmp_path)
    assert texts(await read(talk.bark(MILLER, "Rain.", 8))) == ["Fine day."]
    await engine.close()


@pytest.mark.parametrize(
    ("situation", "count", "path"),
    [
        ("", 1, "situation"),
        ("x" * 301, 1, "situation"),
        ("Rain.", 0, "count"),
        ("Rain.", 9, "count"),
    ],
)
async def test_what_cannot_be_right_is_refused(
    tmp_path: Path, situation: str, count: int, path: str
) -> None:
    engine = scripted()
    talk = conversations(engine, tmp_path)
    with pytest.raises(InvalidArgument) as caught:
        await read(talk.bark(MILLER, situation, count))
    assert caught.value.violations[0].path == path
    with pytest.raises(NotFound):
        await read(talk.bark("nobody", "Rain."))
    await engine.close()
