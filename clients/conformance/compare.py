"""What a driver said beside what a transcript expects: the differences, in words."""

import hashlib
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

SOME = "$some"
"""In a list: any number of anything."""
_LONGEST_TEXT = 1_000
_TOLERANCE = 1e-5
_DEFAULTS = (0, False, "", None)

Values = dict[str, Any]


def plain(value: Any, varies: Collection[str] = ()) -> Any:
    """Without fields that have their default or are called as one of `varies`, and long texts as
    their SHA-256.
    """
    if isinstance(value, Mapping):
        fields = {name: plain(value[name], varies) for name in value if name not in varies}
        return {name: each for name, each in fields.items() if not _is_default(each)}
    if isinstance(value, list):
        return [plain(each, varies) for each in value]
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return f"sha256:{hashlib.sha256(value.encode()).hexdigest()}"
    return value


def differences(expected: Any, said: Any, values: Values, path: str) -> Iterator[str]:
    """Each place where `said` isn't `expected`; both are plain. Binds `$name`s in `values`."""
    if isinstance(expected, str) and expected.startswith("$"):
        yield from _placeholder(expected, said, values, path)
    elif isinstance(expected, Mapping) and isinstance(said, Mapping):
        for name in sorted({*expected, *said}):
            yield from _field(name, expected, said, values, path)
    elif isinstance(expected, list) and isinstance(said, list):
        yield from _lists(expected, said, values, path)
    elif not _same(expected, said):
        yield f"{path} is {_short(said)}, not {_short(expected)}"


def _field(
    name: str, expected: Mapping[str, Any], said: Mapping[str, Any], values: Values, path: str
) -> Iterator[str]:
    path = f"{path}.{name}"
    if name not in expected:
        yield f"{path} is {_short(said[name])}, and nobody expects it"
    elif name in said:
        yield from differences(expected[name], said[name], values, path)
    elif expected[name] != "$any":
        yield f"{path} is missing, and should be {_short(expected[name])}"


def _lists(
    expected: Sequence[Any], said: Sequence[Any], values: Values, path: str
) -> Iterator[str]:
    """NOTE: after SOME, the rest is compared from the end, so it may stand in a list once."""
    if SOME in expected:
        at = expected.index(SOME)
        rest = expected[at + 1 :]
        if len(said) < at + len(rest):
            yield f"{path} has {len(said)} entries, not {at + len(rest)} or more"
            return
        yield from _lists(expected[:at], said[:at], values, path)
        expected, said = rest, said[len(said) - len(rest) :]
    for index, (each, found) in enumerate(zip(expected, said, strict=False)):
        yield from differences(each, found, values, f"{path}[{index}]")
    if len(said) > len(expected):
        yield f"{path} has {len(said) - len(expected)} more: {_short(said[len(expected) :])}"
    elif len(said) < len(expected):
        yield f"{path} ends early, without {_short(list(expected[len(said) :]))}"


def _placeholder(name: str, said: Any, values: Values, path: str) -> Iterator[str]:
    if name == "$any":
        return
    if name == "$number":
        if not isinstance(said, int | float) or isinstance(said, bool) or said <= 0:
            yield f"{path} is {_short(said)}, not a number above 0"
    elif name == "$text":
        if not isinstance(said, str):
            yield f"{path} is {_short(said)}, not a text"
    elif values.setdefault(name, said) != said:
        yield f"{path} is {_short(said)}, not {_short(values[name])} as before"


def _same(expected: Any, said: Any) -> bool:
    if isinstance(expected, bool) or isinstance(said, bool):
        return expected is said
    if isinstance(expected, int | float) and isinstance(said, int | float):
        return math.isclose(expected, said, rel_tol=_TOLERANCE)
    return bool(expected == said)


def _is_default(value: Any) -> bool:
    return value in _DEFAULTS or value in ([], {})


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 160 else f"{text[:150]} ..."
