"""Messages are read whole, those of a newer server included."""

from pathlib import Path

import pytest

from npcgen.client import ModelState
from npcgen.client.messages import persona_message, read_event, read_model, read_persona
from npcgen.dialogue.events import Completed
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import PersonaStore
from npcgen.dialogue.secrets import Secret, SecretCondition
from npcgen.engine.base import FinishReason
from npcgen.v1 import common_pb2, dialogue_pb2, model_pb2


@pytest.mark.parametrize("persona_id", ["brannoch", "tamsin", "halwen"])
def test_a_persona_comes_back_as_it_went(persona_id: str, tmp_path: Path) -> None:
    persona = PersonaStore(tmp_path).get(persona_id)

    assert read_persona(persona_message(persona)) == persona


def test_every_field_of_a_persona_travels() -> None:
    assert set(Persona.model_fields) | {"conditional_secrets"} == {
        field.name
        for field in persona_message(Persona(id="a", name="A", role="a")).DESCRIPTOR.fields
    }


def test_secrets_of_both_kinds_travel() -> None:
    condition = SecretCondition(trust=0.0, quest="The Mine", stage=2)
    secrets = ("He cheats.", Secret(text="He is the heir.", condition=condition, hint="bows low"))
    persona = Persona(id="a", name="A", role="a", secrets=secrets, factions=("watch",))

    assert read_persona(persona_message(persona)) == persona


@pytest.mark.parametrize("reason", FinishReason)
def test_every_finish_reason_has_its_number(reason: FinishReason) -> None:
    number = common_pb2.FinishReason.Value(f"FINISH_REASON_{reason.name}")

    assert finish_reason_of(number) is reason


def test_a_newer_finish_reason_still_ends_the_reply() -> None:
    assert finish_reason_of(99) is FinishReason.STOP


@pytest.mark.parametrize("state", ModelState)
def test_every_model_state_has_its_number(state: ModelState) -> None:
    message = model_pb2.Model(state=f"MODEL_STATE_{state.name}")

    assert read_model(message).state is state


def test_a_newer_model_state_is_unspecified() -> None:
    message = model_pb2.Model(state=99)  # type: ignore[arg-type]

    assert read_model(message).state is ModelState.UNSPECIFIED


def test_a_newer_kind_of_event_is_left_out() -> None:
    assert read_event(dialogue_pb2.DialogueEvent(sequence=3, turn_id="t")) is None


def finish_reason_of(number: int) -> FinishReason:
    completed = dialogue_pb2.Completed(finish_reason=number)  # type: ignore[arg-type]
    event = read_event(dialogue_pb2.DialogueEvent(completed=completed))
    assert event is not None
    assert isinstance(event.body, Completed)
    return event.body.finish_reason
