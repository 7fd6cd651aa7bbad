"""Whether seams show: a map laid out flat, four by four, with the edges marked or not."""

from collections.abc import Mapping

from nicegui import ui

from npcgen.preview.pages.materials.maps import title_of
from worldgen.textures.spec import TextureSpec


class Tiled:
    """Sixteen tiles of one map."""

    def __init__(self) -> None:
        self._addresses: Mapping[str, str] = {}
        self.root = ui.element("div").classes("material-tiled")
        with self.root:
            with ui.row().classes("items-center"):
                self._which = (
                    ui.select({"albedo": title_of("albedo")}, label="Map", value="albedo")
                    .props("dense outlined options-dense")
                    .classes("w-48")
                    .on_value_change(self._draw)
                )
                self._lines = ui.checkbox("Mark the edges", on_change=self._draw)
            self._picture = ui.element("div").classes("material-tiles")
            self._picture.props("role=img")

    def show(self, addresses: Mapping[str, str], spec: TextureSpec) -> None:
        """`addresses` are of the maps, by their names."""
        self._addresses = addresses
        self._picture.style(f"aspect-ratio: {spec.width} / {spec.height}")
        self._which.set_options({name: title_of(name) for name in addresses})
        self._draw()

    def _draw(self) -> None:
        name = self._which.value
        if name not in self._addresses:
            return
        self._picture.style(f'background-image: url("{self._addresses[name]}")')
        self._picture.classes(toggle="")
        self._picture.classes(
            add="material-tiles-marked" if self._lines.value else "",
            remove="" if self._lines.value else "material-tiles-marked",
        )
        marked = ", edges marked" if self._lines.value else ""
        self._picture.props["aria-label"] = f"{title_of(name)}, tiled four by four{marked}"
        self._picture.update()
