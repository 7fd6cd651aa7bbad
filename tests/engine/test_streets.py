"""Many personas of a world on few slots: nobody computes the world again, nobody loses a turn.

Slots and parked states as a backend uses them together, without a model: tokens only.
"""

import random

import pytest

from npcgen.engine.parking import ParkingLimits, ParkingLot
from npcgen.engine.prefix_cache import PrefixCache

WORLD, PERSONA, TURN = 400, 150, 60
WORTH_LOADING = 32


class Street:
    """Personas that speak one after another, each with its own conversation."""

    def __init__(self, slots: int, parked: int) -> None:
        self._cache = PrefixCache(slots)
        self._lot = ParkingLot(ParkingLimits(memory_bytes=parked), None, "")
        self._said: dict[int, list[int]] = {}

    def speak(self, world: int, persona: int) -> tuple[int, int]:
        """What a turn's prompt reuses, and what that persona had said and heard before."""
        new = [10_000 * world] * WORLD + [10_000 * world + persona] * PERSONA
        said = self._said.get(persona, new)
        before = len(said) if persona in self._said else 0
        prompt = [*said, *range(20_000 * world + before, 20_000 * world + before + TURN)]
        reused = self._computed(prompt)
        self._said[persona] = prompt
        return reused, before

    def _computed(self, prompt: list[int]) -> int:
        plan = self._cache.take(prompt)
        if len(plan.evicted) - plan.kept >= WORTH_LOADING:
            self._lot.park(plan.evicted, b"1")
        reused = plan.reused
        found = self._lot.find(prompt[:-1], reused + WORTH_LOADING)
        if found and self._lot.load(found[0], taken=found[1]) is not None:
            reused = found[1]
        self._cache.release(plan.slot, len(prompt))
        return reused


@pytest.mark.parametrize("slots", [2, 8])
def test_sixty_four_personas_share_their_world_and_keep_their_turns(slots: int) -> None:
    rng = random.Random(slots)
    street = Street(slots, parked=64)
    assert street.speak(1, 0) == (0, 0)
    for _ in range(600):
        reused, before = street.speak(1, rng.randrange(64))
        assert reused == (before or WORLD)


def test_a_world_that_is_seldom_entered_is_not_computed_again() -> None:
    rng = random.Random(1)
    street = Street(8, parked=64)
    for world, first in ((1, 0), (2, 100)):
        assert street.speak(world, first) == (0, 0)
    for persona in range(101, 110):
        for _ in range(50):
            street.speak(1, rng.randrange(40))
        assert street.speak(2, persona) == (WORLD, 0)
    assert street.speak(2, 100) == (WORLD + PERSONA + TURN, WORLD + PERSONA + TURN)
