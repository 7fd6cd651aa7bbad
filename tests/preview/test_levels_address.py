"""What the page Levels shows, written into its address and read back."""

from urllib.parse import parse_qsl

import pytest

from npcgen.preview.pages.levels.address import LONGEST, Address, Redone
from worldgen.errors import InvalidSpec
from worldgen.levels.region import Region
from worldgen.levels.spec import FixedTile, LevelSpec, read_spec

SPEC = read_spec({"kind": "dungeon", "seed": 7, "size": "40x28", "counts": {"keys": "1..2"}})
PINS = (FixedTile(x=1, y=2, floor=0, tile="wall"),)


def back(address: Address) -> Address:
    return Address.read(dict(parse_qsl(address.query())))


def test_an_address_says_all_that_is_shown() -> None:
    shown = Address(SPEC, "a crypt", PINS, (Redone(Region(3, 4, 8, 9, 0), 2),), "0123456789ab")

    assert back(shown) == shown


def test_an_address_without_a_kind_asks_for_nothing() -> None:
    assert Address.read({"words": "a crypt"}) == Address(None, "a crypt")


def test_a_long_spec_is_packed_into_an_address_that_servers_take() -> None:
    many = tuple(FixedTile(x=at % 40, y=at // 40, tile="wall") for at in range(1000))
    spec: LevelSpec = SPEC.model_copy(update={"fixed": many})

    assert len(Address(spec).query()) < LONGEST
    assert back(Address(spec)).spec == spec


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"kind": "dungeon", "spec": "z:AAAA"}, "damaged"),
        ({"kind": "dungeon", "spec": "[1]"}, "damaged"),
        ({"kind": "dungeon", "seed": "x"}, "seed: 'x' is no whole number"),
        ({"kind": "dungeon", "redo": "1,2,3"}, "'1,2,3' isn't what a link of this page has"),
        ({"kind": "dungeon", "pins": "1,-2,0,wall"}, "isn't what a link of this page has"),
        ({"words": "x" * 2001}, "2001 characters; 2000 at most"),
    ],
)
def test_an_address_that_cant_be_right_is_refused(query: dict[str, str], said: str) -> None:
    with pytest.raises(InvalidSpec, match=".*".join(said.split("'"))):
        Address.read(query)
