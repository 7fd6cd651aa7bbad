"""Which slot a prompt gets, and where its beginning comes from."""

import random

from npcgen.engine.prefix_cache import MIN_SHARED, Plan, PrefixCache, common_prefix

WORLD = list(range(100))


def talked(cache: PrefixCache, prompt: list[int], reply: list[int]) -> int:
    """A turn from its prompt to its end; the slot it was in."""
    plan = cache.take(prompt)
    for token in reply:
        cache.extend(plan.slot, token)
    cache.release(plan.slot, len(prompt) + len(reply))
    return plan.slot


def test_the_first_prompt_starts_from_nothing() -> None:
    assert PrefixCache(2).take(WORLD) == Plan(slot=0, kept=0)


def test_a_returning_conversation_gets_its_slot_back() -> None:
    cache = PrefixCache(4)
    slots = [talked(cache, [*WORLD, npc], [7] * 40) for npc in (201, 202, 203)]
    for npc, slot in zip((201, 202, 203), slots, strict=True):
        assert cache.take([*WORLD, npc, *[7] * 40, 9]) == Plan(slot, kept=141)


def test_the_last_token_is_always_computed_again() -> None:
    cache = PrefixCache(1)
    talked(cache, WORLD, [])
    assert cache.take(WORLD) == Plan(slot=0, kept=99)


def test_a_newcomer_copies_the_world_and_destroys_nobody() -> None:
    cache = PrefixCache(2)
    first = talked(cache, [*WORLD, 201], [7] * MIN_SHARED)
    assert cache.take([*WORLD, 202]) == Plan(1 - first, 0, donor=first, shared=100)


def test_a_world_is_shared_while_its_first_speaker_is_busy() -> None:
    cache = PrefixCache(3)
    assert [cache.take([*WORLD, npc]).reused for npc in (201, 202, 203)] == [0, 100, 100]


def test_a_few_shared_tokens_are_not_worth_a_copy() -> None:
    cache = PrefixCache(2)
    cache.take([*WORLD[: MIN_SHARED - 1], 201])
    assert cache.take([*WORLD[: MIN_SHARED - 1], 202]) == Plan(slot=1, kept=0)


def test_the_slot_nobody_used_for_longest_goes_first() -> None:
    cache = PrefixCache(3)
    for npc in (201, 202, 203):
        talked(cache, [npc] * 50, [])
    talked(cache, [201] * 50, [])
    assert cache.take([9] * 50).slot == 1


def test_what_was_not_computed_is_forgotten() -> None:
    cache = PrefixCache(1)
    plan = cache.take(WORLD)
    cache.release(plan.slot, 40)
    assert cache.take(WORLD).kept == 40


def test_what_another_adapter_computed_is_neither_kept_nor_copied() -> None:
    cache = PrefixCache(3)
    talked(cache, WORLD, [7] * 40)
    gruff = cache.take([*WORLD, *[7] * 40, 9], variant="gruff")
    assert (gruff.reused, gruff.donor) == (0, None)
    assert cache.take([*WORLD, 201], variant="gruff").reused == 100
    plain = cache.take([*WORLD, *[7] * 40, 9])
    assert (plain.reused, plain.evicted_variant) == (140, "")


def test_a_slot_says_through_which_adapter_it_was_filled() -> None:
    cache = PrefixCache(1)
    plan = cache.take(WORLD, variant="gruff")
    cache.release(plan.slot, 100)
    assert [plan.evicted_variant for plan in cache.evict_all()] == ["gruff"]
    assert cache.take(WORLD).evicted_variant == "gruff"


def test_a_common_prefix_is_what_a_loop_finds() -> None:
    rng = random.Random(3)
    for _ in range(500):
        a, b = ([rng.randrange(2) for _ in range(rng.randrange(12))] for _ in range(2))
        slow = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
        assert common_prefix(a, b) == (min(len(a), len(b)) if slow is None else slow)
