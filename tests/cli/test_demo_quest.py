"""The demo's village offers a quest that its people talk about, and that survives its giver."""

import json
from pathlib import Path
from typing import Any

from npcgen.demo.quest import SPEC, WORLD, written
from tests.cli.conftest import SCRIPTED, Run
from tests.worldgen.quests.walked import Walk, needs, run_node
from worldgen.quests.making import make
from worldgen.quests.spec import read_spec
from worldgen.quests.worlds import world_of


def test_its_people_say_what_it_is_about_and_it_goes_on_without_its_giver(run: Run) -> None:
    told = json.loads(run("demo", "--json").stdout)
    (giver, heir), quest = told["turns"][-2:], told["quest"]

    assert (giver["npc"], heir["npc"]) == ("Tamsin Reed", "Sister Halwen")
    assert "haunted" in giver["text"]
    assert "haunted" in heir["text"]
    assert [status_known(turn) for turn in (giver, heir)] == ["offered", "open"]
    assert quest["givers"] == ["tamsin", "halwen"]
    assert (quest["repairs"], quest["status"]) == (["stand_in"], "succeeded")
    assert Path(quest["files"][0]).name == f"{quest['id']}.ink"


def test_what_happens_is_shown_in_order(run: Run) -> None:
    shown = run("demo", *SCRIPTED).stdout
    [quest] = (made.quest for made in make(world_of(WORLD), read_spec(SPEC)))
    texts = {(line.role, line.node): line.text for line in quest.lines}
    way = quest.branches[0]
    stand_in = next(text for (role, _), text in texts.items() if role == "stand_in")
    in_order = [
        f"A quest of Emberlow: {texts['title', '']}",
        texts["agree", ""],
        texts["journal", way.steps[0].id],
        "Tamsin Reed is killed",
        f"Sister Halwen: {stand_in}",
        texts["journal", way.steps[-1].id],
        texts["success", way.outcome.id],
        f"reward: {way.outcome.reward.money:g} coins",
        f"{quest.id}.ink",
    ]
    places = [shown.find(text) for text in in_order]
    assert -1 not in places
    assert places == sorted(places)


@needs("inkjs")
def test_its_ink_story_plays_from_the_first_line_to_each_ending(tmp_path: Path) -> None:
    [quest] = (made.quest for made in make(world_of(WORLD), read_spec(SPEC)))
    [file] = written(world_of(WORLD), quest, tmp_path)
    walk = Walk.of(run_node("walk_ink.js", file)[0])

    outcomes = (*(branch.outcome for branch in quest.branches), quest.refusal, *quest.failures)
    repairs = {f"repair_{repair.id}" for repair in quest.repairs}
    assert walk.endings == {f"outcome_{outcome.id}" for outcome in outcomes}
    assert repairs <= {node for _, _, node in walk.edges}


def status_known(turn: dict[str, Any]) -> str:
    """How far the quest had come that the NPC knew its part in; "" for none."""
    known = [each for each in turn["noted"] if each.startswith("knows its part in a quest")]
    return known[0].rpartition(" ")[2] if known else ""
