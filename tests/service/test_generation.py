"""GeneratePersona over a real server."""

from typing import Any

import grpc
import pytest

from npcgen.v1 import persona_pb2 as pb
from npcgen.v1.persona_pb2_grpc import PersonaServiceStub
from tests.service.conftest import Serve

SISTER = "the smith's angry sister, a baker"


async def test_a_persona_is_made_of_words(serve: Serve) -> None:
    server = await serve()
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        personas = PersonaServiceStub(channel)
        asked = pb.GeneratePersonaRequest(prompt=SISTER + " zzz", seed=7, world_id="emberlow")
        made = await personas.GeneratePersona(asked)
        again = await personas.GeneratePersona(asked)

    assert made == again
    assert (made.persona.role, made.persona.world) == ("baker", "emberlow")
    assert [(each.persona_id, each.kind, each.inverse_kind) for each in made.relations] == [
        ("brannoch", "sibling", "sibling")
    ]
    assert list(made.unused_words) == ["zzz"]
    assert {each.writer for each in made.slots} == {"rules"}
    assert (made.provenance.generator, made.provenance.seed) == ("npcgen.persona", 7)


async def test_one_that_is_kept_is_kept_once(serve: Serve) -> None:
    server = await serve()
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        personas = PersonaServiceStub(channel)
        asked = pb.GeneratePersonaRequest(prompt=SISTER, world_id="emberlow", keep=True)
        asked.request_id = "once"
        made = await personas.GeneratePersona(asked)
        again = await personas.GeneratePersona(asked)
        kept = await personas.GetPersona(pb.GetPersonaRequest(id=made.persona.id))
        everybody = await personas.ListPersonas(pb.ListPersonasRequest())

    assert made == again
    assert kept.persona == made.persona
    assert len(everybody.personas) == 7


async def test_a_model_too_small_to_write_leaves_it_to_the_rules(serve: Serve) -> None:
    server = await serve()
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        asked = pb.GeneratePersonaRequest(prompt=SISTER, seed=7, use_model=True)
        made = await PersonaServiceStub(channel).GeneratePersona(asked)

    assert {each.why for each in made.slots} == {"the model 'scripted' is too small to write"}
    assert made.provenance.model == ""
    assert made.persona.summary


@pytest.mark.parametrize(
    ("asked", "code", "message"),
    [
        ({"prompt": "x" * 10_000}, grpc.StatusCode.INVALID_ARGUMENT, "has 10000 characters"),
        ({"world_id": "emberlw"}, grpc.StatusCode.NOT_FOUND, "try emberlow"),
    ],
)
async def test_what_cannot_be_made_is_refused(
    serve: Serve, asked: dict[str, Any], code: grpc.StatusCode, message: str
) -> None:
    server = await serve()
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        with pytest.raises(grpc.aio.AioRpcError, match=message) as refused:
            await PersonaServiceStub(channel).GeneratePersona(pb.GeneratePersonaRequest(**asked))

    assert refused.value.code() is code
