"""Settings to generate personas in."""

from npcgen.dialogue.generation.setting import Setting, setting_of
from npcgen.dialogue.lore.files import bundled_lore
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import WorldStore, bundled

CAST = tuple(bundled("personas", Persona))
NOWHERE = setting_of(None, CAST)


def emberlow(*more: Persona) -> Setting:
    """The bundled world with its six people, and these."""
    lore = bundled_lore()["emberlow"].values()
    return setting_of(WorldStore().get("emberlow"), [*CAST, *more], lore)
