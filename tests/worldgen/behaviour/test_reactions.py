"""What comes before the routine: fears, and parts in quests, by what a game declared."""

import copy

import pytest

from tests.worldgen.behaviour.casts import BUNDLED, rescue, village
from worldgen.behaviour.document import Behaviour
from worldgen.behaviour.make import make_behaviour, setting_of
from worldgen.behaviour.nodes import Leaf
from worldgen.behaviour.vocabulary import Vocabulary, read_vocabulary
from worldgen.errors import InvalidSpec
from worldgen.quests.quest import Quest
from worldgen.quests.worlds import world_of

SMITH = {"role": "blacksmith"}
QUEST = rescue("emberlow", "nessa", "jem", "tamsin", "lights")
OURS = rescue("nook", "bo", "ada", "bo", "song")


def without(*names: str) -> Vocabulary:
    """The bundled vocabulary but for these actions and conditions."""
    given = copy.deepcopy(BUNDLED)
    for group in ("actions", "conditions"):
        given[group] = {name: each for name, each in given[group].items() if name not in names}
    return read_vocabulary(given)


def labels(behaviour: Behaviour) -> list[str]:
    """Of what the root tries, in order."""
    nodes = {node.id: node for node in behaviour.nodes}
    root = nodes[behaviour.root]
    assert not isinstance(root, Leaf)
    return [nodes[child].label for child in root.children]


def actions(behaviour: Behaviour) -> set[str]:
    return {node.name for node in behaviour.nodes if isinstance(node, Leaf)}


def test_fears_come_first_one_for_each() -> None:
    made = make_behaviour("ada", SMITH, setting_of(village("fears ada fox", "fears ada bo")))
    assert labels(made) == ["flee bo", "flee fox", "routine"]


def test_the_brave_do_not_flee() -> None:
    setting = setting_of(village("fears ada fox"))
    assert labels(make_behaviour("ada", {**SMITH, "personality": "bold"}, setting)) == ["routine"]


@pytest.mark.parametrize(
    ("who", "parts", "first"),
    [
        ("nessa", ["giver"], ["flee wolf", "offer rescue", "remind rescue"]),
        ("jem", ["captive"], ["flee dorrick", "held rescue", "freed rescue"]),
        ("tamsin", ["stand_in", "witness"], ["flee boar", "take_over rescue", "tell rescue"]),
        ("odrin", [], ["flee grey_stranger"]),
    ],
)  # fmt: skip
def test_parts_in_a_quest_come_before_the_routine(
    who: str, parts: list[str], first: list[str]
) -> None:
    made = make_behaviour(who, {}, setting_of(world_of("emberlow")), [QUEST])
    assert [part.part for part in made.parts] == parts
    assert labels(made) == [*first, "routine"]


def test_whom_a_quest_is_about_meets_the_player_or_stands_their_ground() -> None:
    quest = rescue("nook", "bo", "ada", "bo", "song")
    made = make_behaviour("ada", SMITH, setting_of(village()), [quest])
    assert ([part.part for part in made.parts], labels(made)[0]) == (["target"], "meet rescue")
    made = make_behaviour("ada", SMITH, setting_of(village("hostile ada")), [quest])
    assert labels(made)[0] == "stand rescue"


def test_an_activity_falls_back_to_what_is_declared() -> None:
    setting = setting_of(village(), without("work_at", "eat", "sleep"))
    assert actions(make_behaviour("ada", SMITH, setting)) == {"during", "go_to", "stay"}
    setting = setting_of(village(), without("go_to", "eat", "stay", "guard"))
    with pytest.raises(InvalidSpec, match=r"`eat` at forge needs action eat\(place\)"):
        make_behaviour("ada", SMITH, setting)


def test_a_routine_without_a_clock_is_refused() -> None:
    with pytest.raises(InvalidSpec, match=r"needs condition during\(from, until\); declare it"):
        make_behaviour("ada", SMITH, setting_of(village(), without("during")))


def test_an_action_with_other_parameters_is_another_action() -> None:
    given = copy.deepcopy(BUNDLED)
    given["actions"]["work_at"]["parameters"] = {"place": "place", "tool": "text"}
    made = make_behaviour("ada", SMITH, setting_of(village(), read_vocabulary(given)))
    assert "work_at" not in actions(made)
    assert "stay" in actions(made)


def test_a_reaction_that_cannot_be_is_told() -> None:
    setting = setting_of(village("fears ada fox"), without("flee_from"))
    [left_out] = make_behaviour("ada", SMITH, setting).left_out
    assert (left_out.reaction, left_out.missing) == ("flee", ("action flee_from(who)",))


@pytest.mark.parametrize(
    ("quests", "text"), [([QUEST], "of the world emberlow"), ([OURS, OURS], "twice")]
)
def test_quests_that_cannot_be_theirs_are_refused(quests: list[Quest], text: str) -> None:
    with pytest.raises(InvalidSpec, match=text):
        make_behaviour("ada", SMITH, setting_of(village()), quests)


def test_only_what_is_used_is_declared_in_it() -> None:
    made = make_behaviour("ada", SMITH, setting_of(village()))
    assert sorted(made.actions) == ["eat", "go_to", "sleep", "stay", "work_at"]
    assert (list(made.conditions), list(made.blackboard)) == (["during"], ["minute"])
