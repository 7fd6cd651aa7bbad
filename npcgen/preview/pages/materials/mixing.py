"""A second material, what can be turned on it, and where it shows."""

from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.element import Element

from npcgen.preview.pages.materials.controls import Slider, humanised
from npcgen.preview.pages.materials.section import select
from npcgen.preview.pages.materials.surface import SurfaceControls
from worldgen.rng import MAX_SEED
from worldgen.textures.making.told import Catalogue
from worldgen.textures.parameters import Parameter
from worldgen.textures.spec import Mixing, SurfaceSpec, TextureSpec

MASKS = {
    "height": "in what lies low",
    "cracks": "in cracks",
    "noise": "in patches",
    "slope": "where it's flat",
    "even": "everywhere, half of each",
}
_SHARE = {"range": (0.0, 1.0), "default": 0.0}


class MixingControls:
    """Made where they shall stand; `tell` gets the mixing that somebody asks for, or None."""

    def __init__(
        self, catalogue: Catalogue, spec: TextureSpec, tell: Callable[[Mixing | None], None]
    ) -> None:
        self._catalogue, self._tell = catalogue, tell
        self._spec = spec
        self._controls: SurfaceControls | None = None
        self._built_for = ""
        others = {name: humanised(name) for name in catalogue.materials}
        self._material = (
            ui.select(
                {"": "none", **others},
                label="Second material",
                with_input=True,
                on_change=self._tell_material,
            )
            .props("dense outlined options-dense")
            .classes("w-full")
        )
        self._rest = ui.element("div").classes("material-settings-part")
        with self._rest:
            self._mask = select("Where it shows", MASKS, "height", self._tell_mask)
            self._amount = self._share("amount", "How much of the second material there is")
            self._softness = self._share("softness", "How gently one passes into the other")
            self._seed = (
                ui.number("Its own seed", min=0, max=MAX_SEED, step=1, precision=0)
                .props("dense outlined debounce=400")
                .on_value_change(self._tell_seed)
            )
            self._surface: Element = ui.element("div").classes("material-settings-part")
        self.show(spec)

    def show(self, spec: TextureSpec) -> None:
        self._spec = spec
        mixing = spec.mixing
        self._rest.visible = mixing is not None
        self._material.set_value(mixing.surface.material if mixing else "")
        self._build(mixing.surface if mixing else None)
        if mixing is not None and self._controls is not None:
            self._mask.set_value(mixing.mask)
            self._amount.show(mixing.amount, changed=False)
            self._softness.show(mixing.softness, changed=False)
            self._seed.set_value(mixing.surface.seed)
            self._controls.show(mixing.surface, {})

    def _build(self, surface: SurfaceSpec | None) -> None:
        """NOTE: the colours of a palette aren't told of a second material, so where it has one,
        nothing says what they are."""
        wanted = f"{surface.material} {bool(surface.palette)}" if surface else ""
        if wanted == self._built_for:
            return
        self._built_for = wanted
        self._surface.clear()
        self._controls = None
        if surface is None:
            return
        material = self._catalogue.materials[surface.material]
        self._controls = controls = SurfaceControls(material, surface, self._tell_surface)
        with self._surface:
            controls.add_shape()
            if surface.palette:
                controls.add_palette()
            else:
                controls.add_colours()

    def _share(self, field: str, doc: str) -> Slider:
        def tell(value: float) -> None:
            self._edit({field: value})

        return Slider(humanised(field), Parameter(**_SHARE, doc=doc), 0.0, tell)

    def _tell_material(self, event: Any) -> None:
        mixing = self._spec.mixing
        if (event.value or "") == (mixing.surface.material if mixing else ""):
            return
        if not event.value:
            self._tell(None)
            return
        surface = SurfaceSpec(material=event.value, seed=self._spec.seed)
        self._tell(
            mixing.model_copy(update={"surface": surface}) if mixing else Mixing(surface=surface)
        )

    def _tell_mask(self, event: Any) -> None:
        self._edit({"mask": event.value})

    def _tell_seed(self, event: Any) -> None:
        if event.value is not None:
            self._tell_surface({"seed": int(event.value)})

    def _tell_surface(self, edits: dict[str, Any]) -> None:
        if self._spec.mixing is not None:
            surface = self._spec.mixing.surface.model_copy(update=edits)
            self._edit({"surface": surface})

    def _edit(self, edits: dict[str, Any]) -> None:
        mixing = self._spec.mixing
        if mixing is not None and (changed := mixing.model_copy(update=edits)) != mixing:
            self._tell(changed)
