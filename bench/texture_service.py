"""`python -m bench.texture_service`: textures as a client gets them, from a server of their own.

    python -m bench.texture_service [--times N] [--size PX] [--write]

Starts a server with one generation worker and waits until it is warm; then measures, from the
client's side: the first event, the 256 px preview, the whole texture, how long after leaving a
stream the worker takes the next call, and the server's own CPU time for it all.
"""

import argparse
import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing, closing
from pathlib import Path
from statistics import median, quantiles

import psutil
from rich.console import Console
from rich.table import Table

from bench.sections import put
from npcgen import Client, LocalServer
from npcgen.client import GeneratedTexture
from npcgen.client.texture_calls import TextureEvent
from worldgen.textures.making.packing import Packing
from worldgen.textures.making.texture import texture
from worldgen.textures.making.told import Picture
from worldgen.textures.spec import read_spec

REPORT = Path(__file__).with_name("TEXTURES.md")
WANTED = {"preview": "<= 30", **{f"next call, left at event {at}": "<= 100" for at in (2, 3, 4)}}
WORKER = "npcgen.workers.child"
WARM_S = 300.0
IDLE_SHARE = 5.0
"""Percent of a core that a worker takes when it has nothing more to warm up."""


async def until_warm(worker: psutil.Process) -> float:
    """Seconds until the worker has nothing to do."""
    began = time.monotonic()
    while time.monotonic() - began < WARM_S:
        if await asyncio.to_thread(worker.cpu_percent, 1.0) < IDLE_SHARE:
            return time.monotonic() - began
    raise TimeoutError(f"the worker isn't warm after {WARM_S:.0f} s")


async def timed(events: AsyncGenerator[TextureEvent, None]) -> dict[str, float]:
    """Milliseconds until the first event, the preview and the end; and the bytes of all files."""
    found: dict[str, float] = {}
    began = time.perf_counter()
    async with aclosing(events):
        async for event in events:
            now = (time.perf_counter() - began) * 1000
            found.setdefault("first event", now)
            if isinstance(event, Picture):
                found.setdefault("preview", now)
            if isinstance(event, GeneratedTexture):
                found["whole texture"] = now
                found["MB of files"] = sum(map(len, event.files.values())) / 1e6
    return found


def preview_cpu_ms(asked: argparse.Namespace) -> float:
    """What a worker does for a preview, here: the least of ten times, both threads together."""
    spec, found = read_spec({"material": asked.material, "size": asked.size}), []
    for _ in range(10):
        began = time.process_time()
        with closing(texture(spec, Packing(), previews=True)) as making:
            next(step for step in making if step.preview)
        found.append((time.process_time() - began) * 1000)
    return min(found)


async def left(client: Client, material: str, size: int, events: int) -> float:
    """Milliseconds from leaving a stream to the first progress of the next call's work."""
    spec = {"material": material, "size": size}
    async with aclosing(client.stream_texture(spec)) as stream:
        for _ in range(events):
            await anext(stream)
        began = time.perf_counter()
    async with aclosing(client.stream_texture({"material": material, "size": 16})) as stream:
        await anext(stream)
        await anext(stream)
        return (time.perf_counter() - began) * 1000


async def measure(client: Client, asked: argparse.Namespace) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for seed in range(asked.times):
        spec = {"material": asked.material, "size": asked.size, "seed": seed}
        one = await timed(client.stream_texture(spec, previews=True, pack=asked.pack))
        for name, value in one.items():
            found.setdefault(name, []).append(value)
    for events in (2, 3, 4):
        ms = [await left(client, asked.material, 2048, events) for _ in range(asked.times // 2)]
        found[f"next call, left at event {events}"] = ms
    return found


async def main(asked: argparse.Namespace) -> None:
    with LocalServer("--backend", "scripted") as server:
        async with Client(server.target) as client:
            await client.wait_ready()
            below = psutil.Process().children(recursive=True)
            [worker] = [each for each in below if WORKER in each.cmdline()]
            process = worker.parent()
            assert process is not None
            warm_s = await until_warm(worker)
            spent = process.cpu_times()
            found = await measure(client, asked)
            now = process.cpu_times()
    cpu_ms = (now.user + now.system - spent.user - spent.system) * 1000 / asked.times
    rows = [
        (name, f"{median(values):.1f}", f"{quantiles(values, n=10)[8]:.1f}", WANTED.get(name, ""))
        for name, values in found.items()
    ]
    rows.append(("the server's own CPU time, a texture", f"{cpu_ms:.1f}", "", ""))
    rows.append(("a worker's CPU time until the preview", f"{preview_cpu_ms(asked):.1f}", "", ""))
    rows.append(("seconds from ready to warm", f"{warm_s:.1f}", "", ""))
    title = f"{asked.material} {asked.size}, {asked.pack}"
    table = Table("ms", "median", "9 in 10", "wanted", title=title)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    if asked.write:
        lines = ["| ms | median | 9 in 10 | wanted |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(row)} |" for row in rows]
        load = f"load {psutil.getloadavg()[0]:.1f} on {psutil.cpu_count()} cores"
        told = f"{title}, as files, to a client; {load}: `python -m bench.texture_service`."
        put(REPORT, "Textures, measured", "From a server", f"{told}\n\n" + "\n".join(lines))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--size", type=int, default=1024)
    parser.add_argument("--material", default="castle_wall")
    parser.add_argument("--pack", default="png")
    parser.add_argument("--write", action="store_true")
    asyncio.run(main(parser.parse_args()))
