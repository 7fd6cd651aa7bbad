"""Finds what should be in no prompt, memory or log: addresses, numbers and accounts of real people.

Sums are checked where there are some (Luhn for cards, ISO 7064 for IBANs), so that a hoard of
4000000000000000 coins stays a hoard. Patterns take time in proportion to the text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A piece of it: its kind, and where it stands."""

    kind: str
    start: int
    end: int


def find_personal_data(text: str) -> list[PersonalData]:
    """All of it, in the order of the text, without overlaps."""
    if _HINT.search(text) is None:
        return []
    found = [
        PersonalData(kind, match.start("it"), match.end("it"))
        for kind, pattern, is_valid in _KINDS
        for match in pattern.finditer(text)
        if is_valid(match["it"])
    ]
    found.sort(key=lambda each: (each.start, -each.end))
    kept: list[PersonalData] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def redact(text: str, found: list[PersonalData]) -> str:
    """`text` with a placeholder such as "(email)" in the place of each."""
    for each in reversed(found):
        text = f"{text[: each.start]}({each.kind}){text[each.end :]}"
    return text


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _is_card(text: str) -> bool:
    digits = _digits(text)
    if not 13 <= len(digits) <= 19 or len(set(digits)) < 2:
        return False
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


def _is_iban(text: str) -> bool:
    plain = text.replace(" ", "").upper()
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1


def _is_phone(text: str) -> bool:
    return 9 <= len(_digits(text)) <= 15


def _always(text: str) -> bool:
    return True


def _is_id(text: str) -> bool:
    area, group, serial = text.split("-")
    return area not in ("000", "666") and area < "900" and group != "00" and serial != "0000"


_HINT = re.compile(r"[0-9@]|\b(?:dot|at)\b", re.IGNORECASE)
_AT = r" ?[\[(] ?at ?[\])] ?"
_DOT = r"(?:\.| ?[\[(] ?dot ?[\])] ?| dot )"
_TOP_LEVEL = "(?:com|org|net|edu|gov|info|io|co|eu|uk|de|fr|es|it|nl|us|ca|au)"
_Kind = tuple[str, re.Pattern[str], Callable[[str], bool]]
_KINDS: tuple[_Kind, ...] = (
    (
        "email",
        re.compile(r"(?P<it>\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}\b)"),
        _always,
    ),
    # "first dot last at example dot com", to get past what looks for an @.
    (
        "email",
        re.compile(
            r"(?i:\b(?P<it>[\w.+-]{1,64}(?: dot [\w+-]{1,64}){0,3}"
            rf"(?:{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,3}}{_DOT}"
            r"| at [\w-]{1,63}(?: dot [\w-]{1,63}){0,3} dot )"
            rf"{_TOP_LEVEL}\b))"
        ),
        _always,
    ),
    ("id number", re.compile(r"(?<![\w-])(?P<it>\d{3}-\d{2}-\d{4})(?![\w-])"), _is_id),
    ("card number", re.compile(r"(?<![\w.])(?P<it>\d(?:[ -]?\d){12,18})(?![\w])"), _is_card),
    (
        "account number",
        re.compile(r"\b(?P<it>[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)\b"),
        _is_iban,
    ),
    # A number alone may be gold: one that is dialled has a plus, a zero, or groups.
    (
        "phone number",
        re.compile(
            r"(?<![\w+])(?P<it>\+\d(?:[ ().-]{0,2}\d){7,14}"
            r"|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}"
            r"|0\d{2,4}[ /-]\d{3,4}[ -]?\d{3,5})(?![\w])"
        ),
        _is_phone,
    ),
    (
        "address",
        re.compile(
            r"(?i:\b(?:my (?:home )?address is"
            r"|i (?:[\w']{1,20} )?live (?:[\w']{1,20} ){0,4}(?:at|in|on)))\s{1,3}"
            r"(?P<it>\d{1,5}[a-z]? (?:[\w'-]{1,30} ){1,4}"
            r"(?i:street|st|avenue|ave|road|rd|lane|drive|boulevard|blvd|court|close)\b)"
        ),
        _always,
    ),
)
