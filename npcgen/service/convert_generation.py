"""protobuf <-> generated personas, and nothing else."""

from dataclasses import asdict

from npcgen.dialogue.generation.generate import GeneratedPersona
from npcgen.dialogue.generation.maker import Asked
from npcgen.service.convert import persona_to
from npcgen.v1 import persona_pb2 as pb


def asked_from(request: pb.GeneratePersonaRequest) -> Asked:
    return Asked(
        prompt=request.prompt,
        seed=request.seed,
        world_id=request.world_id,
        keep=request.keep,
        use_model=request.use_model,
        model=request.model,
    )


def generated_persona_to(made: GeneratedPersona) -> pb.GeneratePersonaResponse:
    return pb.GeneratePersonaResponse(
        persona=persona_to(made.persona),
        relations=[pb.GeneratedRelation(**asdict(each)) for each in made.relations],
        unused_words=made.unused_words,
        slots=[pb.SlotOrigin(**asdict(each)) for each in made.slots],
        provenance=pb.Provenance(**asdict(made.provenance)),
    )
