"""A material as one archive for an engine, in a size of its own."""

import asyncio
import json
import zipfile
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import asdict
from io import BytesIO

from nicegui import ui

from npcgen import Client
from npcgen.client import GeneratedTexture, TextureProgress
from npcgen.preview.parts.shelf import Shelf
from npcgen.preview.parts.work import Work
from worldgen.textures.making.told import Catalogue
from worldgen.textures.spec import TextureSpec

FORMAT, VERSION = "npcgen.texture", 1
"""Of the record beside the files, which `npcgen texture --spec` reads as well."""
SIDES = (256, 512, 1024, 2048, 4096)
_FIRST_PACK = "godot"


class Export:
    """Which pack, how large, and the button."""

    def __init__(
        self, client: Client, catalogue: Catalogue, spec: Callable[[], TextureSpec]
    ) -> None:
        """`spec` says what is shown now."""
        self._client = client
        self._spec = spec
        self._shelf = Shelf()
        packs = {name: about[:1].upper() + about[1:] for name, about in catalogue.packs.items()}
        first = _FIRST_PACK if _FIRST_PACK in packs else next(iter(packs))
        with ui.element("div").classes("material-export"):
            style = "dense outlined options-dense"
            self._pack = ui.select(packs, label="Export for", value=first).props(style)
            sizes = {0: "as shown", **{side: f"{side} px across" for side in SIDES}}
            self._side = ui.select(sizes, label="Size", value=0).props(style)
            self._stem = ui.input("File name", placeholder="as the material").props(
                "dense outlined maxlength=64"
            )
            ui.button("Download", icon="download", on_click=self._start).props("no-caps unelevated")
        self._work = Work("Export")

    def _start(self) -> None:
        self._work.begin(self._export)

    async def _export(self) -> None:
        spec = _sized(self._spec(), int(self._side.value))
        pack, stem = str(self._pack.value), str(self._stem.value or "").strip()
        stream = self._client.stream_texture(spec, pack=pack, stem=stem)
        async with aclosing(stream) as events:
            async for event in events:
                if isinstance(event, TextureProgress):
                    self._work.tell(event.phase, event.fraction)
                if isinstance(event, GeneratedTexture):
                    name = f"{stem or spec.material}-{pack}.zip"
                    data = await asyncio.to_thread(archive, event, stem or spec.material, pack)
                    ui.download.from_url(self._shelf.put(name, data), name)


def archive(made: GeneratedTexture, stem: str, pack: str) -> bytes:
    """A ZIP with the files and a record of what they were made from, in one folder."""
    spec = None if made.spec is None else made.spec.model_dump(mode="json", exclude_none=True)
    record = {
        "format": FORMAT,
        "version": VERSION,
        "pack": pack,
        "spec": spec,
        "params": dict(made.params),
        "provenance": asdict(made.provenance),
        "derived_maps": list(made.derived_maps),
    }
    files = {**made.files, f"{stem}.{FORMAT}.json": json.dumps(record, indent=1).encode()}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
        for name, data in files.items():
            zipped.writestr(f"{stem}/{name}", data)
    return out.getvalue()


def _sized(spec: TextureSpec, side: int) -> TextureSpec:
    """`side` pixels across, of the same shape; 0 leaves it as it is."""
    if side == 0:
        return spec
    height = max(16, round(spec.height * side / spec.width / 4) * 4)
    return spec.model_copy(update={"width": side, "height": height})
