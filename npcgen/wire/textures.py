"""protobuf <-> textures that are being made, and what there is to make them of."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from npcgen.v1 import texture_pb2 as pb
from npcgen.v1.common_pb2 import GenerationProgress
from npcgen.wire.provenance import provenance_to
from npcgen.wire.texture_specs import spec_to
from npcgen.wire.values import fill, plain, value_to
from worldgen.textures.making.told import Catalogue, Made, MaterialInfo, Part, Picture, Shown
from worldgen.textures.parameters import Parameter


def progress_to(step: Shown) -> pb.TextureEvent:
    return pb.TextureEvent(progress=GenerationProgress(phase=step.phase, fraction=step.fraction))


def preview_to(preview: Picture) -> pb.TextureEvent:
    shown = pb.TexturePreview(width=preview.width, height=preview.rows, lit_png=preview.png)
    return pb.TextureEvent(preview=shown)


def part_to(part: Part) -> pb.TextureEvent:
    return pb.TextureEvent(file=pb.TextureFile(file=part.file, data=part.data, last=part.last))


def completed_to(made: Made, total_ms: float) -> pb.TextureEvent:
    source = made.provenance
    done = pb.TextureCompleted(
        seed=source.seed,
        generator_version=source.version,
        content_sha256=source.content_sha256,
        spec=None if made.spec is None else spec_to(made.spec),
        provenance=provenance_to(source),
        total_ms=total_ms,
        unused_words=made.unused_words,
        derived_maps=made.derived,
    )
    fill(done.params, made.params)
    return pb.TextureEvent(completed=done)


def catalogue_to(there_is: Catalogue) -> pb.ListMaterialsResponse:
    return pb.ListMaterialsResponse(
        materials=map(_material_to, there_is.materials.values()),
        layers=_choices(there_is.layers),
        packs=_choices(there_is.packs),
        themes=_choices(there_is.themes),
        palettes=_choices(there_is.palettes),
    )


def _choices(named: Mapping[str, str]) -> Iterator[pb.TextureChoice]:
    return (pb.TextureChoice(name=name, description=said) for name, said in named.items())


def _material_to(material: MaterialInfo) -> pb.MaterialInfo:
    return pb.MaterialInfo(
        name=material.name,
        description=material.description,
        version=material.version,
        tags=material.tags,
        parameters=(_parameter_to(*each) for each in material.parameters.items()),
        palettes=material.palettes,
        seasons=material.seasons,
        words=material.words,
    )


def _parameter_to(name: str, parameter: Parameter) -> pb.MaterialParameter:
    is_number = parameter.kind in ("float", "int")
    return pb.MaterialParameter(
        name=name,
        description=parameter.doc,
        kind=parameter.kind,
        default_value=value_to(parameter.default),
        low=parameter.low if is_number else None,
        high=parameter.high if is_number else None,
        step=parameter.step if parameter.kind == "int" else None,
        choices=parameter.choices,
        unit=parameter.unit,
    )


def catalogue_from(message: pb.ListMaterialsResponse) -> Catalogue:
    return Catalogue(
        {each.name: _material_from(each) for each in message.materials},
        _named(message.layers),
        _named(message.packs),
        _named(message.themes),
        _named(message.palettes),
    )


def _named(choices: Iterable[pb.TextureChoice]) -> dict[str, str]:
    return {choice.name: choice.description for choice in choices}


def _material_from(message: pb.MaterialInfo) -> MaterialInfo:
    return MaterialInfo(
        message.name,
        message.description,
        message.version,
        tuple(message.words),
        tuple(message.tags),
        {each.name: _parameter_from(each) for each in message.parameters},
        tuple(message.palettes),
        tuple(message.seasons),
    )


def _parameter_from(message: pb.MaterialParameter) -> Parameter:
    fields: dict[str, Any] = {
        "kind": message.kind,
        "default": plain(message.default_value),
        "doc": message.description,
        "choices": tuple(message.choices),
        "unit": message.unit,
    }
    if message.kind in ("float", "int"):
        fields |= {"range": (message.low, message.high), "step": message.step or 1}
    return Parameter.model_validate(fields)
