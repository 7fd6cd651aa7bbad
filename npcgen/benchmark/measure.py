"""Plays the scenes with a model, loaded as a server loads it, and says what to set."""

import asyncio
import statistics
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from npcgen.benchmark.prose import Prose
from npcgen.benchmark.report import Compared, Fluency, Report, Waits
from npcgen.benchmark.scenes import Crowd, Scenes, Sizes
from npcgen.benchmark.speaker import OurEngine
from npcgen.engine.engine import Engine
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.load import check_llama_cpp, load_backend
from npcgen.engine.models import resolve, sha256_of
from npcgen.engine.slots import default_slots
from npcgen.engine.threads import usable_cores
from npcgen.engine.tuned import Tuned, known, measure_anew, tuned
from npcgen.engine.tuning import FlashAttention, KvMode
from npcgen.settings import Settings

CROWDS = (1, 2, 4, 8, 16)
CONTEXT = 2560
_TUNING_S = 60.0
_AT_ONCE = 8
_MORE_THAN_SLOTS = 4
_MIB_PARKED = 1024
_REPLY_TOKENS = 64
_MODES: tuple[tuple[KvMode, FlashAttention], ...] = (
    ("split", "off"),
    ("split", "on"),
    ("unified", "off"),
    ("unified", "on"),
)

Progress = Callable[[str], None]


def measure(settings: Settings, progress: Progress, *, compare: bool = False) -> Report:
    """Plays every scene; with `compare`, the crowd in every mode too.

    Before, it measures how the model runs fastest, more patiently than a start does, and keeps it.

    Blocks for half a minute or several. Raises what loading the model raises.
    """
    return asyncio.run(_measure(_for_bench(settings), progress, compare=compare))


def _for_bench(settings: Settings) -> Settings:
    check_llama_cpp()
    path = resolve(settings.model, settings.model_dir)
    file = read_gguf(path)
    context = settings.context_tokens or min(file.context_tokens or CONTEXT, CONTEXT)
    return _with(settings, model=str(path), context_tokens=context, parked_disk_mib=0)


def _with(settings: Settings, **changes: object) -> Settings:
    """NOTE: not `model_copy`, which keeps the folders that were derived from the old values."""
    return Settings(**{**settings.model_dump(), **changes})


async def _measure(settings: Settings, progress: Progress, *, compare: bool) -> Report:
    progress("how it runs fastest")
    path = Path(settings.model)
    await asyncio.to_thread(measure_anew, path, sha256_of(path), settings, _TUNING_S)
    changes = {"slots": _AT_ONCE, "parked_memory_mib": _MIB_PARKED}
    async with _stage(settings, **changes) as (speaker, scenes):
        info = speaker.engine.info
        chosen = tuned(settings, known(info.sha256, settings))
        progress("one alone")
        await scenes.monologue(speaker)
        alone = await scenes.monologue(speaker)
        progress(f"{_AT_ONCE} at once")
        cold, warm = await scenes.tavern(speaker, 10)
        progress("a newcomer among those who speak")
        newcomer = await scenes.newcomer(speaker)
        progress("met again")
        street = await scenes.street(
            speaker, 300, npcs=_AT_ONCE + _MORE_THAN_SLOTS, returns=_MORE_THAN_SLOTS
        )
    progress("after a restart")
    recomputed = await _restarted(settings, chosen)
    fluency = await _fluency(settings, progress)
    compared = await _compared(settings, chosen, progress) if compare else ()
    return Report(
        f"{info.name}, {info.parameters / 1e6:.1f}M {info.quantisation}",
        chosen,
        scenes.sizes,
        alone,
        _waits(cold),
        _waits(warm),
        street,
        newcomer,
        recomputed,
        tuple(fluency),
        tuple(compared),
    )


@asynccontextmanager
async def _stage(settings: Settings, **changes: object) -> AsyncIterator[tuple[OurEngine, Scenes]]:
    """A loaded model, and scenes in texts that it counts."""
    backend = await asyncio.to_thread(load_backend, _with(settings, **changes))
    sizes = Sizes().within(backend.info.context_tokens)
    scenes = Scenes(Prose(backend.count_tokens).speech, sizes)
    engine = Engine(backend, queue_limit=64)
    try:
        yield OurEngine(engine), scenes
    finally:
        await engine.close()


def _waits(crowd: Crowd) -> Waits:
    return Waits(crowd.tokens_per_s, 1000 * crowd.median_ttft_s, 1000 * crowd.largest_ttft_s)


async def _restarted(settings: Settings, chosen: Tuned) -> float:
    """How much of a prompt is computed again by a server that was started anew."""
    with tempfile.TemporaryDirectory() as folder:
        changes = {
            **_as_settings(chosen),
            "data_dir": Path(folder),
            "parked_disk_mib": _MIB_PARKED,
            "slots": 1,
        }
        async with _stage(settings, **changes) as (speaker, scenes):
            prompt = scenes.opening(77, 0)
            reply = await speaker.say(prompt, 8)
        async with _stage(settings, **changes) as (speaker, scenes):
            back = await speaker.say(scenes.next_turn(prompt, reply.text), 8)
    return 1 - back.reused


def _as_settings(chosen: Tuned) -> dict[str, object]:
    return {
        "threads": chosen.threads,
        "kv_mode": chosen.kv_mode,
        "flash_attention": chosen.flash_attention,
        "batch_tokens": chosen.batch_tokens or 128,
    }


async def _fluency(settings: Settings, progress: Progress) -> list[Fluency]:
    """How fast each speaks, by how many there are, up to what the memory has room for."""
    file = read_gguf(Path(settings.model))
    most = settings.slots or default_slots(file, settings.context_tokens)
    counts = [count for count in CROWDS if count <= most]
    found = []
    async with _stage(settings, slots=max(counts)) as (speaker, scenes):
        for count in counts:
            progress(f"{count} at once")
            found.append(Fluency(count, await _each(speaker, scenes, count)))
    return found


async def _each(speaker: OurEngine, scenes: Scenes, count: int) -> float:
    """Tokens per second of each of so many who speak at once, in the median."""
    prompts = [scenes.opening(500, npc) for npc in range(count)]
    for prompt in prompts:
        await speaker.say(prompt, 1)
    said = await asyncio.gather(*(speaker.say(prompt, _REPLY_TOKENS) for prompt in prompts))
    speeds = [
        (len(each.stamps) - 1) / (each.stamps[-1] - each.stamps[0])
        for each in said
        if len(each.stamps) > 1
    ]
    return statistics.median(speeds) if speeds else 0.0


async def _compared(settings: Settings, chosen: Tuned, progress: Progress) -> list[Compared]:
    """The crowd in every mode with the chosen threads, and in the chosen mode with all cores."""
    modes = [replace(chosen, kv_mode=kv, flash_attention=flash) for kv, flash in _MODES]
    found = []
    for each in [*modes, replace(chosen, threads=usable_cores())]:
        progress(f"{each}")
        changes = {**_as_settings(each), "slots": _AT_ONCE}
        async with _stage(settings, **changes) as (speaker, scenes):
            cold, warm = await scenes.tavern(speaker, 10)
        found.append(Compared(each, _waits(cold), _waits(warm)))
    return found
