"""protobuf <-> where something comes from that worldgen made."""

from npcgen.v1 import persona_pb2 as pb
from worldgen.provenance import Provenance


def provenance_to(made: Provenance) -> pb.Provenance:
    return pb.Provenance(
        generator=made.generator,
        generator_version=made.version,
        seed=made.seed,
        spec_sha256=made.spec_sha256,
        content_sha256=made.content_sha256,
        digital_source_type=made.digital_source_type,
    )


def provenance_from(message: pb.Provenance) -> Provenance:
    return Provenance(
        generator=message.generator,
        version=message.generator_version,
        seed=message.seed,
        spec_sha256=message.spec_sha256,
        content_sha256=message.content_sha256,
        digital_source_type=message.digital_source_type,
    )
