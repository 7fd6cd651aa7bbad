"""The page's own elements: a slider, a colour picker, cards to choose from, a glTF under a lamp."""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import nicegui
from nicegui.element import Element

from npcgen.preview.paths import STATIC
from worldgen.textures.parameters import Parameter

_THREE = Path(nicegui.__file__).parent / "elements" / "scene" / "dist"
"""three.js with its glTF loader, as NiceGUI brings it along."""


class Slider(Element, component=STATIC / "material_slider.js"):
    """A number in a range."""

    def __init__(
        self, name: str, parameter: Parameter, value: float, told: Callable[[float], None]
    ) -> None:
        """`told` gets the value once the slider is let go, or a number is typed."""
        super().__init__()
        whole = parameter.kind == "int"
        step = float(parameter.step) if whole else nice_step(parameter.low, parameter.high)
        low = math.ceil(parameter.low / step) * step if whole else parameter.low
        self._props.update(name=name, doc=parameter.doc, unit=parameter.unit, whole=whole)
        self._props.update(low=low, high=parameter.high, step=step, value=value)
        self.on("told", lambda event: told(int(event.args) if whole else float(event.args)))

    def show(self, value: Any, *, changed: bool) -> None:
        show(self, value, changed=changed)


class Colour(Element, component=STATIC / "material_colour.js"):
    """A colour as "#rrggbb"."""

    def __init__(self, name: str, doc: str, value: str, told: Callable[[str], None]) -> None:
        super().__init__()
        self._props.update(name=name, doc=doc, value=value)
        self.on("told", lambda event: told(str(event.args)))

    def show(self, value: Any, *, changed: bool) -> None:
        show(self, value, changed=changed)


class Cards(Element, component=STATIC / "material_gallery.js"):
    """Cards to choose from, each with a picture that is drawn later.

    A card is its `name`, `title`, `doc`, and the `words` that it's found by, in small letters.
    `chosen` gets the name of the one that was pressed, `seen` of each that came into sight.
    """

    def __init__(
        self,
        cards: Sequence[Mapping[str, str]],
        chosen: Callable[[str], None],
        seen: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._names = {card["name"] for card in cards}
        self._props.update(materials=list(cards), chosen="")
        self.on("choose", lambda event: self._tell(chosen, str(event.args)))
        self.on("seen", lambda event: self._tell(seen, str(event.args)))

    def choose(self, name: str) -> None:
        """Marks the one that is chosen."""
        if self._props["chosen"] != name:
            self.props.update(chosen=name)
            self.update()

    def draw(self, name: str, picture: str) -> None:
        """`picture` is its address."""
        self.run_method("draw", name, picture)

    def _tell(self, listener: Callable[[str], None], name: str) -> None:
        if name in self._names:
            listener(name)


class MaterialView(
    Element, component=STATIC / "material_view.js", esm={"nicegui-scene": str(_THREE)}
):
    """A glTF file's material on a sphere, a cube or a tiled plane. Empty until it is shown one."""

    def __init__(self, shape: str) -> None:
        super().__init__()
        self._props.update(source="", shape=shape, label="")

    def show(self, source: str, label: str) -> None:
        """`source` is the file's address; `label` is read out for the picture."""
        self._props.update(source=source, label=label)
        self.update()

    def turn_to(self, shape: str) -> None:
        """sphere, cube or plane."""
        self._props.update(shape=shape)
        self.update()


def show(element: Element, value: Any, *, changed: bool) -> None:
    element.props.update(value=value, changed=changed)
    element.update()


def nice_step(low: float, high: float) -> float:
    """A power of ten that makes 50 to 500 steps of the range: 0.01 of 0..1."""
    return float(10.0 ** math.floor(math.log10((high - low) / 50)))


def humanised(name: str) -> str:
    """ "bond_width" is "Bond width"."""
    return name.replace("_", " ").replace("-", " ").capitalize()
