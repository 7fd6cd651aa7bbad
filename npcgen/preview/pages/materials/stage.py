"""Where a material is looked at: lit in 3D, map by map, tiled flat, and beside its other seeds."""

from collections.abc import Callable

from nicegui import ui

from npcgen import Client
from npcgen.client import GeneratedTexture
from npcgen.preview.pages.materials.controls import MaterialView, humanised
from npcgen.preview.pages.materials.maps import Maps
from npcgen.preview.pages.materials.seeds import Seeds
from npcgen.preview.pages.materials.tiled import Tiled
from npcgen.preview.parts.shelf import Shelf
from worldgen.textures.spec import TextureSpec

VIEWS = {
    "sphere": "Sphere",
    "cube": "Cube",
    "plane": "Plane",
    "maps": "Maps",
    "tiled": "Tiled 4x4",
    "seeds": "Seeds",
}
"""By their name in the address."""
_SHAPES = ("sphere", "cube", "plane")
_ICONS = dict(
    zip(
        VIEWS,
        ("circle", "view_in_ar", "layers", "photo_library", "grid_view", "casino"),
        strict=True,
    )
)


class Stage:
    """Its views; only the one that is open asks the server for what it shows."""

    def __init__(
        self,
        client: Client,
        view: str,
        on_view: Callable[[str], None],
        on_seed: Callable[[int], None],
    ) -> None:
        self.view = view if view in VIEWS else "sphere"
        self._client = client
        self._shelf = Shelf()
        self._on_view = on_view
        self._plain: tuple[TextureSpec, dict[str, str]] | None = None
        self._tabs()
        self._solid = MaterialView(self.view)
        self._maps = Maps()
        self._tiled = Tiled()
        self._seeds = Seeds(on_seed)
        self._arrange()

    def show(self, made: GeneratedTexture) -> None:
        """What the pack `gltf` is."""
        assert made.spec is not None
        name, data = next(iter(made.files.items()))
        label = f"{humanised(made.spec.material)}, seed {made.spec.seed}, under a lamp"
        self._solid.show(self._shelf.put(name, data), label)

    async def fill(self, spec: TextureSpec) -> None:
        """Asks for what the open view shows besides, unless it's there."""
        if self.view == "seeds":
            await self._seeds.fill(self._client, spec)
        elif self.view in ("maps", "tiled"):
            addresses = await self._addresses(spec)
            self._maps.show(addresses)
            self._tiled.show(addresses, spec)

    async def _addresses(self, spec: TextureSpec) -> dict[str, str]:
        """Of each map's picture, by the map's name."""
        if self._plain is None or self._plain[0] != spec:
            made = await self._client.generate_texture(spec, pack="png")
            shelved = {
                name.removesuffix(".png").removeprefix(f"{spec.material}_"): self._shelf.put(
                    name, data
                )
                for name, data in made.files.items()
            }
            self._plain = spec, shelved
        return self._plain[1]

    def _tabs(self) -> None:
        with ui.tabs() as tabs:
            for name, title in VIEWS.items():
                ui.tab(name, title, icon=_ICONS[name])
        tabs.props('dense no-caps inline-label align=left aria-label="Views"')
        tabs.set_value(self.view)
        tabs.on_value_change(lambda event: self._open(event.value))

    def _open(self, view: str) -> None:
        self.view = view
        self._arrange()
        self._on_view(view)

    def _arrange(self) -> None:
        self._solid.visible = self.view in _SHAPES
        if self.view in _SHAPES:
            self._solid.turn_to(self.view)
        self._maps.root.visible = self.view == "maps"
        self._tiled.root.visible = self.view == "tiled"
        self._seeds.root.visible = self.view == "seeds"
