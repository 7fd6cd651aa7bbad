"""When a secret may be told."""

import pytest

from npcgen.dialogue.authored_file import parse_authored
from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import system_text
from npcgen.dialogue.secrets import Secret, SecretCondition, locked_texts, open_secrets
from npcgen.errors import InvalidArgument

HEAD = "id: ada\nname: Ada\nrole: spy\nsecrets:\n"
SECRET = Secret(
    text="She is the heir.",
    condition=SecretCondition(trust=0.5, quest="The Crown", stage=2, item="ring", flag="war"),
    hint="She never kneels.",
)
OPEN = GameState(quests={"the crown": 2}, items=["Ring"], flags=["WAR"])


def test_a_file_may_mix_both_kinds() -> None:
    text = HEAD + "  - text: She is the heir.\n    condition: {item: ring}\n  - She lies.\n"
    persona = parse_authored(text.encode(), Persona, "ada.yaml")

    condition = SecretCondition(item="ring")
    assert persona.secrets == ("She lies.", Secret(text="She is the heir.", condition=condition))


def test_all_of_a_condition_has_to_hold() -> None:
    assert open_secrets((SECRET,), 0.5, OPEN) == [(0, SECRET)]


@pytest.mark.parametrize(
    ("trust", "change", "missing"),
    [
        (0.49, {}, "trust 0.49 is below 0.50"),
        (0.5, {"quests": {"the crown": 1}}, "quest 'the crown' isn't at stage 2"),
        (0.5, {"items": frozenset()}, "the player doesn't hold 'ring'"),
        (0.5, {"flags": frozenset()}, "'war' isn't so"),
    ],
)
def test_what_is_missing_is_named(trust: float, change: dict[str, object], missing: str) -> None:
    state = OPEN.model_copy(update=change)

    assert SECRET.condition.unmet(trust, state) == missing
    assert locked_texts((SECRET,), trust, state) == ("She is the heir.",)


def test_a_plain_secret_is_never_told() -> None:
    assert open_secrets(("She lies.",), 1.0, OPEN) == []
    assert locked_texts(("She lies.", SECRET), 1.0, OPEN) == ("She lies.",)


@pytest.mark.parametrize(
    ("condition", "wrong"),
    [
        ("{}", "asks for nothing"),
        ("{item: x, stage: 2}", "names? the quest"),
        ("{trust: 2}", "trust"),
    ],
)
def test_a_condition_that_says_nothing_is_refused(condition: str, wrong: str) -> None:
    text = HEAD + f"  - text: She is the heir.\n    condition: {condition}\n"

    with pytest.raises(InvalidArgument, match=wrong):
        parse_authored(text.encode(), Persona, "ada.yaml")


def test_a_hint_stands_in_the_prompt_and_the_secret_does_not() -> None:
    text = system_text(Persona(id="ada", name="Ada", role="spy", secrets=(SECRET,)), None)

    assert "Lets show:\n- She never kneels." in text
    assert "heir" not in text
