"""What the words of an exchange speak of."""

from dataclasses import replace

import pytest

from npcgen.dialogue.actions.declared import Declared
from npcgen.dialogue.actions.plausible import is_gated, plausible
from npcgen.dialogue.prompt import Noticed, PlayerLine
from npcgen.engine.backends.scripted import ScriptedBackend
from tests.dialogue.actions.shop import ADA, CORRIN, CUP, KEY, OPEN, SHOP


def found(text: str, reply: str = "Very well.", declared: Declared = SHOP) -> Declared:
    return plausible(declared, PlayerLine(text, "Ada"), reply)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("How is the weather?", []),
        ("Give me the key.", ["give_item"]),
        ("Will you be giving me anything?", ["give_item"]),
        ("Please let me in!", ["open_door"]),
        ("Let the dog in with me.", []),
        ("Is the door open? Then give me the cup.", ["give_item", "open_door"]),
    ],
)
def test_an_action_needs_its_words(text: str, names: list[str]) -> None:
    assert [action.name for action in found(text).actions] == names


def test_the_reply_speaks_of_actions_too() -> None:
    assert found("And now?", "I open it for you.").actions == (OPEN,)


@pytest.mark.parametrize("reply", ["No.", "I won't give it.", "You can't have that.", "Never!"])
def test_a_refusal_is_no_action(reply: str) -> None:
    assert found("Give me the key.", reply).actions == ()


def test_only_what_is_spoken_of_can_be_taken() -> None:
    assert found("Give me the iron key.").objects == (KEY,)
    assert found("Give me the cup.").objects == (CUP,)
    assert found("Give me something.").objects == ()


def test_the_only_thing_there_is_needs_no_name() -> None:
    assert found("Give it to me.", declared=replace(SHOP, objects=(CUP,))).objects == (CUP,)


def test_the_player_is_meant_unless_another_is_named() -> None:
    assert found("Give me the key.").characters == (ADA,)
    assert found("Give Corrin the key.").characters == (CORRIN,)


def test_what_happened_counts_as_spoken() -> None:
    line = PlayerLine("", "Ada", noticed=(Noticed("Ada asks you to open the door."),))
    assert plausible(SHOP, line, "Gladly.").actions == (OPEN,)


@pytest.mark.parametrize(
    ("gate", "parameters", "gated"),
    [
        ("on", 0, True),
        ("off", 4_000_000, False),
        ("auto", 4_000_000, True),
        ("auto", 7_000_000_000, False),
        ("auto", 0, False),
    ],
)
def test_small_models_are_gated(gate: str, parameters: int, gated: bool) -> None:
    info = replace(ScriptedBackend().info, parameters=parameters)
    assert is_gated(gate, info) is gated  # type: ignore[arg-type]


def test_a_small_model_that_was_made_to_choose_is_not_gated() -> None:
    info = replace(ScriptedBackend().info, parameters=4_000_000, jobs=("action",))
    assert is_gated("auto", info) is False
    assert is_gated("on", info) is True
