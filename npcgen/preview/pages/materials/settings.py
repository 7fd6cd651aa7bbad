"""What can be turned on a material, as sliders, pickers and lists made from its parameters."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from nicegui import ui
from nicegui.element import Element

from npcgen.preview.pages.materials.controls import Colour, Slider, humanised
from worldgen.textures.making.told import Catalogue, MaterialInfo
from worldgen.textures.material import Season
from worldgen.textures.parameters import Parameter, Setting
from worldgen.textures.spec import Mixing, Style, SurfaceSpec, TextureSpec

MASKS: dict[str, str] = {
    "height": "in what lies low",
    "cracks": "in cracks",
    "noise": "in patches",
    "slope": "where it's flat",
    "even": "everywhere, half of each",
}
_SHARE = {"range": (0.0, 1.0), "default": 0.0}
_STYLE_DOCS = {
    "contrast": "How far light and dark are apart",
    "saturation": "-1 is grey",
    "hue": "In half turns of the colour wheel",
    "brightness": "How bright it is",
    "roughness": "-1 is a mirror, 1 is chalk",
    "depth": "-1 is flat, 1 is twice as deep",
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
                self._build(self._catalogue.materials[spec.material])
        for refresh in self._refreshes:
            refresh()

    def _build(self, material: MaterialInfo) -> None:
        with _section("Shape", is_open=True):
            for name, parameter in material.parameters.items():
                if parameter.kind != "colour":
                    self._parameter(name, parameter)
        with _section("Colours", is_open=True):
            self._choice("Palette", "palette", ["", *material.palettes], "its own")
            for name, parameter in material.parameters.items():
                if parameter.kind == "colour":
                    self._parameter(name, parameter)
        with _section("Season and weather"):
            self._choice("Season", "season", ["", *get_args(Season)], "none")
            for name, doc in self._catalogue.layers.items():
                self._layer(name, doc)
        with _section("Look"):
            for name in Style.model_fields:
                self._style(name)
        with _section("Mix with another material"):
            self._mixing()

    def _parameter(self, name: str, parameter: Parameter) -> None:
        title = humanised(name)
        value = self._value(name, parameter)

        def tell(value: Setting) -> None:
            if value != self._value(name, parameter):
                self._tell(params={**self._spec.params, name: value})

        control: Slider | Colour
        if parameter.kind == "bool":
            switch = ui.switch(title, value=value, on_change=lambda event: tell(event.value))
            switch.tooltip(parameter.doc)
            self._refreshes.append(lambda: switch.set_value(self._value(name, parameter)))
            return
        if parameter.kind == "choice":
            options = {choice: humanised(choice) for choice in parameter.choices}
            select = _select(title, options, value, lambda event: tell(event.value))
            self._refreshes.append(lambda: select.set_value(self._value(name, parameter)))
            return
        if parameter.kind == "colour":
            control = Colour(title, parameter.doc, str(value), tell)
        else:
            control = Slider(title, parameter, float(value), tell)
        self._refreshes.append(
            lambda: control.show(self._value(name, parameter), changed=name in self._spec.params)
        )

    def _value(self, name: str, parameter: Parameter) -> Any:
        """NOTE: what was turned since isn't in `_params` yet."""
        return self._spec.params.get(name, self._params.get(name, parameter.default))

    def _choice(self, title: str, field: str, names: list[str], empty: str) -> None:
        options = {name: humanised(name) if name else empty for name in names}

        def tell(event: Any) -> None:
            of_colours = {
                name
                for name, each in self._catalogue.materials[self._spec.material].parameters.items()
                if each.kind == "colour"
            }
            kept = {k: v for k, v in self._spec.params.items() if k not in of_colours}
            params = kept if field == "palette" else self._spec.params
            if event.value != getattr(self._spec, field):
                self._tell(params=params, **{field: event.value})

        select = _select(title, options, getattr(self._spec, field), tell)
        self._refreshes.append(lambda: select.set_value(getattr(self._spec, field)))

    def _layer(self, name: str, doc: str) -> None:
        def tell(value: float) -> None:
            rest = {other: share for other, share in self._spec.layers.items() if other != name}
            self._tell(layers={**rest, name: value} if value else rest)

        slider = Slider(humanised(name), Parameter(**_SHARE, doc=doc), 0.0, tell)
        self._refreshes.append(
            lambda: slider.show(self._spec.layers.get(name, 0.0), changed=name in self._spec.layers)
        )

    def _style(self, name: str) -> None:
        def tell(value: float) -> None:
            self._tell(style=self._spec.style.model_copy(update={name: value}))

        turned = Parameter(range=(-1, 1), default=0.0, doc=_STYLE_DOCS[name])
        slider = Slider(humanised(name), turned, 0.0, tell)

        def refresh() -> None:
            value = getattr(self._spec.style, name)
            slider.show(value, changed=value != 0)

        self._refreshes.append(refresh)

    def _mixing(self) -> None:
        others = {name: humanised(name) for name in self._catalogue.materials}
        material = _select("Second material", {"": "none", **others}, "", self._tell_second)
        rest = ui.element("div").classes("material-settings-part")
        with rest:
            mask = _select("Where it shows", MASKS, "height", self._tell_mask)
            amount = self._mixed("amount", "How much of the second material there is", rest)
            softness = self._mixed("softness", "How gently one passes into the other", rest)

        def refresh() -> None:
            mixing = self._spec.mixing
            rest.visible = mixing is not None
            material.set_value(mixing.surface.material if mixing else "")
            if mixing is not None:
                mask.set_value(mixing.mask)
                amount.show(mixing.amount, changed=False)
                softness.show(mixing.softness, changed=False)

        self._refreshes.append(refresh)

    def _mixed(self, field: str, doc: str, parent: Element) -> Slider:
        def tell(value: float) -> None:
            if self._spec.mixing is not None:
                self._tell(mixing=self._spec.mixing.model_copy(update={field: value}))

        with parent:
            return Slider(humanised(field), Parameter(**_SHARE, doc=doc), 0.0, tell)

    def _tell_second(self, event: Any) -> None:
        mixing = self._spec.mixing
        if event.value == (mixing.surface.material if mixing else ""):
            return
        if not event.value:
            self._tell(mixing=None)
            return
        surface = SurfaceSpec(material=event.value, seed=self._spec.seed)
        self._tell(
            mixing=mixing.model_copy(update={"surface": surface})
            if mixing
            else Mixing(surface=surface)
        )

    def _tell_mask(self, event: Any) -> None:
        if self._spec.mixing is not None and event.value != self._spec.mixing.mask:
            self._tell(mixing=self._spec.mixing.model_copy(update={"mask": event.value}))

    def _tell(self, **edits: Any) -> None:
        self._told(self._spec.model_copy(update=edits))


def _section(title: str, *, is_open: bool = False) -> Element:
    section = ui.element("details").classes("material-settings-section")
    if is_open:
        section.props("open")
    with section, ui.element("summary"):
        ui.label(title).props("role=heading aria-level=2")
    return section


def _select(
    title: str, options: Mapping[str, str], value: str, told: Callable[[Any], None]
) -> ui.select:
    return (
        ui.select(dict(options), label=title, value=value, on_change=told)
        .props("dense outlined options-dense")
        .classes("w-full")
    )
