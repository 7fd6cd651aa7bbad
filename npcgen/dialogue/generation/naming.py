"""A name that nobody has: syllables of a culture put together, and the id made of it."""

import unicodedata

from npcgen.dialogue.appearance import Body
from npcgen.dialogue.generation.catalogue import Culture
from npcgen.dialogue.generation.setting import Setting
from npcgen.dialogue.generation.streams import Stream
from npcgen.errors import FailedPrecondition

_VOWELS = "aeiouy"
_TRIES = 400
_TRIES_OWN_FIRST = 300
"""So often a first name is looked for that nobody has; then a whole name will do."""


def name_of(
    stream: Stream, culture: Culture, body: Body, surname: str, setting: Setting
) -> tuple[str, str]:
    """A name and its id, neither taken. `surname`: its family's, empty for a drawn one.

    Raises FailedPrecondition where all that were drawn are taken.
    """
    firsts = {name.split()[0] for name in setting.taken_names if name.split()}
    for tried in range(_TRIES):
        first = _first(stream, culture, body)
        last = surname or _joined(
            stream.pick(culture.surname_first), stream.pick(culture.surname_last)
        )
        name = f"{first} {last}"
        if name.casefold() in setting.taken_names or slug_of(name) in setting.taken_ids:
            continue
        if first.casefold() not in firsts or tried >= _TRIES_OWN_FIRST:
            return name, slug_of(name)
    raise FailedPrecondition(
        f"{_TRIES} names were drawn and all are taken; delete personas, or take another era",
        reason="NO_NAME_LEFT",
    )


def surname_of(name: str) -> str:
    """The family's name; empty where there is only one name, or a title before it."""
    words = name.split()
    titles = ("sister", "brother", "father", "mother", "sir", "lady", "lord", "old")
    return words[-1] if len(words) > 1 and words[0].casefold() not in titles else ""


def slug_of(name: str) -> str:
    """The name as an id."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())[:64]


def _first(stream: Stream, culture: Culture, body: Body) -> str:
    endings = {"feminine": culture.feminine, "masculine": culture.masculine}
    onset, middle = stream.pick(culture.first), stream.pick(culture.middle)
    return _joined(_joined(onset, middle), stream.pick(endings.get(body, culture.neutral)))


def _joined(left: str, right: str) -> str:
    """Without two vowels or a doubled letter where they meet."""
    if right and (left[-1].lower() == right[0] or (left[-1] in _VOWELS and right[0] in _VOWELS)):
        left = left[:-1]
    return left + right
