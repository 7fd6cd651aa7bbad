"""A quest's graph: ways share their beginning, and every part has its node."""

from dataclasses import replace

from tests.worldgen.quests.exported import GIVE, GO, PRAY, bare, outcome, plain, winding
from worldgen.quests.facts import read_literal
from worldgen.quests.graph import ACCEPTED, OFFER, Graph, graph_of
from worldgen.quests.quest import Branch, Quest


def paths(graph: Graph, at: str = ACCEPTED) -> set[tuple[str, ...]]:
    """Ids of the parts, of every way from a node to an ending."""
    node = graph.nodes[at]
    if not node.next:
        return {(node.of,)}
    own = (node.of,) if node.of else ()
    return {own + rest for name in node.next for rest in paths(graph, name)}


def ids(quest: Quest, number: int) -> tuple[str, ...]:
    branch = quest.branches[number]
    return (*(step.id for step in branch.steps), "gentle_came", branch.outcome.id)


def test_the_ways_through_are_the_branches_with_and_without_what_is_optional() -> None:
    quest = bare()
    around = tuple(each for each in ids(quest, 2) if each != PRAY.id)
    assert paths(graph_of(quest)) == {ids(quest, 0), ids(quest, 1), ids(quest, 2), around}


def test_what_begins_alike_is_one_node_until_it_parts() -> None:
    graph = graph_of(bare())
    steps = [node for node in graph.nodes.values() if node.kind == "step"]
    assert len(steps) == 2 + 3 + 3 + 2
    first, second = (node for node in steps if node.branches == ("trade", "stealth"))
    assert (first.next, len(second.next)) == ((second.id,), 2)


def test_a_way_that_is_the_beginning_of_another_may_end_there() -> None:
    graph = graph_of(winding())
    (together,) = (node for node in graph.nodes.values() if node.branches == ("a", "b"))
    assert [graph.nodes[name].kind for name in together.next] == ["step", "extra"]


def test_what_is_done_besides_is_one_chain_that_leads_back() -> None:
    quest = bare()
    graph = graph_of(quest)
    (begun,) = (graph.nodes[name] for name in graph.meanwhile if name.startswith("extra_"))
    (then,) = (graph.nodes[name] for name in begun.next)
    (came,) = (graph.nodes[name] for name in then.next)
    assert [begun.part, then.part] == [*quest.extras[0].steps]
    assert (came.part, graph.returns(came)) == (quest.extras[0].outcome, True)


def test_what_is_kept_is_told_where_no_step_ends_it() -> None:
    rude = replace(GIVE, does=(read_literal("fears mira player", "test"),))
    quest = replace(bare(), branches=(bare().branches[0], Branch("b", (), (rude,), outcome("b"))))
    kept = [node.branches for node in graph_of(quest).nodes.values() if node.of == "gentle_came"]
    assert kept == [("trade",)]


def test_whoever_has_nothing_to_do_is_done_when_they_agree() -> None:
    graph = graph_of(plain())
    assert [*graph.nodes] == [OFFER, ACCEPTED, "outcome_end", "outcome_refused"]
    assert graph.nodes[ACCEPTED].next == ("outcome_end",)
    assert graph.meanwhile == ()


def test_steps_of_one_id_that_differ_stay_apart() -> None:
    twin = replace(GO, optional=True)
    branches = tuple(
        Branch(name, (), (step, GIVE), bare().refusal) for name, step in (("a", GO), ("b", twin))
    )
    graph = graph_of(replace(bare(), branches=branches))
    assert sorted(n.part == twin for n in graph.nodes.values() if n.of == GO.id) == [False, True]


def test_ids_of_nodes_stay_when_another_way_is_left_out() -> None:
    quest = bare()
    fewer = graph_of(replace(quest, branches=quest.branches[1:]))
    assert {*fewer.nodes} < {*graph_of(quest).nodes}


def test_every_node_can_be_reached_and_every_name_leads_somewhere() -> None:
    for quest in (bare(), plain(), winding()):
        graph = graph_of(quest)
        reached = {OFFER, *graph.meanwhile}
        for node in graph.nodes.values():
            assert {*node.next} <= {*graph.nodes}
            reached |= {*node.next}
        assert reached == {*graph.nodes}
