"""How fast quests are made, by a clock that the test sets."""

from npcgen.commands.quests_progress import Pace


class Clock:
    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def test_the_pace_is_that_of_new_quests() -> None:
    clock = Clock()
    pace = Pace(100, clock)
    for _ in range(50):
        clock.s += 0.001
        pace.add("there")
    assert (pace.kept, str(pace)) == (50, "")

    for _ in range(10):
        clock.s += 2
        pace.add("made")
    assert (pace.kept, str(pace)) == (60, "0.5 a second, 1:20 left")


def test_what_is_left_out_takes_time_and_brings_nothing_nearer() -> None:
    clock = Clock()
    pace = Pace(10_000, clock)
    for fate in ("made", "repeated", "made", "broken"):
        clock.s += 1
        pace.add(fate)

    assert (pace.kept, pace.per_s) == (2, 0.5)
    assert str(pace) == "0.5 a second, 5:33:16 left"


def test_the_pace_follows_what_is_made_now() -> None:
    clock = Clock()
    pace = Pace(1000, clock)
    for seconds in (5.0,) * 20 + (1.0,) * 100:
        clock.s += seconds
        pace.add("made")

    assert pace.per_s == 1.0
