"""What can be turned on a material, as sliders, pickers and lists made from its parameters."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from nicegui import ui

from npcgen.preview.pages.materials.controls import Slider, humanised
from npcgen.preview.pages.materials.mixing import MixingControls
from npcgen.preview.pages.materials.section import Section, select
from npcgen.preview.pages.materials.surface import SurfaceControls
from worldgen.textures.making.told import Catalogue
from worldgen.textures.material import Season
from worldgen.textures.parameters import Parameter, Setting
from worldgen.textures.spec import Style, TextureSpec

_SHARE = {"range": (0.0, 1.0), "default": 0.0}
_STYLE_DOCS = {
    "contrast": "How far light and dark are apart",
    "saturation": "-1 is grey",
    "hue": "In half turns of the colour wheel",
    "brightness": "How bright it is",
    "roughness": "-1 is a mirror, 1 is chalk",
    "depth": "-1 is flat, 1 is twice as deep",
}
_TILINGS = {
    "both": "on all sides",
    "x": "left and right",
    "y": "top and bottom",
    "none": "on no side",
}
Refresh = Callable[[], object]


class Settings:
    """The panel; it tells whole specs of what was turned."""

    def __init__(self, catalogue: Catalogue, told: Callable[[TextureSpec], None]) -> None:
        self._catalogue = catalogue
        self._told = told
        self._refreshes: list[Refresh] = []
        self._spec = TextureSpec(material=next(iter(catalogue.materials)))
        self._params: Mapping[str, Setting] = {}
        self._built_for = ""
        self._root = ui.element("div").classes("material-settings")

    def show(self, spec: TextureSpec, params: Mapping[str, Setting]) -> None:
        """`params` is where sliders stand, as far as the server told yet."""
        self._spec, self._params = spec, params
        if self._built_for != spec.material:
            self._built_for = spec.material
            self._root.clear()
            self._refreshes.clear()
            with self._root:
                self._build()
        for section, is_used in self._used():
            if is_used:
                section.open()
        for refresh in self._refreshes:
            refresh()

    def _build(self) -> None:
        controls = self._controls()
        Section("Shape", controls.add_shape).open()
        Section("Colours", controls.add_colours).open()
        self._weather = Section("Season and weather", self._add_weather)
        self._look = Section("Look", self._add_look)
        self._mixing = Section("Mix with another material", self._add_mixing)

    def _used(self) -> list[tuple[Section, bool]]:
        """Those that nobody has to open, for something in them was turned."""
        spec = self._spec
        return [
            (self._weather, bool(spec.season or spec.layers)),
            (self._look, spec.style != Style() or spec.tiling != "both"),
            (self._mixing, spec.mixing is not None),
        ]

    def _controls(self) -> SurfaceControls:
        material = self._catalogue.materials[self._spec.material]
        controls = SurfaceControls(material, self._spec, self._tell)
        self._refreshes.append(lambda: controls.show(self._spec, self._params))
        return controls

    def _add_weather(self) -> None:
        names = {name: humanised(name) if name else "none" for name in ("", *get_args(Season))}

        def tell(event: Any) -> None:
            if event.value != self._spec.season:
                self._tell({"season": event.value})

        season = select("Season", names, self._spec.season, tell)
        self._refreshes.append(lambda: season.set_value(self._spec.season))
        for name, doc in self._catalogue.layers.items():
            self._add_layer(name, doc)

    def _add_layer(self, name: str, doc: str) -> None:
        def tell(value: float) -> None:
            rest = {other: share for other, share in self._spec.layers.items() if other != name}
            self._tell({"layers": {**rest, name: value} if value else rest})

        slider = Slider(humanised(name), Parameter(**_SHARE, doc=doc), 0.0, tell)
        self._keep(
            lambda: slider.show(self._spec.layers.get(name, 0.0), changed=name in self._spec.layers)
        )

    def _add_look(self) -> None:
        for name in Style.model_fields:
            self._add_style(name)

        def tell(event: Any) -> None:
            if event.value != self._spec.tiling:
                self._tell({"tiling": event.value})

        seams = select("Without seams", _TILINGS, self._spec.tiling, tell)
        self._refreshes.append(lambda: seams.set_value(self._spec.tiling))

    def _add_style(self, name: str) -> None:
        def tell(value: float) -> None:
            self._tell({"style": self._spec.style.model_copy(update={name: value})})

        turned = Parameter(range=(-1, 1), default=0.0, doc=_STYLE_DOCS[name])
        slider = Slider(humanised(name), turned, 0.0, tell)

        def refresh() -> None:
            value = getattr(self._spec.style, name)
            slider.show(value, changed=value != 0)

        self._keep(refresh)

    def _add_mixing(self) -> None:
        controls = MixingControls(
            self._catalogue, self._spec, lambda mixing: self._tell({"mixing": mixing})
        )
        self._refreshes.append(lambda: controls.show(self._spec))

    def _keep(self, refresh: Refresh) -> None:
        """Shows what there is, and whatever comes."""
        refresh()
        self._refreshes.append(refresh)

    def _tell(self, edits: dict[str, Any]) -> None:
        self._told(self._spec.model_copy(update=edits))
