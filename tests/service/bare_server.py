"""Makes levels and textures over gRPC, and prints which libraries for it this process has."""

import asyncio
import sys
import tempfile

from npcgen import Client
from npcgen.app import App
from npcgen.settings import Settings
from worldgen.levels.region import Region

HEAVY = ("numba", "scipy", "clingo", "networkx", "etcpak")


async def main(folder: str) -> None:
    settings = {"grpc_port": 0, "http_port": 0, "backend": "scripted", "data_dir": folder}
    app = App(Settings.model_validate(settings))
    bound = await app.start()
    async with Client(bound.grpc) as client:
        made = await client.generate_level({"kind": "cave", "size": "32x24"})
        await client.regenerate_region(made.level, Region(4, 4, 20, 14), made.spec)
        await client.validate_level(made.level, made.proof)
        await client.list_level_kinds()
        await client.generate_texture({"size": 16}, prompt="mossy cobble", pack="dds")
        await client.generate_tile_set("", ["floor"], tile_px=8)
        await client.list_materials()
    await app.stop(0)
    sys.stdout.write(f"{[name for name in HEAVY if name in sys.modules]}\n")


with tempfile.TemporaryDirectory() as folder:
    asyncio.run(main(folder))
