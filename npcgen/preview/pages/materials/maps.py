"""A material's maps, each as a picture."""

from collections.abc import Mapping

from nicegui import ui

from npcgen.preview.pages.materials.controls import humanised

TITLES = {
    "albedo": "Base colour",
    "normal": "Normal",
    "roughness": "Roughness",
    "metallic": "Metallic",
    "occlusion": "Ambient occlusion",
    "height": "Height, 16 bits",
    "emission": "Emission",
}
"""By the name in the file's; what isn't here is called as its file."""


def title_of(name: str) -> str:
    return TITLES.get(name, humanised(name))


class Maps:
    """Pictures in a grid; each opens by itself in full size."""

    def __init__(self) -> None:
        self.root = ui.element("div").classes("material-maps")

    def show(self, addresses: Mapping[str, str]) -> None:
        """Of each map by its name."""
        self.root.clear()
        with self.root:
            for name, address in addresses.items():
                with ui.element("figure"):
                    with ui.link(target=address, new_tab=True):
                        picture = ui.element("img")
                        picture.props.update(src=address, alt=f"{title_of(name)}, in full size")
                    with ui.element("figcaption"):
                        ui.label(title_of(name))
