"""A conversation that goes on from another has its turns, as its own."""

from pathlib import Path

from npcgen.dialogue.actions.acts import Act
from npcgen.dialogue.continuing import go_on_from
from npcgen.dialogue.game_state import GameState
from tests.dialogue.store.rows import opened
from tests.dialogue.test_kept_conversations import BELL, HEARD, kept, new, spoken


async def test_its_turns_are_kept_with_it(tmp_path: Path) -> None:
    before, after = new("c1"), new("c2")
    turn = spoken(before)
    before.acts = [Act("c1.1", "c1.1.a1", "give")]
    go_on_from(before, after)
    async with opened(tmp_path) as store:
        await kept(store).begin(after, "", ())
        found = await kept(store).get("c2")
    assert [(each.id, each.past) for each in found.turns] == [("c2.1", turn.past)]
    assert (found.turns_begun, found.scene, found.noticed) == (1, "Dusk.", [HEARD, BELL])
    assert found.acts == [Act("c2.1", "c1.1.a1", "give")]
    assert found.attention.noted_turns == 1


def test_its_own_scene_and_state_stay() -> None:
    before, after = new("c1"), new("c2")
    before.scene, before.game_state = "Dusk.", GameState(place="mill")
    after.scene, after.game_state = "Dawn.", GameState(place="inn")
    go_on_from(before, after)
    assert (after.scene, after.game_state.place) == ("Dawn.", "inn")
    assert (before.scene, before.turns) == ("Dusk.", [])
