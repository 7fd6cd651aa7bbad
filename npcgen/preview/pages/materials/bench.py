"""One material being worked on: what was asked for, what came of it, and all that shows it."""

import random
from collections.abc import Callable, Mapping
from contextlib import aclosing

from nicegui import ui

from npcgen import Client
from npcgen.client import GeneratedTexture, TextureProgress
from npcgen.errors import InvalidArgument
from npcgen.preview.pages.materials.controls import humanised
from npcgen.preview.pages.materials.export import Export
from npcgen.preview.pages.materials.recipe import PATH, first_spec, query_of, read_address
from npcgen.preview.pages.materials.settings import Settings
from npcgen.preview.pages.materials.stage import Stage
from npcgen.preview.parts.last_shown import LastShown
from npcgen.preview.parts.told import show_error
from npcgen.preview.parts.work import Work
from worldgen.rng import MAX_SEED
from worldgen.textures.making.told import Catalogue
from worldgen.textures.parameters import Setting
from worldgen.textures.spec import TextureSpec

SIDES = (256, 512, 1024, 2048)


class Bench:
    """Whatever turns the spec has the material made anew, and the address say so."""

    def __init__(
        self,
        client: Client,
        catalogue: Catalogue,
        last: LastShown,
        on_material: Callable[[str], None],
    ) -> None:
        self._client = client
        self._catalogue = catalogue
        self._on_material = on_material
        self._last = last
        self._spec = _linked(last.query, catalogue)
        self._params: Mapping[str, Setting] = {}
        self._prompt = ""
        """What the next texture is asked for with, but for seed and size."""
        with ui.element("section").classes("room-panel materials-stage"):
            self._head()
            self._stage = Stage(client, last.query.get("view", ""), self._on_view, self._take_seed)
            with ui.element("div").classes("materials-told"):
                self._work = Work("Making the material")
                self._facts = ui.label("").classes("room-soft").props("data-testid=facts")
            self._export = Export(client, catalogue, lambda: self._spec)
        with ui.element("aside").classes("room-panel materials-settings"):
            self._words()
            self._settings = Settings(catalogue, self.turn_to)
        self._show_spec()

    def choose(self, material: str) -> None:
        """Another material, of the same seed and size, as it comes."""
        kept = {"seed": self._spec.seed, "width": self._spec.width, "height": self._spec.height}
        self._params = {}
        self.turn_to(TextureSpec(material=material, **kept))

    def turn_to(self, spec: TextureSpec) -> None:
        """Shows what is asked for at once, and what comes of it once it's there."""
        if spec != self._spec:
            self._spec = spec
            self._show_spec()
            self.make()

    def make(self) -> None:
        self._prompt = ""
        self._work.begin(self._make)

    async def _make(self) -> None:
        asked = self._spec
        given = {"seed": asked.seed, "width": asked.width, "height": asked.height}
        stream = self._client.stream_texture(
            given if self._prompt else asked, prompt=self._prompt, pack="gltf"
        )
        async with aclosing(stream) as events:
            async for event in events:
                match event:
                    case TextureProgress(phase, fraction):
                        self._work.tell(phase, fraction)
                    case GeneratedTexture():
                        self._show(event)
        self._work.tell("drawing the view", 1.0)
        await self._stage.fill(self._spec)

    def _show(self, made: GeneratedTexture) -> None:
        assert made.spec is not None
        if self._prompt:
            self._spec = made.spec
        self._params = made.params
        self._stage.show(made)
        self._show_spec()
        self._facts.text = (
            f"{made.spec.width} by {made.spec.height} px, made in {made.total_ms:.0f} ms"
        )
        unused = ", ".join(made.unused_words)
        self._unused.text = f"Nothing was made of: {unused}" if unused else ""

    def _show_spec(self) -> None:
        spec = self._spec
        material = self._catalogue.materials[spec.material]
        self._title.text = humanised(spec.material)
        self._about.text = material.description
        self._seed.value = spec.seed
        self._side.set_options({side: f"{side} px" for side in sorted({*SIDES, spec.width})})
        self._side.value = spec.width
        self._settings.show(spec, self._params)
        self._on_material(spec.material)
        self._write_address()

    def _head(self) -> None:
        with ui.element("div").classes("materials-head"):
            self._title = ui.label().props("role=heading aria-level=1").classes("materials-title")
            with ui.element("div").classes("materials-make"):
                self._seed = (
                    ui.number("Seed", min=0, max=MAX_SEED, step=1, precision=0)
                    .props("dense outlined debounce=400")
                    .on_value_change(lambda event: self._take_seed(event.value))
                )
                ui.button(icon="casino", on_click=self._any_seed).props(
                    'flat round aria-label="Another seed"'
                ).tooltip("Another seed")
                self._side = ui.select(
                    {}, label="Size", on_change=lambda event: self._take_side(event.value)
                ).props("dense outlined options-dense")
                ui.button("Make", on_click=self.make).props("no-caps unelevated")
        self._about = ui.label().classes("room-soft materials-about")

    def _words(self) -> None:
        words = (
            ui.textarea("In words", placeholder="mossy castle wall in winter")
            .props("dense outlined autogrow stack-label")
            .classes("w-full")
        )

        def ask() -> None:
            self._prompt = str(words.value or "").strip()
            if not self._prompt:
                show_error("say in a few words what it shall be, such as: mossy castle wall")
                return
            self._work.begin(self._make)

        with ui.element("div").classes("materials-words"):
            ui.button("Make from words", icon="auto_awesome", on_click=ask).props(
                "no-caps flat dense"
            )
            ui.button("As it comes", icon="restart_alt", on_click=self._reset).props(
                "no-caps flat dense"
            ).tooltip("Undoes all that was turned on this material")
        self._unused = ui.label("").classes("room-soft").props("data-testid=unused")

    def _reset(self) -> None:
        self.choose(self._spec.material)

    def _any_seed(self) -> None:
        self._take_seed(random.randrange(100_000))

    def _take_seed(self, seed: float | None) -> None:
        if seed is not None:
            self.turn_to(self._spec.model_copy(update={"seed": int(seed)}))

    def _take_side(self, side: int) -> None:
        if side != self._spec.width:
            self.turn_to(self._spec.model_copy(update={"width": side, "height": side}))

    def _on_view(self, view: str) -> None:
        self._write_address()
        if not self._work.runs:
            self._work.begin(lambda: self._stage.fill(self._spec))

    def _write_address(self) -> None:
        query = query_of(self._spec, self._stage.view)
        self._last.keep(query)
        ui.navigate.history.replace(f"{PATH}?{query}")


def _linked(query: Mapping[str, str], catalogue: Catalogue) -> TextureSpec:
    """What the link says; where that can't be, the error is shown, and the usual material."""
    try:
        return read_address(query, catalogue)
    except InvalidArgument as error:
        show_error(str(error))
        return first_spec(catalogue)
