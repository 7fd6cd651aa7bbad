"""Stop strings over every way to cut a text into pieces."""

import random

from npcgen.engine.stop_filter import Filtered, StopFilter


def test_a_stop_across_pieces_is_found():
    stops = StopFilter(["\nPlayer:"])
    assert stops.feed("Hail.\nPl") == Filtered("Hail.", stopped=False)
    assert stops.feed("ay") == Filtered("", stopped=False)
    assert stops.feed("er: hi") == Filtered("", stopped=True)


def test_what_turns_out_to_be_no_stop_is_let_go():
    stops = StopFilter(["\nPlayer:"])
    assert stops.feed("Hail.\nPl") == Filtered("Hail.", stopped=False)
    assert stops.feed("ease") == Filtered("\nPlease", stopped=False)


def test_flush_gives_what_is_held_once():
    stops = StopFilter(["abc"])
    stops.feed("xab")
    assert (stops.flush(), stops.flush()) == ("ab", "")


def test_the_earliest_of_several_stops_counts():
    assert StopFilter(["c", "b"]).feed("abc") == Filtered("a", stopped=True)


def test_any_pieces_give_what_the_whole_text_gives():
    rng = random.Random(11)
    for _ in range(2000):
        text = "".join(rng.choices("ab", k=rng.randrange(20)))
        stops = ["".join(rng.choices("ab", k=rng.randint(1, 4))) for _ in range(rng.randint(1, 3))]
        assert in_pieces(rng, text, stops) == whole(text, stops)


def whole(text, stops):
    """The specification: everything before the first stop string to be completed."""
    for end in range(len(text) + 1):
        hits = [text.find(stop) for stop in stops if text[:end].endswith(stop)]
        if hits:
            return text[: min(hits)]
    return text


def in_pieces(rng, text, stops):
    filtered, shown = StopFilter(stops), ""
    while text:
        size = rng.randint(1, 3)
        result = filtered.feed(text[:size])
        text, shown = text[size:], shown + result.text
        if result.stopped:
            return shown
    return shown + filtered.flush()
