"""How much of the prompts goes into a step. Pure: counts only.

A step with a long slice makes everyone who speaks wait; one with a short slice costs nearly as
much and gets less done. So a slice is long where many wait for their first word, and short where
one newcomer would hold up a room full of speakers.
"""

SHORT_SLICE = 16
_MANY_SPEAKERS = 4
"""So many speakers to each prompt that waits, and its slice is short."""


def slice_size(longest: int, shortest: int, *, speakers: int, prompts: int) -> int:
    """Tokens of prompts for the next step."""
    return shortest if speakers >= _MANY_SPEAKERS * prompts else longest
