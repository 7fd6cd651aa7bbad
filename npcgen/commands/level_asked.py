"""What `npcgen level` is asked for: options, a file and a prompt, as one spec."""

import re
from dataclasses import dataclass, field

from npcgen.commands.files import text_of
from npcgen.commands.level_options import Asked
from npcgen.errors import InvalidArgument
from npcgen.levels.failures import told_as_ours
from worldgen.levels.fields import fields_in, together
from worldgen.levels.interpret import read_prompt
from worldgen.levels.kind_infos import kind_infos
from worldgen.levels.spec import LevelSpec, read_spec


@dataclass(frozen=True, slots=True)
class Wanted:
    """The spec, and the words of the prompt that it has nothing of."""

    spec: LevelSpec
    unused_words: tuple[str, ...] = field(default=())


def wanted(asked: Asked) -> Wanted:
    """Options win over the file, and that over the prompt. Raises InvalidArgument."""
    with told_as_ours():
        written = text_of(asked.spec_file, "--spec") if asked.spec_file else ""
        fields = together(fields_in(written, {}), asked.fields())
        if not asked.prompt:
            return Wanted(read_spec(fields))
        reading = read_prompt(asked.prompt, kind_infos(), str(fields.get("kind", "")))
        return Wanted(read_spec(together(reading.fields, fields)), reading.unused_words)


def box_of(text: str) -> tuple[int, int, int, int]:
    """x, y, width and height. Raises InvalidArgument."""
    match = re.fullmatch(r"(\d{1,6}),(\d{1,6}),(\d{1,6}),(\d{1,6})", text.replace(" ", ""))
    if match is None:
        raise InvalidArgument.at("--box", f"'{text}' isn't X,Y,WIDTH,HEIGHT, such as 4,4,10,8")
    x, y, width, height = map(int, match.groups())
    return x, y, width, height
