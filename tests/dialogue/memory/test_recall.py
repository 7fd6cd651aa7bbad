from npcgen.dialogue.memory.recall import (
    HALF_LIFE_S,
    LEAST_FRESH,
    MAX_CHARS,
    MOST,
    Recollection,
    query_of,
    recalled,
    score,
)
from npcgen.dialogue.remembered import Memory
from npcgen.dialogue.store.memories import Found

NOW = 1_000_000.0


def memory(
    text: str,
    importance: float = 0.5,
    age_s: float = 0.0,
    subject: str = "",
    recalled_at: float | None = None,
) -> Memory:
    return Memory(
        id=text,
        npc_id="ansel",
        player_id="p1",
        kind="fact",
        text=text,
        created_at=NOW - age_s,
        importance=importance,
        recalled_at=recalled_at,
        subject=subject,
    )


def texts(recollection: Recollection) -> list[str]:
    return [each.text for each in recalled(recollection, NOW)]


def test_who_somebody_is_comes_first_and_always_in_one_order() -> None:
    name = memory("Ada told me their name is Ada.", subject="player.name", age_s=HALF_LIFE_S * 40)
    home = memory("Ada comes from Dunmoor.", subject="player.home")
    assert texts(Recollection((home, name), ())) == [name.text, home.text]


def test_relevance_importance_and_freshness_each_decide() -> None:
    fits, fits_less = Found(memory("a"), 8.0), Found(memory("b"), 2.0)
    matters = Found(memory("c", importance=0.9), 2.0)
    faded = Found(memory("d", age_s=HALF_LIFE_S), 8.0)
    order = texts(Recollection((), (fits_less, faded, matters, fits)))
    assert order == ["a", "c", "d", "b"]


def test_half_a_life_later_a_memory_is_half_as_strong() -> None:
    fresh, old = Found(memory("a"), 4.0), Found(memory("a", age_s=HALF_LIFE_S), 4.0)
    assert score(fresh, NOW) == 0.25
    assert score(old, NOW) == 0.125
    assert score(old, NOW, time_scale=0.0) == 0.25


def test_what_came_to_mind_lately_stays_fresh_and_nothing_fades_away() -> None:
    refreshed = Found(memory("a", age_s=HALF_LIFE_S * 9, recalled_at=NOW), 4.0)
    ancient = Found(memory("a", age_s=HALF_LIFE_S * 99), 4.0)
    assert score(refreshed, NOW) == 0.25
    assert score(ancient, NOW) == 0.25 * LEAST_FRESH


def test_no_more_than_a_few_and_no_more_than_there_is_room_for() -> None:
    short = tuple(Found(memory(f"memory {number}"), 4.0) for number in range(20))
    long = tuple(Found(memory(f"{number}" * 300), 4.0) for number in range(6))
    assert len(texts(Recollection((), short))) == MOST
    assert sum(map(len, texts(Recollection((), long)))) <= MAX_CHARS


def test_equal_memories_come_in_one_order_whatever_the_store_says() -> None:
    found = tuple(Found(memory(name), 4.0) for name in "cab")
    assert texts(Recollection((), found)) == texts(Recollection((), found[::-1])) == ["a", "b", "c"]


def test_each_says_why() -> None:
    name = memory("n", subject="player.name")
    found = Found(memory("a", importance=0.8, age_s=3 * 86_400), 4.0)
    whys = [each.why for each in recalled(Recollection((name,), (found,)), NOW)]
    assert whys[0] == "who the player is"
    assert whys[1].startswith("its words fit; importance 0.8, 3 days old: 0.3")


def test_words_that_say_nothing_are_not_looked_for() -> None:
    assert query_of("What is the price of a sword, please?") == "price sword please"


def test_what_fits_in_words_and_in_meaning_comes_before_what_fits_in_one() -> None:
    words, both, meaning = memory("words"), memory("both"), memory("meaning")
    found = (Found(words, 9.0), Found(both, 1.0))
    alike = (Found(meaning, 0.9), Found(both, 0.8))
    assert texts(Recollection((), found, alike=alike)) == ["both", "meaning", "words"]
