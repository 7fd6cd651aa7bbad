"""What `npcgen behaviour` does."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from npcgen.commands.authored import id_or_persona
from npcgen.commands.files import bytes_of, text_of, write_whole
from npcgen.commands.options import settings_with
from npcgen.dialogue.persona_store import PersonaStore
from npcgen.errors import InvalidArgument, NotFound
from npcgen.levels.failures import told_as_ours
from npcgen.terminal import notes, output, plain, print_columns, print_json
from worldgen.behaviour import jobs
from worldgen.behaviour.document import Behaviour
from worldgen.behaviour.export import FORMATS, export
from worldgen.behaviour.places import read_minutes
from worldgen.quests.export import from_json
from worldgen.quests.worlds import is_id


@dataclass(frozen=True, slots=True)
class Asked:
    """What one command line says; whatever is None or empty isn't said."""

    character: str
    world: str
    persona: str
    home: str
    quests: Path | None
    vocabulary: Path | None
    minutes: Path | None
    seed: int


def make(asked: Asked, out: Path | None, data_dir: Path | None, *, as_json: bool) -> None:
    format_name = _format_of(out) if out else "json"
    behaviour = _made(asked, data_dir)
    if out:
        [data] = export(behaviour, format_name).values()
        write_whole(out, data)
        notes().print(plain(f"wrote {out}"))
    if as_json:
        print_json(behaviour.model_dump(mode="json"))
    else:
        _show(behaviour)


def _made(asked: Asked, data_dir: Path | None) -> Behaviour:
    world = asked.world if is_id(asked.world) else text_of(Path(asked.world), "--world")
    with told_as_ours():
        persona = _persona(asked, world, data_dir)
        return jobs.made(
            jobs.Asked(
                world,
                asked.character,
                {**persona, "home": asked.home},
                from_json(bytes_of(asked.quests, "--quests")) if asked.quests else (),
                vocabulary=text_of(asked.vocabulary, "--vocabulary") if asked.vocabulary else "",
                minutes=read_minutes(text_of(asked.minutes, "--minutes")) if asked.minutes else {},
                seed=asked.seed,
            )
        )


def _persona(asked: Asked, world: str, data_dir: Path | None) -> dict[str, Any]:
    """Raises NotFound for one that was asked for."""
    given = id_or_persona(asked.persona or jobs.persona_named(world, asked.character))
    if not isinstance(given, str):
        return given.model_dump(mode="json")
    try:
        store = PersonaStore(settings_with(data_dir=data_dir).persona_dir)
        return store.get(given).model_dump(mode="json") if given else {}
    except NotFound:
        if asked.persona:
            raise
        return {}


def _format_of(out: Path) -> str:
    """By the longest ending that fits. Raises InvalidArgument."""
    endings = {ending: name for name, (ending, _) in FORMATS.items()}
    for ending in sorted(endings, key=len, reverse=True):
        if out.name.endswith(f".{ending}"):
            return endings[ending]
    known = ", ".join(f".{ending}" for ending in endings)
    raise InvalidArgument.at("--out", f"{out.name} ends with none of: {known}")


def _show(behaviour: Behaviour) -> None:
    rows = [
        (f"{block.starts // 60:02}:{block.starts % 60:02}", block.activity, block.place)
        for block in behaviour.routine
    ]
    print_columns(output(), rows)
    leaves = sum(node.type in ("action", "condition") for node in behaviour.nodes)
    told = f"tree: {len(behaviour.nodes)} nodes, {leaves} of them of the game"
    output().print(plain(told, style="dim"))
    for part in behaviour.parts:
        output().print(plain(f"{part.part} of {part.quest}"))
    for each in behaviour.left_out:
        notes().print(plain(f"left out: {each.reaction}, without {', '.join(each.missing)}"))
