"""What can be turned on one surface: its material's parameters and palette, as controls."""

from collections.abc import Callable, Mapping
from typing import Any

from nicegui import ui

from npcgen.preview.pages.materials.controls import Colour, Slider, humanised
from npcgen.preview.pages.materials.section import select
from worldgen.textures.making.told import MaterialInfo
from worldgen.textures.parameters import Parameter, Setting
from worldgen.textures.spec import SurfaceSpec

Tell = Callable[[dict[str, Any]], None]


class SurfaceControls:
    """`tell` gets the fields of the surface that somebody turned. Its parts stand where they are
    made, and show what `show` was given last.
    """

    def __init__(self, material: MaterialInfo, surface: SurfaceSpec, tell: Tell) -> None:
        self._material, self._tell = material, tell
        self._surface = surface
        self._params: Mapping[str, Setting] = {}
        self._refreshes: list[Callable[[], object]] = []

    def show(self, surface: SurfaceSpec, params: Mapping[str, Setting]) -> None:
        """`params` is where controls stand, as far as the server told yet."""
        self._surface, self._params = surface, params
        for refresh in self._refreshes:
            refresh()

    def add_shape(self) -> None:
        for name, parameter in self._material.parameters.items():
            if parameter.kind != "colour":
                self._add(name, parameter)

    def add_colours(self) -> None:
        """The palette, and each colour of it."""
        self.add_palette()
        for name, parameter in self._colours().items():
            self._add(name, parameter)

    def add_palette(self) -> None:
        names = {"": "its own"} | {name: humanised(name) for name in self._material.palettes}

        def tell(event: Any) -> None:
            """NOTE: colours that were turned would win over the palette."""
            if event.value != self._surface.palette:
                colours = self._colours()
                kept = {k: v for k, v in self._surface.params.items() if k not in colours}
                self._tell({"palette": event.value, "params": kept})

        chosen = select("Palette", names, self._surface.palette, tell)
        self._refreshes.append(lambda: chosen.set_value(self._surface.palette))

    def _colours(self) -> dict[str, Parameter]:
        every = self._material.parameters
        return {name: each for name, each in every.items() if each.kind == "colour"}

    def _add(self, name: str, parameter: Parameter) -> None:
        title, value = humanised(name), self._value(name, parameter)

        def tell(value: Setting) -> None:
            if value != self._value(name, parameter):
                self._tell({"params": {**self._surface.params, name: value}})

        control: Slider | Colour
        match parameter.kind:
            case "bool":
                switch = ui.switch(title, value=value, on_change=lambda event: tell(event.value))
                switch.tooltip(parameter.doc)
                self._refreshes.append(lambda: switch.set_value(self._value(name, parameter)))
                return
            case "choice":
                names = {choice: humanised(choice) for choice in parameter.choices}
                chosen = select(title, names, value, lambda event: tell(event.value))
                self._refreshes.append(lambda: chosen.set_value(self._value(name, parameter)))
                return
            case "colour":
                control = Colour(title, parameter.doc, str(value), tell)
            case _:
                control = Slider(title, parameter, float(value), tell)
        self._refreshes.append(
            lambda: control.show(self._value(name, parameter), changed=name in self._surface.params)
        )

    def _value(self, name: str, parameter: Parameter) -> Any:
        """NOTE: what was turned since isn't in `_params` yet."""
        return self._surface.params.get(name, self._params.get(name, parameter.default))
