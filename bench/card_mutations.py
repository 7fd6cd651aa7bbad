"""Damaged and hostile card files, any number of them: the same seed and number, the same file."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

from bench.card_samples import V1, V2, V3, WORLD_INFO, archive, picture, samples, text_chunk

_HOSTILE: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1e308,
    10**30,
    "",
    [],
    {},
    [[]],
    {"data": {}},
    "x" * 5_000,
    "../../../etc/passwd",
    "..\\..\\x",
    "con",
    "\0",
    "\ud800",
    "\u202etxt.exe",
    "{{" * 2_000 + "}}" * 2_000,
    "{{random:" + "," * 500 + "}}",
    "{{roll:d99999999999999999999}}",
    "{{reverse:{{char}}}}",
    "@@@@@@ x\n@@depth -1\n@@scan_depth 99999999999\n@@additional_keys",
    "(a+)+$",
    "/(a|aa)+$/i",
    "(((((a{0,99}){0,99}){0,99}){0,99}){0,99})b",
    "a{99999999}",
    "(?R)+",
    "(?:a){e<=9}",
    "[",
    "%s%n{0}{0.__class__}",
    "<START><START>{{user}}:\n{{char}}:",
    "2.0",
    "chara_card_v9",
)


def mutation(number: int, seed: int) -> bytes:
    """The file of that number: a whole card with bytes changed, or one with hostile values."""
    rng = random.Random(f"{seed}:{number}")
    if rng.random() < 0.4:
        return _damaged(rng.choice(samples()), rng)
    return _wrapped(_twisted(rng), rng)


def _damaged(content: bytes, rng: random.Random) -> bytes:
    """With some bytes changed, taken out, put in or doubled, or cut short."""
    data = bytearray(content)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(5):
            case 0 if at < len(data):
                data[at] = rng.randrange(256)
            case 1:
                del data[at : at + rng.randint(1, 64)]
            case 2:
                data[at:at] = rng.randbytes(rng.randint(1, 32))
            case 3:
                data[at:at] = data[at : at + rng.randint(1, 256)]
            case _ if rng.random() < 0.2:
                del data[at:]
    return bytes(data)


def _twisted(rng: random.Random) -> dict[str, Any]:
    """A card's document with some of its values hostile, doubled or gone."""
    document: dict[str, Any] = json.loads(json.dumps(rng.choice((V1, V2, V3, WORLD_INFO))))
    for _ in range(rng.randint(1, 4)):
        places = list(_places(document))
        if not places:
            break
        owner, key = rng.choice(places)
        match rng.randrange(4):
            case 0:
                del owner[key]
            case 1 if isinstance(owner, dict):
                owner[f"x_{rng.randrange(99)}"] = copy.deepcopy(owner[key])
            case _:
                owner[key] = copy.deepcopy(rng.choice(_HOSTILE))
    return document


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = range(len(value)) if isinstance(value, list) else value
    for key in list(keys):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


def _wrapped(document: dict[str, Any], rng: random.Random) -> bytes:
    match rng.randrange(4):
        case 0:
            return picture(text_chunk(rng.choice(("chara", "ccv3")), document))
        case 1:
            return archive(document)
        case _:
            return json.dumps(document).encode()
