"""Pictures of quests: Mermaid's by its own parser, Graphviz' by dot."""

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.worldgen.quests.exported import EVERY, told, village, world
from tests.worldgen.quests.walked import check_ways, flat, needs, objective, run_node, write
from worldgen.quests.export import export
from worldgen.quests.quest import Quest
from worldgen.quests.world import World

SVG = "{http://www.w3.org/2000/svg}"
GIVEN = pytest.mark.parametrize("given", [village(), world()], ids=["plain", "hostile"])
needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="needs Graphviz' dot")


def check(labels: dict[str, str], links: set[tuple[str, str]], quest: Quest, given: World) -> None:
    """The picture's ways are the quest's, each by what is to be done."""
    texts = {
        squeezed(text): text
        for branch in quest.branches
        for step in branch.steps
        for text in [objective(quest, given, step)]
    }
    edges = {(a, texts.get(squeezed(labels[b]), labels[b]), b) for a, b in links}
    onward = {a for a, _ in links}
    assert {a for a in labels if a.startswith("step_")} <= onward
    endings = {name for name in labels if name.startswith("outcome_")}
    check_ways(edges, endings, quest, given)


def squeezed(text: str) -> str:
    """Without the breaks of lines, which part long words too."""
    return "".join(text.split())


def dotted(path: Path) -> tuple[dict[str, str], set[tuple[str, str]]]:
    done = subprocess.run(["dot", "-Tsvg", path], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    labels, links = {}, set()
    for group in ElementTree.fromstring(done.stdout).iter(f"{SVG}g"):
        title = group.findtext(f"{SVG}title") or ""
        if group.get("class") == "node":
            labels[title] = flat(" ".join(t.text or "" for t in group.iter(f"{SVG}text")))
        elif group.get("class") == "edge":
            a, _, b = title.partition("->")
            links.add((a, b))
    return labels, links


@needs_dot
@GIVEN
@pytest.mark.parametrize("name", EVERY)
def test_dot_draws_every_way(name: str, given: World, tmp_path: Path) -> None:
    quest = EVERY[name]()
    (path,) = write([quest], given, "dot", ".dot", tmp_path)
    check(*dotted(path), quest, given)


@needs("mermaid")
@needs("jsdom")
@GIVEN
def test_mermaid_parses_every_way(given: World, tmp_path: Path) -> None:
    check_mermaid([quest() for quest in EVERY.values()], given, tmp_path)


def check_mermaid(quests: list[Quest], given: World, folder: Path) -> None:
    read = run_node("parse_mermaid.js", *write(quests, given, "mermaid", ".mmd", folder))
    for quest, diagram in zip(quests, read, strict=True):
        assert diagram["issues"] == []
        labels = {name: unreferenced(text) for name, text in diagram["nodes"]}
        check(labels, {(a, b) for a, b in diagram["links"]}, quest, given)


def unreferenced(text: str) -> str:
    """Mermaid keeps `#35;` as `ﬂ°°35¶ß` until it draws."""
    plain = re.sub("ﬂ°°(\\d+)¶ß", lambda found: f"\0{found[1]}\0", text.replace("<br>", " "))
    return flat(re.sub("\0(\\d+)\0", lambda found: chr(int(found[1])), plain))


@needs("mermaid")
@needs("jsdom")
def test_a_broken_picture_is_noticed(tmp_path: Path) -> None:
    (path,) = write([told()], village(), "mermaid", ".mmd", tmp_path)
    path.write_text(path.read_text("utf-8").replace('accepted("', "accepted(["), "utf-8")
    assert run_node("parse_mermaid.js", path)[0]["issues"] != []


def test_what_may_happen_meanwhile_is_dashed() -> None:
    picture = export([told()], village(), "dot")["lantern.dot"].decode()
    assert "accepted -> repair_heir [style=dashed];" in picture
    assert "accepted -> outcome_dead [style=dashed];" in picture
