"""The same material from several seeds, as small pictures to choose from."""

from collections.abc import Callable

from nicegui import ui
from nicegui.element import Element

from npcgen import Client
from npcgen.preview.pages.materials.looks import look
from worldgen.rng import MAX_SEED
from worldgen.textures.spec import TextureSpec

COUNT = 12
_SIDE = 224


class Seeds:
    """Pictures that come one after the other; pressing one takes its seed."""

    def __init__(self, told: Callable[[int], None]) -> None:
        self._told = told
        self._of: TextureSpec | None = None
        """Whose pictures are there, whatever its seed."""
        self._seeds = range(0)
        self._cards: dict[int, Element] = {}
        self.root = ui.element("div").classes("material-cards material-seeds")

    async def fill(self, client: Client, spec: TextureSpec) -> None:
        """Pictures of the seeds from the spec's on; those that are there stay."""
        base = spec.model_copy(update={"seed": 0})
        if base != self._of or spec.seed not in self._seeds:
            self.root.clear()
            self._cards.clear()
            first = min(spec.seed, MAX_SEED + 1 - COUNT)
            self._of, self._seeds = base, range(first, first + COUNT)
        self._mark(spec.seed)
        for seed in self._seeds:
            if seed not in self._cards:
                at = spec.model_copy(update={"seed": seed})
                self._add(seed, await look(client, at, _SIDE))
                self._mark(spec.seed)

    def _mark(self, chosen: int) -> None:
        for seed, card in self._cards.items():
            card.props(f"aria-pressed={str(seed == chosen).lower()}")

    def _add(self, seed: int, picture: str) -> None:
        with self.root, ui.element("button").classes("material-card") as card:
            card.props("type=button aria-pressed=false")
            card.on("click", lambda: self._told(seed))
            shown = ui.element("img")
            shown.props.update(src=picture, alt="")
            ui.label(f"Seed {seed}")
        self._cards[seed] = card
