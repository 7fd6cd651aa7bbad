"""Declarations that are too many, too long or twice are refused at the field they stand in."""

from dataclasses import replace

import pytest

from npcgen.dialogue.actions.declared import Action, Character, Declared, GameObject, check_declared
from npcgen.errors import InvalidArgument
from tests.dialogue.actions.shop import ADA, KEY, OPEN, SHOP


def refused(declared: Declared) -> str:
    with pytest.raises(InvalidArgument) as caught:
        check_declared(declared)
    return caught.value.violations[0].path


def test_a_whole_shop_is_taken() -> None:
    check_declared(SHOP)


@pytest.mark.parametrize(
    ("declared", "path"),
    [
        (Declared((OPEN,) * 17), "actions"),
        (Declared((OPEN, OPEN)), "actions[1].name"),
        (Declared((OPEN, Action("Open Door"))), "actions[1].name"),
        (Declared((Action("none"),)), "actions[0].name"),
        (Declared((Action("a", "x" * 201),)), "actions[0].description"),
        (Declared((Action("a", schema=" " * 4097),)), "actions[0].schema"),
        (Declared((Action("a", when=("x",) * 17),)), "actions[0].when"),
        (Declared((Action("a", when=("x" * 61,)),)), "actions[0].when[0]"),
        (Declared(objects=(KEY, GameObject("a b", "x"))), "objects[1].id"),
        (Declared(objects=(KEY, KEY)), "objects[1].id"),
        (Declared(objects=(replace(KEY, name="x" * 61),)), "objects[0].name"),
        (Declared(objects=(replace(KEY, kind="x" * 61),)), "objects[0].kind"),
        (Declared(characters=(ADA, Character("", "x"))), "characters[1].id"),
        (Declared(characters=(ADA,) * 65), "characters"),
        (replace(SHOP, most=5), "max_actions"),
        (replace(SHOP, most=0), "max_actions"),
    ],
)
def test_what_cannot_be_right_is_named(declared: Declared, path: str) -> None:
    assert refused(declared) == path
