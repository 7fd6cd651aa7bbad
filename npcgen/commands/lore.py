"""`npcgen lore`: what a server here would know of its worlds, and files that want to be lore."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from npcgen.commands.authored import fields_of, report_problems
from npcgen.commands.options import DataDir, Json, settings_with
from npcgen.dialogue.game_state import GameState, game_state_of
from npcgen.dialogue.lore.entry import LoreEntry
from npcgen.dialogue.lore.files import read_lore
from npcgen.dialogue.lore.library import LoreLibrary
from npcgen.dialogue.lore.lookup import LookedUp, look_up
from npcgen.dialogue.lore.retrieval import most_tokens
from npcgen.dialogue.paging import every_item
from npcgen.dialogue.persona_store import PersonaStore, WorldStore
from npcgen.dialogue.store.store import Store
from npcgen.dialogue.turns import checked_text
from npcgen.dialogue.world import World
from npcgen.errors import InvalidArgument, NpcgenError
from npcgen.settings import Settings
from npcgen.terminal import notes, output, plain, print_columns, print_json

lore_app = typer.Typer(no_args_is_help=True, help="List, search, import and check lore.")

WorldId = Annotated[str, typer.Argument(metavar="WORLD", help="A world's id.")]
LorePath = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="Our YAML or JSON, a V3 lorebook, or world info."),
]
Result = TypeVar("Result")


@lore_app.command("list")
def list_lore(
    world: Annotated[
        str, typer.Argument(metavar="[WORLD]", help="A world's id; all worlds without one.")
    ] = "",
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """List the worlds, or the lore of one."""
    settings = settings_with(data_dir=data_dir)
    if world:
        entries = _with_library(settings, lambda library: _entries(library, world))
        _print_entries(entries, json)
        return
    worlds = _with_library(settings, _worlds)
    if json:
        print_json([each.model_dump() | {"entries": count} for each, count in worlds])
        return
    print_columns(output(), [(each.id, each.name, f"{count} entries") for each, count in worlds])


@lore_app.command("search")
def search_lore(
    world: WorldId,
    query: Annotated[str, typer.Argument(metavar="TEXT", help="What a player might say.")],
    as_npc: Annotated[
        str, typer.Option("--as", metavar="ID", help="The persona that is asked [all of it].")
    ] = "",
    place: Annotated[str, typer.Option(metavar="PLACE", help="Where they talk.")] = "",
    quest: Annotated[
        list[str] | None, typer.Option(metavar="NAME=STAGE", help="How far a quest has come.")
    ] = None,
    time: Annotated[float | None, typer.Option(metavar="N", help="The game's time.")] = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Say what an NPC would find, and why; then what it is denied, and by which rule."""
    settings = settings_with(data_dir=data_dir)
    state = _state(place, quest or [], time)
    found = _with_library(
        settings, lambda library: _search(library, settings, world, query, as_npc, state)
    )
    if json:
        print_json([_found_as_dict(each) for each in found])
        return
    print_columns(output(), [_found_row(each) for each in found])
    if not found:
        notes().print(plain("nothing comes to mind", style="dim"))


@lore_app.command("import")
def import_lore(
    world: WorldId,
    file: LorePath,
    name: Annotated[
        str, typer.Option(metavar="NAME", help="Makes the world, with this name, if it is new.")
    ] = "",
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Keep a file's entries in a world of the data folder; a running server sees them next time."""
    settings = settings_with(data_dir=data_dir)
    entries, warnings = _with_library(settings, lambda library: _import(library, world, file, name))
    if json:
        print_json({"entry_ids": [each.id for each in entries], "warnings": list(warnings)})
        return
    for warning in warnings:
        notes().print(plain(warning, style="yellow"))
    _print_entries(entries, json=False)


@lore_app.command("check")
def check_lore(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="As for `import`.")],
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Check lore files. Each problem is a line; exits 1 when there is one."""
    settings = settings_with(data_dir=data_dir)
    problems = {str(file): list(_problems(file, settings)) for file in files}
    report_problems(problems, json=json)


def _with_library(settings: Settings, use: Callable[[LoreLibrary], Awaitable[Result]]) -> Result:
    """What `use` gives, of the lore that a server here would have."""

    async def opened() -> Result:
        store = Store(settings.database_url or settings.store_file)
        try:
            library = LoreLibrary(WorldStore(), store)
            await library.open()
            return await use(library)
        finally:
            await store.close()

    return asyncio.run(opened())


async def _worlds(library: LoreLibrary) -> list[tuple[World, int]]:
    worlds = every_item(lambda token: library.worlds(page_token=token))
    return [(world, len(library.all_entries(world.id))) for world in worlds]


async def _entries(library: LoreLibrary, world_id: str) -> list[LoreEntry]:
    return [entry for _, entry in sorted(library.all_entries(world_id).items())]


async def _search(
    library: LoreLibrary,
    settings: Settings,
    world_id: str,
    query: str,
    as_npc: str,
    state: GameState,
) -> list[LookedUp]:
    text = checked_text(query, "TEXT")
    persona = PersonaStore(settings.persona_dir).get(as_npc) if as_npc else None
    library.world(world_id)
    index = await library.index(world_id)
    return look_up(index, text, persona, state, settings.lore_budget_tokens)


async def _import(
    library: LoreLibrary, world_id: str, file: Path, name: str
) -> tuple[tuple[LoreEntry, ...], tuple[str, ...]]:
    book = read_lore(file)
    if book.world not in ("", world_id):
        raise InvalidArgument.at(str(file), f"is lore of '{book.world}', not of '{world_id}'")
    if name:
        await library.create_world(World(id=world_id, name=name))
    await library.create_all(world_id, book.entries)
    return book.entries, book.warnings


def _problems(path: Path, settings: Settings) -> Iterator[str]:
    try:
        book = read_lore(path)
    except NpcgenError as error:
        yield from str(error).splitlines()
        return
    personas = PersonaStore(settings.persona_dir)
    yield from (f"{path}: {warning}" for warning in book.warnings)
    for entry in book.entries:
        if (tokens := most_tokens(entry.text)) > settings.lore_budget_tokens:
            yield (
                f"{path}: {entry.id}: takes about {tokens} tokens, more than the budget of "
                f"{settings.lore_budget_tokens}; no prompt has room for it, split it"
            )
        for persona in entry.scope.personas:
            try:
                personas.get(persona)
            except NpcgenError as error:
                yield f"{path}: {entry.id}: scope.personas: {error}"


def _state(place: str, quests: list[str], time: float | None) -> GameState:
    pairs = (quest.rpartition("=") for quest in quests)
    stages = {name: stage for name, equals, stage in pairs if equals}
    if len(stages) != len(quests):
        raise InvalidArgument.at("--quest", "write NAME=STAGE, each quest once")
    return game_state_of({"place": place, "quests": stages, "time": time})


def _print_entries(entries: list[LoreEntry] | tuple[LoreEntry, ...], json: bool) -> None:
    if json:
        print_json([fields_of(each) for each in entries])
        return
    print_columns(output(), [(each.id, each.title, ", ".join(each.keys)) for each in entries])


def _found_row(each: LookedUp) -> tuple[str, ...]:
    held = f"held back by {each.held_back_by}" if each.held_back_by else "known"
    return (each.found.entry.id, f"{each.found.score:.2f}", held, each.found.why)


def _found_as_dict(each: LookedUp) -> dict[str, object]:
    return {
        "entry": fields_of(each.found.entry),
        "score": each.found.score,
        "why": each.found.why,
        "held_back_by": each.held_back_by,
    }
