"""Quests as files of a story tool or an engine, to be downloaded."""

import asyncio
import io
import zipfile
from collections.abc import Mapping, Sequence

from nicegui import ui

from npcgen.preview import frame
from npcgen.preview.parts.told import told
from worldgen.quests.export import FORMATS
from worldgen.quests.quest import Quest

_NAMES = {
    "json": "JSON",
    "ink": "Ink",
    "yarn": "Yarn Spinner",
    "twee": "Twine",
    "mermaid": "Mermaid",
    "dot": "Graphviz",
    "csv": "CSV",
    "godot": "Godot 4",
    "unity": "Unity",
    "unreal": "Unreal",
}
"""For people; a format that isn't here has its own name."""


class Export:
    """A dialog; `open` says which quests of which world."""

    def __init__(self) -> None:
        self._quests: Sequence[Quest] = ()
        self._source = ""
        self._dialog = ui.dialog().props('aria-label="Export"')
        with self._dialog, ui.card().classes("quests-export"):
            self._title = ui.label().props("role=heading aria-level=2").classes("quests-heading")
            names = {
                name: f"{_NAMES.get(name, name)}: {each.description}"
                for name, each in FORMATS.items()
            }
            self._format = ui.radio(names, value="json").props('aria-label="Format"')
            ui.label(
                "Whole quests, with all their ways and what may go wrong. What was played here "
                "isn't part of them."
            ).classes("quests-small room-soft")
            with ui.element("div").classes("quests-buttons"):
                self._button = ui.button("Download", icon="download", color=None)
                self._button.on_click(self._download)
                self._button.props("unelevated no-caps").classes("quests-primary")
                ui.button("Close", on_click=self._dialog.close).props("flat no-caps")

    def open(self, quests: Sequence[Quest], source: str) -> None:
        self._quests, self._source = quests, source
        self._title.text = "Export 1 quest" if len(quests) == 1 else f"Export {len(quests)} quests"
        self._dialog.open()

    @told
    async def _download(self) -> None:
        name = str(self._format.value)
        self._button.props("loading")
        try:
            files = await frame.client().export_quests(self._quests, self._source, name)
            file, data = await asyncio.to_thread(as_one_file, files, name)
        finally:
            self._button.props(remove="loading")
        ui.download(data, file)


def as_one_file(files: Mapping[str, bytes], format: str) -> tuple[str, bytes]:
    """The only one, or a zip of all; with its name."""
    if len(files) == 1:
        return next(iter(files.items()))
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return f"quests-{format}.zip", whole.getvalue()
