"""Notices when a reply says a secret, in whatever order and form its telling words come.

The telling words of a secret are what is left without the words that everybody uses and those that
the NPC may say anyway; some tell the same (`data/guardrails/meanings.yaml`). A secret put into
wholly other words is not noticed; that a locked secret is in no prompt is what keeps it, and this
is the second wall.
"""

import math
import re
from collections import deque
from collections.abc import Iterable, Mapping

from npcgen.dialogue.guardrails.folding import Word, words_of

WINDOW_WORDS = 16
"""Telling words further apart than this do not make one statement."""
_HOLD_WORDS = 4
_SHARE = 0.6
_FEWEST = 2
_COMMON = frozenset(
    """
    a about after again all also am an and any are as at be because been before being but by can
    cannot can't could did do does don't down each ever every for from get go goes had has have
    he her here hers him his how i i'm if in into is it its just let like made make many may me
    more most must my never no nor not nothing now of off on once one only or other our out over
    own said say says see shall she should so some such than that the their them then there
    these they thing this those through to too under until up upon us very was we were what when
    where which while who whom why will with would yes yet you your
    """.split()  # noqa: SIM905
)
_ENDING = re.compile(r"(?<=\w{3})(?:ings?|ed|e?s|ly|'s|t|en|e)$")


class SecretWatch:
    """Watches one reply for the secrets that are locked in it."""

    def __init__(
        self, secrets: Iterable[str], public: Iterable[str], meanings: Mapping[str, str]
    ) -> None:
        """`public`: texts whose words the NPC may say anyway. `meanings`: see `RuleBook`."""
        self._meanings = meanings
        may_say = {stem for text in public for stem in self._telling(text)}
        tracks = (_track(self._telling(each), may_say) for each in secrets)
        self._tracks = [track for track in tracks if track]
        self._word = 0

    def step(self, word: Word) -> int | None:
        """Where a secret begins that is said with this word, as far as it was held back."""
        if not self._tracks:
            return None
        self._word += 1
        stem = self._meaning_of(word.text)
        told = [track for track in self._tracks if track.hit(stem, self._word, word.start)]
        return min((track.held_from for track in told), default=None)

    @property
    def held_from(self) -> int | None:
        """Where a secret may have begun that isn't said yet."""
        under_way = (track for track in self._tracks if track.is_under_way(self._word))
        return min((track.held_from for track in under_way), default=None)

    def _meaning_of(self, word: str) -> str:
        """The stem; of words that tell the same, the same."""
        stem = stem_of(word)
        return self._meanings.get(stem, stem)

    def _telling(self, text: str) -> set[str]:
        words = {word.text for word in words_of(text) if word.text[0].isalnum()}
        return {self._meaning_of(word) for word in words - _COMMON} - _COMMON


class _Track:
    """How much of one secret was said."""

    def __init__(self, telling: frozenset[str], own: frozenset[str]) -> None:
        """`own`: words that nothing but the secret holds; one of them has to be said."""
        self._telling = telling
        self._own = own
        self._enough = max(min(_FEWEST, len(telling)), math.ceil(_SHARE * len(telling)))
        self._hits: deque[tuple[int, str]] = deque()
        self.held_from = 0

    def hit(self, stem: str, at: int, start: int) -> bool:
        """Whether the secret is out, now that the word of this number came."""
        if stem not in self._telling:
            return False
        while self._hits and self._hits[0][0] <= at - WINDOW_WORDS:
            self._hits.popleft()
        # NOTE: what was said before a pause is shown, so the cut can't lie before it.
        if not self.is_under_way(at - 1):
            self.held_from = start
        self._hits.append((at, stem))
        said = {each for _, each in self._hits}
        return len(said) >= self._enough and not said.isdisjoint(self._own)

    def is_under_way(self, at: int) -> bool:
        return bool(self._hits) and self._hits[-1][0] > at - _HOLD_WORDS


def stem_of(word: str) -> str:
    """The word without the endings that change with who does it when."""
    return _ENDING.sub("", word)


def _track(secret: Iterable[str], may_say: set[str]) -> _Track | None:
    """None for a secret without a telling word."""
    stems = frozenset(secret)
    own = stems - may_say
    telling = own if len(own) >= _FEWEST else stems
    return _Track(telling, own or stems) if telling else None
