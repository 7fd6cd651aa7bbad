"""Every way of sampling has one name, from the client's keyword to the engine."""

from dataclasses import fields
from typing import Any

from npcgen.client.options import ReplyOptions
from npcgen.client.talk_calls import chat
from npcgen.engine.base import Sampling
from npcgen.service.convert import sampling_from
from npcgen.v1 import common_pb2, dialogue_pb2

NAMES = {field.name for field in fields(Sampling)}


def test_the_message_the_engine_and_the_client_have_the_same_fields() -> None:
    assert {field.name for field in common_pb2.Sampling.DESCRIPTOR.fields} == NAMES
    assert set(ReplyOptions.__annotations__) >= NAMES


def test_what_is_set_travels_and_nothing_else() -> None:
    options: ReplyOptions = {
        "dry_multiplier": 0.5,
        "mirostat_tau": 0.0,
        "repeat_window": 0,
        "logit_bias": {" gold": -100.0, "!": 2.5},
    }
    sampling = sent(options)
    assert Sampling(**sampling).logit_bias == options["logit_bias"]
    assert sampling == options
    assert sent({}) == {}


def sent(options: ReplyOptions) -> dict[str, Any]:
    request = chat("c", "Hello.", options).request
    assert isinstance(request, dialogue_pb2.ChatRequest)
    return sampling_from(request.sampling)
