"""Twee 3, read as its specification says, and every passage walked."""

import html
import json
import re
import uuid
from dataclasses import replace

import pytest

from tests.worldgen.quests.exported import EVERY, hostile, told, village, world
from tests.worldgen.quests.walked import Walk, check_ways, flat, spoken
from worldgen.quests.export import export
from worldgen.quests.quest import Quest
from worldgen.quests.world import World

LINK = re.compile(r"\[\[(.*)->(\w+)\]\]")
BACK = re.compile(r'\(link-undo: "(.*)"\)')


def passages(text: str) -> dict[str, list[str]]:
    """Lines by name; the header is `:: name [tags]`."""
    found: dict[str, list[str]] = {}
    for line in text.split("\n"):
        if line.startswith("::"):
            header = re.fullmatch(r":: (\w+)(?: \[(\w+)\])?", line)
            assert header, line
            assert header[1] not in found
            found[header[1]] = lines = []
        elif line:
            lines.append(line)
    return found


def opened(quest: Quest, given: World) -> dict[str, list[str]]:
    return passages(export([quest], given, "twee")[f"{quest.id}.twee"].decode())


def shown(text: str) -> str:
    """What Harlowe shows: nothing in it is markup once its references are read."""
    plain = re.sub(r"&#\d+;", ".", text)
    assert not re.search(r"[\[\]{}<>|$*_/~@^=+`\"\\(#&]|''|--|^[-!]", plain), text
    return html.unescape(text)


def walked(quest: Quest, given: World) -> Walk:
    story = opened(quest, given)
    start = json.loads(" ".join(story["StoryData"]))["start"]
    edges, said, endings, left = set(), set(), set(), [start]
    seen = {start}
    while left:
        at = left.pop()
        onward = False
        for line in story[at]:
            if link := LINK.fullmatch(line):
                edges.add((at, shown(link[1]), link[2]))
                left += [link[2]] if link[2] not in seen else []
                seen.add(link[2])
                onward = True
            elif back := BACK.fullmatch(line):
                onward = bool(shown(back[1]))
            else:
                said.add((at, "", "", shown(line)))
        if not onward:
            endings.add(at)
    assert seen == {*story} - {"StoryTitle", "StoryData"}
    return Walk(edges, said, endings)


@pytest.mark.parametrize("given", [village(), world()], ids=["plain", "hostile"])
@pytest.mark.parametrize("name", EVERY)
def test_every_branch_leads_from_the_first_passage_to_its_ending(name: str, given: World) -> None:
    check_story(EVERY[name](), given)


def check_story(quest: Quest, given: World) -> None:
    walk = walked(quest, given)
    check_ways(walk.edges, walk.endings, quest, given)
    texts = {text for _, _, _, text in walk.said} | {text for _, text, _ in walk.edges}
    for line in spoken(quest):
        who = f"{flat(given.called(line.speaker))}: " if line.speaker else ""
        assert {who + flat(line.text), flat(line.text)} & texts, line


def test_a_story_says_what_it_is() -> None:
    story = opened(told(), village())
    data = json.loads(" ".join(story["StoryData"]))
    assert story["StoryTitle"] == ["A light for Mira"]
    assert data["format"] == "Harlowe"
    assert data["ifid"] == str(uuid.UUID(data["ifid"])).upper()


def test_stories_are_told_apart_by_their_ifid() -> None:
    first, second = (opened(quest, village())["StoryData"] for quest in (told(), hostile()))
    assert first != second


def test_a_title_that_begins_like_a_passage_is_none() -> None:
    lines = tuple(
        replace(line, text=":: x") if line.role == "title" else line for line in told().lines
    )
    assert opened(replace(told(), lines=lines), village())["StoryTitle"] == ["\\:: x"]
