"""The report's page, read by the standard library's parsers."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from tests.worldgen.quests.quests import HOLLOW, LANTERN, SALVE
from worldgen.quests.graph import OFFER, graph_of
from worldgen.quests.quest import Line, Quest
from worldgen.quests.spec import QuestSpec
from worldgen.quests.survey import Survey, page
from worldgen.quests.survey.charts import Point, bars, binned, scatter
from worldgen.quests.survey.picture import layout
from worldgen.quests.world import World

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></svg><iframe src=//x>",
    "{{ 7*7 }}{% raw %}",
    "&lt;b&gt; & \x00\x1b[31m \u202eover",
    "' onclick='x",
)


class Tags(HTMLParser):
    """Every tag of a page, with its attributes' names."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


def world_named(name: str) -> World:
    people = {
        who: HOLLOW.entities[who].model_copy(update={"name": name}) for who in ("mira", "elsa")
    }
    return replace(HOLLOW, name=name, entities={**HOLLOW.entities, **people})


def survey_of(world: World, *quests: Quest) -> Survey:
    survey = Survey(world, QuestSpec(count=max(1, len(quests)), seed=7))
    for quest in quests:
        survey.add(quest, f"hollow-7-{quest.id}.json")
    return survey


def read(text: str) -> Tags:
    tags = Tags()
    tags.feed(text)
    tags.close()
    return tags


def titled(title: str) -> Quest:
    lines = (Line("k", "title", "", "", title), *LANTERN.lines[1:])
    return replace(LANTERN, lines=lines)


def test_a_page_has_all_its_parts_and_asks_no_network() -> None:
    found = read(page(survey_of(world_named("Hollow"), LANTERN, SALVE)))
    tags = [tag for tag, _ in found.tags]

    assert tags.count("svg") >= 8 + 5 + 2
    assert "script" not in tags
    assert {"hollow-7-lantern-quest.json", "hollow-7-salve-quest.json"} <= {*found.links}
    assert all(re.fullmatch(r"#\w+|[\w-]+\.json", link) for link in found.links)
    assert "A light for the mill" in found.text


def test_the_same_quests_have_the_same_page() -> None:
    one, other = (page(survey_of(world_named("Hollow"), LANTERN, SALVE)) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_a_world_are_text(name: str) -> None:
    harmless = read(page(survey_of(world_named("Hollow"), titled("Light"), SALVE)))
    hostile = read(page(survey_of(world_named(name), titled(name), SALVE)))
    shown = re.sub(r"[\s\x00-\x1f]+", " ", name)

    assert {*hostile.tags} <= {*harmless.tags}
    assert shown in hostile.text


@pytest.mark.parametrize("name", [*HOSTILE, "Hollow"])
def test_every_picture_is_well_formed(name: str) -> None:
    text = page(survey_of(world_named(name), titled(name), SALVE))
    pictures = re.findall(r"<svg.*?</svg>", text, re.S)

    assert len(pictures) > 10
    for picture in pictures:
        assert ElementTree.fromstring(picture).tag == "svg"


def test_a_page_of_nothing_is_one_too() -> None:
    text = read(page(survey_of(world_named("Hollow")))).text
    assert "0 of 0 quests, in the order of the seed" in text
    assert "0 of 1 quests could be made" in text


def test_bars_are_as_long_as_their_counts() -> None:
    chart = ElementTree.fromstring(bars("Steps", {"2": 10, "3": 5, "4": 0}))
    widths = [float(each.attrib["width"]) for each in chart.iter("rect")]

    assert widths[1] == pytest.approx(widths[0] / 2)
    assert widths[2] == 0


def test_points_stand_where_their_values_are() -> None:
    points = [Point(x, y, "easy", "") for x, y in ((0, 0), (10, 0), (0, 8), (10, 8))]
    chart = ElementTree.fromstring(scatter("Pay", "x", "y", points))
    starts = [
        tuple(map(float, re.findall(r"[\d.]+", each.attrib["d"])[:2]))
        for each in chart.iter("path")
        if "point" in each.attrib["class"]
    ]

    assert starts[0][1] == starts[1][1] > starts[2][1] == starts[3][1]
    assert starts[0][0] == starts[2][0] < starts[1][0] == starts[3][0]


@pytest.mark.parametrize(
    ("counts", "ranges"),
    [
        ({}, {}),
        ({3: 2, 5: 1}, {"3": 2, "4": 0, "5": 1}),
        ({0: 1, 19: 2}, {"0\u20131": 1, "18\u201319": 2}),
        ({7: 1, 950: 1}, {"0\u201399": 1, "900\u2013999": 1}),
    ],
)
def test_ranges_are_round_and_keep_every_count(
    counts: dict[int, int], ranges: dict[str, int]
) -> None:
    found = binned(counts)

    assert len(found) <= 11
    assert {name: count for name, count in found.items() if name in ranges} == ranges
    assert sum(found.values()) == sum(counts.values())


@pytest.mark.parametrize("quest", [LANTERN, SALVE])
def test_boxes_stand_below_what_leads_there_and_never_on_each_other(quest: Quest) -> None:
    graph = graph_of(quest)
    found = layout(graph)

    assert found.at[OFFER][1] == 0
    for name, (_, row) in found.at.items():
        assert all(found.at[after][1] > row for after in graph.nodes[name].next)
    places = sorted((row, column) for column, row in found.at.values())
    gaps = [b[1] - a[1] for a, b in pairwise(places) if a[0] == b[0]]
    assert all(gap >= 1 for gap in gaps)
    assert all(0 <= column < found.columns for _, column in places)
