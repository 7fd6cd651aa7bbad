"""The verb of character generation as data, and how its answer is read. Knows no channel."""

from npcgen.client.calls import Call, call, new_request_id
from npcgen.client.filling import filled
from npcgen.client.messages import read_persona
from npcgen.dialogue.generation.generate import (
    GeneratedPersona,
    Provenance,
    SlotOrigin,
    TwoWay,
)
from npcgen.dialogue.relation import RELATION_KINDS, RelationKind
from npcgen.v1 import persona_pb2 as pb

_KINDS: dict[str, RelationKind] = {each: each for each in RELATION_KINDS}


def generate_persona(
    prompt: str,
    *,
    seed: int,
    world_id: str,
    keep: bool,
    use_model: bool,
    model: str,
    request_id: str,
) -> Call[GeneratedPersona]:
    request = filled(
        pb.GeneratePersonaRequest,
        request_id=request_id or (new_request_id() if keep else ""),
        prompt=prompt,
        seed=seed,
        world_id=world_id,
        keep=keep,
        use_model=use_model,
        model=model,
    )
    answer = pb.GeneratePersonaResponse
    return call("PersonaService/GeneratePersona", request, answer, read_generated_persona)


def read_generated_persona(message: pb.GeneratePersonaResponse) -> GeneratedPersona:
    made = message.provenance
    return GeneratedPersona(
        read_persona(message.persona),
        tuple(
            TwoWay(each.persona_id, _KINDS[each.kind], _KINDS[each.inverse_kind], each.why)
            for each in message.relations
            if {each.kind, each.inverse_kind} <= _KINDS.keys()
        ),
        tuple(message.unused_words),
        tuple(SlotOrigin(each.slot, each.writer, each.why) for each in message.slots),
        Provenance(
            seed=made.seed,
            spec_sha256=made.spec_sha256,
            generator=made.generator,
            generator_version=made.generator_version,
            model=made.model,
            model_sha256=made.model_sha256,
        ),
    )
