"""A level as files for an engine, an editor, or to be kept."""

import asyncio
import io
import zipfile
from collections.abc import Mapping

from nicegui import ui

from npcgen.preview.frame import client
from npcgen.preview.pages.levels.desk import Desk
from npcgen.preview.pages.levels.parts import heading
from npcgen.preview.parts.told import show_error
from npcgen.preview.parts.work import Work
from worldgen.levels.export import FORMATS

_NAMES = {
    "godot": "Godot 4",
    "unity": "Unity",
    "tmj": "Tiled, JSON",
    "tmx": "Tiled, XML",
    "ldtk": "LDtk",
    "gltf": "glTF",
    "json": "JSON",
    "csv": "CSV",
    "text": "Text",
    "png": "PNG",
    "png16": "Heights, PNG",
    "r16": "Heights, R16",
    "exr": "Heights, EXR",
}
"""For people, those for engines first; a format that isn't here has its own name."""


class ExportPanel:
    """Made where it shall stand."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._client = desk, client()
        heading("Take it along")
        named = {name: label for name, label in _NAMES.items() if name in FORMATS}
        named |= {name: name for name in FORMATS if name not in named}
        self._format = ui.select(
            named, label="Format", value="godot", on_change=self._describe
        ).props("outlined dense options-dense")
        self._about = ui.label().classes("room-soft")
        ui.button("Download", icon="download", on_click=self._begin).props(
            "dense no-caps unelevated"
        ).classes("levels-primary")
        self._work = Work("Writing the level")
        ui.label(
            "Several files come as one ZIP. The proof, the rooms and what stands where come along "
            "where the format has a place for them."
        ).classes("room-soft")
        self._describe()

    def _describe(self) -> None:
        about = FORMATS[str(self._format.value)].description
        self._about.text = f"{about[:1].upper()}{about[1:]}."

    def _begin(self) -> None:
        if self._desk.made is None:
            show_error("There is no level yet; make one first.")
            return
        self._work.begin(self._export)

    async def _export(self) -> None:
        made = self._desk.made
        if made is None:
            return
        level, proof = made.generated.level, made.generated.proof
        name = str(self._format.value)
        self._work.tell("writing it", 0.2)
        files = await self._client.export_level(level, name, proof)
        stem = f"{level.kind}-{level.seed}"
        if len(files) > 1:
            packed = await asyncio.to_thread(_zipped, files)
            ui.download.content(packed, f"{stem}-{name}.zip")
        else:
            file, data = next(iter(files.items()))
            ui.download.content(data, f"{stem}-{file}")


def _zipped(files: Mapping[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return whole.getvalue()
