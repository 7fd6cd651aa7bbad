"""npcgen's own scenes, in texts of exactly as many tokens as they ask for."""

from bench.shapes import speech
from npcgen.benchmark.scenes import Crowd, Newcomer, Scenes, Street
from npcgen.benchmark.speaker import Speaker

__all__ = [
    "Crowd",
    "Newcomer",
    "Street",
    "monologue",
    "newcomer",
    "next_turn",
    "opening",
    "street",
    "tavern",
]

_SCENES = Scenes(speech)
opening, next_turn = _SCENES.opening, _SCENES.next_turn
tavern, street, monologue = _SCENES.tavern, _SCENES.street, _SCENES.monologue


async def newcomer(speaker: Speaker) -> Newcomer:
    found = await _SCENES.newcomer(speaker)
    assert found, "these models never end a reply by themselves"
    return found
