"""A level as tables: comma-separated values, and as text.

Source: RFC 4180. NOTE: names are written as they are; a spreadsheet may take one that begins with
`=` for a formula.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence

from worldgen.levels.export.content import Content
from worldgen.levels.text import as_text


def write_csv(content: Content) -> dict[str, bytes]:
    """A table a layer and floor, of indices; and one each for tiles, rooms, links and entities."""
    level, stem = content.level, content.stem
    tiles = [[0, "", "", "", ""]]
    for at, tile in enumerate(level.tiles, start=1):
        tiles.append([at, tile.name, tile.glyph, tile.colour, " ".join(sorted(tile.traits))])
    files = {
        f"{stem}.csv": _table(("name", "value"), content.about().items()),
        f"{stem}.tiles.csv": _table(("index", "name", "glyph", "colour", "traits"), tiles),
    }
    for number, layer in enumerate(level.layers):
        for floor, rows in enumerate(layer.cells):
            name = f"{stem}.layer{number}-{_plain(layer.name)}.floor{floor}.csv"
            files[name] = "".join(
                ",".join(map(str, row)) + "\r\n" for row in rows.tolist()
            ).encode()
    return {**files, **_parts(content)}


def write_text(content: Content) -> dict[str, bytes]:
    """Every floor, drawn, after the lines that say what made it; `---` parts floors."""
    said = ((name, " ".join(str(value).split())) for name, value in content.about().items())
    about = "".join(f"# {name}: {value}\n" for name, value in said)
    way = content.way()
    floors = (as_text(content.level, floor, way) for floor in range(content.level.floors))
    return {f"{content.stem}.txt": (about + "\n---\n".join(floors) + "\n").encode()}


def _parts(content: Content) -> dict[str, bytes]:
    level, stem = content.level, content.stem
    rooms = [
        (r.id, r.kind, r.x, r.y, r.width, r.height, r.floor, r.difficulty, r.name)
        for r in level.rooms
    ]
    links = [(link.a, link.b, link.kind, link.key) for link in level.links]
    entities = [
        (e.id, e.kind, e.x, e.y, e.floor, json.dumps(dict(e.properties), ensure_ascii=False))
        for e in level.entities
    ]
    place = ("id", "kind", "x", "y")
    sized = (*place, "width", "height", "floor", "difficulty", "name")
    return {
        f"{stem}.rooms.csv": _table(sized, rooms),
        f"{stem}.links.csv": _table(("a", "b", "kind", "key"), links),
        f"{stem}.entities.csv": _table((*place, "floor", "properties"), entities),
    }


def _table(names: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue().encode()


def _plain(name: str) -> str:
    """What file systems take, of a layer's name."""
    return re.sub(r"[^a-z0-9_]+", "_", name.lower())[:40].strip("_") or "layer"
