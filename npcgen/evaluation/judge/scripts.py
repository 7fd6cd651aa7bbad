"""Which writing a reply is in, and whether it is in the language it was asked in."""

import unicodedata
from collections.abc import Collection

_MOSTLY = 0.5
_LATIN = "LATIN"
_SMALL_WORDS = {
    "en": "the a and is are you not of to in it that i my what this have for with do your no",
    "de": "der die das und ist nicht ich du sie ein eine zu den mit es was wir hier kein mein ja",
    "fr": "le la les et est pas je tu vous un une de des que ne mon il ce dans pour ici nous",
    "es": "el la los y es no yo tu un una de que en mi lo se por con para aquí soy está",
    "it": "il la le e è non io tu un una di che in mi lo si per con sono qui ho questo",
    "nl": "de het een en is niet ik jij je van dat in mijn te op met hier wat ben geen",
    "pl": "i w nie na jest się to z do mnie jestem tu tak co ja ty jak ale czy mam",
}
"""The words that are most of any talk, by language; scripts tell the others apart."""


def strays(reply: str, allowed: Collection[str] = (_LATIN,)) -> list[str]:
    """The letters of `reply` that belong to no script of `allowed`, as Unicode names scripts."""
    return [letter for letter in reply if letter.isalpha() and _script(letter) not in allowed]


def is_written_in(reply: str, scripts: Collection[str], language: str = "") -> bool:
    """Whether most letters of `reply` are of `scripts`, and its small words rather those of
    `language` than English ones, where that is a language that they tell.
    """
    letters = [letter for letter in reply if letter.isalpha()]
    if not letters or len(strays(reply, scripts)) > (1 - _MOSTLY) * len(letters):
        return False
    if language not in _SMALL_WORDS or language == "en":
        return True
    words = reply.lower().replace("’", "'").split()
    said = [word.strip(".,;:!?…\"'()¿¡«»") for word in words]
    counts = {each: sum(w in _SMALL_WORDS[each].split() for w in said) for each in ("en", language)}
    return counts[language] > counts["en"]


def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0]
