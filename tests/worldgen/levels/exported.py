"""Levels for the tests of exports, made by hand: small, tall, hostile, turned, large."""

from dataclasses import replace

import numpy as np

from tests.worldgen.levels.maps import level_of
from worldgen.levels.level import Entity, Layer, Level, Link, Movement, Room
from worldgen.levels.proof import Obligation, Proof
from worldgen.levels.tiles import Tile, TileSet, tile_set

HOSTILE = """<a href="x">&amp;'\\ ]]> --> ${y} %s \n\t{"z":[1]} ; sub_resource é 龍 🐉"""
NUMBERS = {"text": "a b", "whole": -7, "share": 0.1, "tiny": 5e-324, "yes": True, "no": False}


def keep() -> Level:
    """Two floors, rooms, links, and properties of every type."""
    drawn = "#######\n#@a.A1#\n#~=.e$#\n#######\n---\n#######\n#1...>#\n#.^.!?#\n#######"
    level = level_of(drawn)
    rooms = (
        Room("hall", "entrance", 1, 1, 3, 2, 0, 0.25, "the old hall"),
        Room("vault", "treasure", 4, 1, 2, 2, 0, 0.5),
        Room("roof", "exit", 1, 1, 5, 2, 1, 1.0, "Dachgeschoß"),
    )
    links = (Link("hall", "vault", "lock", "a"), Link("vault", "roof", "stairs"))
    areas = np.zeros((2, 4, 7), np.uint16)
    areas[0, 1:3, 1:4], areas[0, 1:3, 4:6], areas[1, 1:3, 1:6] = 1, 2, 3
    entities = (*level.entities, Entity("npc1", "npc_place", 2, 2, 1, NUMBERS))
    return replace(
        level,
        seed=4_294_967_295,
        rooms=rooms,
        links=links,
        areas=areas,
        entities=entities,
        critical_path=("hall", "vault", "roof"),
        difficulty=(0.25, 0.5, 1.0),
        properties=NUMBERS,
        movement=Movement("walk8", 5),
    )


def hostile() -> Level:
    """A name that no format likes, wherever there is one."""
    tiles = TileSet((Tile(HOSTILE, "<", "#ff0000"), Tile(HOSTILE + "@90", "&", "#00ff00")))
    cells = np.array([[[1, 2, 0], [2, 0, 1]]], np.uint16)
    properties = {HOSTILE: HOSTILE, "empty": "", "lines": "a\nb\r\n"}
    room, other = Room(HOSTILE, HOSTILE, 0, 0, 2, 1, 0, 0.5, HOSTILE), Room("b", "b", 2, 0, 1, 1)
    entities = (
        Entity(HOSTILE, HOSTILE, 1, 1, 0, properties),
        Entity("=1+1", "key", 0, 0, 0, {"key": HOSTILE}),
    )
    link = Link(HOSTILE, "b", "lock", HOSTILE)
    layers = (Layer(HOSTILE, cells), Layer("", cells))
    return Level(
        HOSTILE, 3, HOSTILE, 3, 2, 1, tiles, layers, (room, other), (link,), entities,
        critical_path=(HOSTILE, "b"), difficulty=(0.1, 0.7), properties=properties,
    )  # fmt: skip


def turned() -> Level:
    """A tile in all its eight turns, and one that turns without a tile that it is a turn of."""
    endings = ("", "@90", "@180", "@270", "@mirror", "@mirror90", "@mirror180", "@mirror270")
    tiles = [Tile(f"crag{ending}", "ABCDEFGH"[at], "#8090a0") for at, ending in enumerate(endings)]
    tiles.append(Tile("road@90", "-", "#102030"))
    cells = np.arange(10, dtype=np.uint16).reshape(1, 2, 5)
    return Level("tiles", 1, "1", 5, 2, 1, TileSet((*tiles,)), (Layer("ground", cells),))


def many_tiles() -> Level:
    """More than a byte can count."""
    tiles = TileSet(tuple(Tile(f"t{at}", "x", f"#{at:06x}") for at in range(700)))
    cells = np.arange(1, 701, dtype=np.uint16).reshape(1, 20, 35)
    return Level("tiles", 1, "1", 35, 20, 1, tiles, (Layer("all", cells),))


def dot() -> Level:
    return Level("dot", 0, "1", 1, 1, 1, TileSet(()), ())


def land(width: int = 9, height: int = 6) -> Level:
    """Heights from the lowest to the highest, and a sea."""
    heights = np.linspace(0, 65_535, width * height).astype(np.uint16).reshape(height, width)
    cells = (1 + np.arange(width * height) % 3).astype(np.uint16).reshape(1, height, width)
    tiles = tile_set(("grass", "sand", "water"))
    layers = (Layer("terrain", cells),)
    return Level(
        "overworld", 9, "2", width, height, 1, tiles, layers, heights=heights, sea_level=20_000
    )


def large(side: int = 512) -> Level:
    """Three layers, heights, and a thousand entities."""
    tiles = tile_set(("grass", "sand", "water", "wall", "tree", "road"))
    rows, columns = np.indices((side, side))
    layers = tuple(
        Layer(name, ((rows * at + columns * (at + 2)) // 5 % 7).astype(np.uint16)[None])
        for at, name in enumerate(("terrain", "walls", "decor"), start=1)
    )
    entities = tuple(Entity(f"e{at}", "loot", at % side, at // side * 7) for at in range(1000))
    heights = (rows * 100 + columns * 20).astype(np.uint16)
    return Level(
        "overworld", 5, "1", side, side, 1, tiles, layers, entities=entities, heights=heights
    )


EVERY = {
    "keep": keep,
    "hostile": hostile,
    "turned": turned,
    "many_tiles": many_tiles,
    "dot": dot,
    "land": land,
}

PROOF = Proof(
    ("e", "ne", "stairs"),
    (
        Obligation("path_length", {"from": "spawn", "to": "exit", "low": 3, "high": 3}, "paths[0]"),
        Obligation("samples_only", {"rows": ("##", ". "), "size": 2, "wraps": True}),
        Obligation("share", {"low": 0.5, "places": (1, 2, 3), "none": ()}),
    ),
)
