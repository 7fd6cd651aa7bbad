"""The words of lore and of lines: what is compared, and what says nothing.

English plurals are taken off; whatever else a language does with its words stays.
"""

from npcgen.dialogue.store.words import words_of

COMMON = frozenset(
    """
    a about after again all also always am an and any anyone anything are as ask at away be
    because been before being believe bit but by bye can cannot come could day dear did do does
    doing don done down each else evening ever every everyone everything fair farewell feel few
    find fine for friend from get give go going good goodbye got great greeting had happen
    happened has have he hear heard hello help her here hey hi him how i if in into is it its
    just kind know last let like little ll long look looking lot love lovely luck make many may
    maybe me mean meet met might mind more morning most much must my name near need never new
    next nice night no nobody none nor not nothing now of off oh okay old on once one only or
    other our out over own part people perhaps place please pleased re really right said say see
    seen shall she should sir so some somebody someone something soon sorry speak still story
    such sure take talk talking tell than thank that the their them then there these they thing
    think this those thought through time to today told tomorrow tonight too true until up upon
    us use ve very want was way we welcome well went were what whatever when where whether which
    while who whole whom why will wish with wonder word would yes yesterday yet you your
    """.split()  # noqa: SIM905
)
"""What everybody says all the time: small talk holds nothing else, and recalls nothing."""


def singular(word: str) -> str:
    """The word without the ending of an English plural."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def terms_of(text: str) -> list[str]:
    """Every word, in order, as it is compared."""
    return [singular(word) for word in words_of(text)]


def telling_terms(text: str) -> list[str]:
    """The words of a line that tell what it is about, each once."""
    telling = (word for word in words_of(text) if word not in COMMON)
    return list(dict.fromkeys(singular(word) for word in telling))
