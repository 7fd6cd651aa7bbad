"""Makes personas for worlds that are there: gathers the setting, draws, lets a model write."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from npcgen.dialogue.generation.generate import GeneratedPersona, generate
from npcgen.dialogue.generation.prose import by_rules, rewrite
from npcgen.dialogue.generation.setting import Setting, setting_of
from npcgen.dialogue.language_model import LanguageModel
from npcgen.dialogue.lore.library import LoreLibrary
from npcgen.dialogue.paging import every_item
from npcgen.dialogue.persona_store import PersonaStore
from npcgen.errors import Unavailable

PROSE_S = 10.0
"""Seconds that a model may write at most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for."""

    prompt: str = ""
    seed: int = 0
    """0 draws one."""
    world_id: str = ""
    keep: bool = False
    use_model: bool = False
    model: str = ""
    """Empty for the default."""


class PersonaMaker:
    def __init__(
        self,
        personas: PersonaStore,
        lore: LoreLibrary,
        models: Callable[[str], LanguageModel],
    ) -> None:
        """`models` as for `Conversations`."""
        self._personas = personas
        self._lore = lore
        self._models = models

    async def make(self, asked: Asked, within_s: float | None = None) -> GeneratedPersona:
        """A new persona, not kept; `within_s` is when the caller wants it at the latest.

        Raises NotFound for the world or the named model, InvalidArgument for the rest.
        """
        deadline = time.monotonic() + (PROSE_S if within_s is None else min(PROSE_S, within_s))
        setting = gather(self._personas, self._lore, asked.world_id)
        # NOTE: reading the catalogue and hashing a large world take a while, off the event loop.
        made = await asyncio.to_thread(generate, asked.prompt, asked.seed, setting)
        if not asked.use_model:
            return by_rules(made)
        try:
            model = self._models(asked.model)
        except Unavailable as error:
            return by_rules(made, error.message)
        return await rewrite(made, setting, model, deadline)


def gather(personas: PersonaStore, lore: LoreLibrary, world_id: str) -> Setting:
    """What is there now. Raises NotFound for the world."""
    everybody = list(every_item(lambda token: personas.list(page_token=token)))
    if not world_id:
        return setting_of(None, everybody)
    world = personas.worlds.get(world_id)
    return setting_of(world, everybody, lore.all_entries(world_id).values())
