"""Mutated character cards: `python -m bench.cards [COUNT]`.

Each must be imported or refused with a typed error, within a second, with no file outside the
target folder; one that is taken must come back the same from every container.
"""

import copy
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.card_samples import V1, V2, V3, WORLD_INFO, archive, picture, samples, text_chunk
from npcgen.dialogue.cards.card_folder import CardFolder
from npcgen.dialogue.cards.from_card import persona_of
from npcgen.dialogue.cards.library import CardLibrary
from npcgen.dialogue.cards.read import CardFile, parse_card, parse_lorebook
from npcgen.dialogue.cards.triggers import Triggers
from npcgen.dialogue.cards.write import FORMATS, write_card
from npcgen.dialogue.persona_store import PersonaStore
from npcgen.errors import NpcgenError

SPOKEN = (
    "The lower gate leaks water.",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
    "A flood?",
)
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


@dataclass
class Outcome:
    """What became of the mutations."""

    imported: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest_s: float = 0.0
    slowest: int = 0


def mutations(count: int, seed: int) -> Iterator[bytes]:
    """`count` damaged or hostile files; the same seed, the same files."""
    rng = random.Random(seed)
    whole = samples()
    for _ in range(count):
        if rng.random() < 0.4:
            yield _damaged(rng.choice(whole), rng)
        else:
            yield _wrapped(_twisted(rng), rng)


def run(count: int, seed: int, folder: Path) -> Outcome:
    """Imports every mutation into `folder`/data, and looks at what it left."""
    library = CardLibrary(PersonaStore(folder / "data/personas"), CardFolder(folder / "data/cards"))
    outcome = Outcome()
    for number, content in enumerate(mutations(count, seed)):
        started = time.perf_counter()
        try:
            _try(library, content, number, outcome)
        except Exception as error:  # noqa: BLE001 (what is looked for)
            outcome.failures.append(f"{number}: {type(error).__name__}: {str(error)[:200]}")
        if (took_s := time.perf_counter() - started) > outcome.slowest_s:
            outcome.slowest_s, outcome.slowest = took_s, number
    outside = [path for path in folder.iterdir() if path.name != "data"]
    outcome.failures += [f"outside the folder: {path}" for path in outside]
    return outcome


def _try(library: CardLibrary, content: bytes, number: int, outcome: Outcome) -> None:
    try:
        file = parse_card(content, "card")
    except NpcgenError as error:
        outcome.refused[_kind(error)] += 1
        _try_lorebook(content)
        return
    if file.card.book is not None:
        Triggers(file.card.book).fire(SPOKEN, replies=2)
    _check_identity(file, number, outcome)
    try:
        persona_of(file.card, trust_prompts=True)
        library.import_card(content, "card", persona_id="" if number % 9 == 0 else f"npc-{number}")
        outcome.imported += 1
    except NpcgenError as error:
        outcome.refused[_kind(error)] += 1


def _try_lorebook(content: bytes) -> None:
    try:
        Triggers(parse_lorebook(content, "book")).fire(SPOKEN)
    except NpcgenError:
        return


def _check_identity(file: CardFile, number: int, outcome: Outcome) -> None:
    """NOTE: an archive holds V3, so another version comes back as that; once more, it's equal."""
    for format in FORMATS:
        try:
            written = write_card(file.card, format, original=file)
        except NpcgenError as error:  # a picture or an asset of its own that is damaged
            outcome.refused[f"{format}: {_kind(error)}"] += 1
            continue
        once = parse_card(written, "again").card
        twice = parse_card(write_card(once, format), "again").card
        same = once.document == file.card.document
        if not same and (format == "png" or f"v{file.card.version}-json" == format):
            outcome.failures.append(f"{number}: {format} came back changed")
        if once.document != twice.document or _lost(file.card.body, once.body):
            outcome.failures.append(f"{number}: {format} lost something")


def _lost(before: Any, after: Any) -> bool:
    """Whether a key with a value is gone."""
    return any(key not in after for key, value in before.items() if value is not None)


def _kind(error: NpcgenError) -> str:
    return str(error).split(":")[-1].strip()[:40]


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


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(count, seed=1, folder=Path(folder))
    print(f"{count} mutations in {time.perf_counter() - started:.0f} s")
    print(f"imported {outcome.imported}, refused {outcome.refused.total()}")
    for why, times in outcome.refused.most_common(12):
        print(f"  {times:6} {why}")
    slowest = f"{outcome.slowest_s * 1000:.0f} ms (number {outcome.slowest})"
    print(f"slowest {slowest}, failures {len(outcome.failures)}")
    for line in outcome.failures[:20]:
        print(line)
    sys.exit(bool(outcome.failures) or outcome.slowest_s > 1)


if __name__ == "__main__":
    main()
