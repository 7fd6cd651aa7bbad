"""A persona under another name: wherever its own one stood."""

import pytest

pytest.importorskip("torch")

from npcgen.dialogue.persona import Example, Persona
from npcgen.dialogue.prompt import system_text
from training.corpus.dialogue import generator
from training.recast import recast, renaming

MARLA = Persona(
    id="marla",
    name="Marla Quist",
    role="smuggler",
    place="the cove below the lighthouse",
    summary="Marla has been a smuggler for long.",
    knowledge=("A cask of rum costs nine shells.",),
    examples=(Example(player="Who are you?", npc="Quist, if you must."),),
)


def test_a_line_follows_its_speaker() -> None:
    changed = renaming({"Marla Quist": "Ebba Lorne", "Marla": "Ebba", "smuggler": "innkeeper"})
    said = "I am Marla Quist, a smuggler. Marla to you. Smugglers are no smugglery."
    assert (
        changed(said) == "I am Ebba Lorne, an innkeeper. Ebba to you. Smugglers are no smugglery."
    )


def test_nothing_of_the_old_name_trade_and_place_is_left_in_the_prompt() -> None:
    for index in range(50):
        other, renamed = recast(generator(1, "recast", index), MARLA)
        said = system_text(other, None) + renamed("Marla Quist, smuggler at " + MARLA.place)
        left = [word for word in ("Marla", "Quist", "smuggler", MARLA.place) if word in said]
        assert (left, other.knowledge) == ([], MARLA.knowledge)
        assert other.name in said
        assert other.role in said
