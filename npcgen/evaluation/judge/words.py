"""A text as the words that carry its meaning: "Twenty-one Silver." is ["21", "silver"]."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_IDLE = frozenset(
    re.findall(
        r"\w+",
        """
        a an the i me my mine we us our you your he him his she her hers it its they them their this
        that these those am is are was were be been being do does did has have had will would shall
        to of in on at by and as so oh well ah um hm yes there
        """,
    )
)
"""Words without which a fact is still the same fact: articles, pronouns, forms of "be"."""
_UNITS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_SCALES = {"hundred": 100, "thousand": 1000}
_DOZEN = 12


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as it is compared, and where it stands in the text."""

    text: str
    start: int
    end: int


def telling_words(text: str) -> list[Word]:
    """The words of `text` that tell something, in small letters, without endings, numbers in
    digits; all its words where none of them tells anything.
    """
    every = list(_numbered(_words(text)))
    return [w for w in every if w.text not in _IDLE] or every


def stem(word: str) -> str:
    """`word` without the ending of a plural or a verb: "costs" is "cost", "shutting" is "shut"."""
    word = re.sub(r"['’](?:s|d|ll|ve|re|m)?$", "", word)
    if len(word) < 4 or word.isdigit():
        return word
    for ending, instead in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) > 2 and not word.endswith("ss"):
            word = word.removesuffix(ending) + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeioulsz":
        word = word[:-1]
    return word.rstrip("e") if len(word) > 3 else word


def _words(text: str) -> Iterator[Word]:
    before = ""
    for match in _TOKEN.finditer(text):
        word = match[0].lower()
        if word != "and" or before not in _SCALES:  # "A hundred and twenty" is one number.
            yield Word(word, match.start(), match.end())
        before = word


def _numbered(words: Iterator[Word]) -> Iterator[Word]:
    """The words with stems, and each number in words as one number in digits."""
    number: list[Word] = []
    for word in words:
        if number and not _goes_on(number, word.text):
            yield _as_digits(number)
            number = []
        if number or _begins(word.text):
            number.append(word)
        elif word.text not in _IDLE:
            yield Word(stem(word.text), word.start, word.end)
        else:
            yield word
    if number:
        yield _as_digits(number)


def _begins(text: str) -> bool:
    return text in _UNITS or text in _TENS or text in _SCALES or text == "dozen"


def _goes_on(number: Sequence[Word], text: str) -> bool:
    """Whether `text` belongs to the number: "one" after "twenty", "hundred" after "two"."""
    last = number[-1].text
    if text in _SCALES:
        return last not in _SCALES
    if text in _UNITS:
        return last in _SCALES or (last in _TENS and 0 < _UNITS[text] < 10)
    return text in _TENS and last in _SCALES


def _as_digits(number: Sequence[Word]) -> Word:
    total = part = 0
    for word in number:
        if word.text in _SCALES:
            part = (part or 1) * _SCALES[word.text]
            total, part = total + part, 0
        else:
            part += _UNITS.get(word.text, _TENS.get(word.text, _DOZEN))
    return Word(str(total + part), number[0].start, number[-1].end)
