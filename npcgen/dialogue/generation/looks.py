"""How a new persona looks: drawn, and fitting its age, its trade and what was wished."""

from npcgen.dialogue.appearance import HAIR_STYLES, Appearance, Body
from npcgen.dialogue.generation.catalogue import Look, Looks, Role
from npcgen.dialogue.generation.streams import Stream

_GREY_FROM = 58
_YOUTH, _VERY_OLD = 16, 90
_GIVEN = ("hair_colour", "hair_style", "eye_colour", "height", "build", "muscle")


def appearance_of(
    stream: Stream, looks: Looks, role: Role, body: Body, age: int, wished: tuple[Look, ...]
) -> Appearance:
    hair = looks.old_hair_colours if age >= _GREY_FROM else looks.hair_colours
    drawn = {
        "body": body,
        "age_years": age,
        "height": _share(stream),
        "build": _share(stream),
        "muscle": _share(stream),
        "skin_tone": _share(stream),
        "age_look": round((min(age, _VERY_OLD) - _YOUTH) / (_VERY_OLD - _YOUTH), 2),
        "hair_style": stream.pick(HAIR_STYLES[1:]),
        "hair_colour": stream.pick(hair),
        "eye_colour": stream.pick(looks.eye_colours),
        "clothing": role.wears,
        "clothing_colours": stream.sample(looks.clothing_colours[role.era], 2),
    }
    marks = stream.sample(looks.marks, stream.between(1, 2))
    for look in wished:
        drawn |= {
            name: getattr(look, name) for name in _GIVEN if getattr(look, name) not in ("", None)
        }
        marks = (look.mark, *marks) if look.mark and look.mark not in marks else marks
    return Appearance.model_validate(drawn | {"marks": marks})


def _share(stream: Stream) -> float:
    """0..1, most of them near the middle, in hundredths."""
    return (stream.below(51) + stream.below(51)) / 100
