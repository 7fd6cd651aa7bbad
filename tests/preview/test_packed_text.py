"""A text goes into a link and comes out again, whole or not at all."""

import base64
import zlib

import pytest

from npcgen.preview.parts.packed_text import packed, unpacked


@pytest.mark.parametrize("text", ["", "id: emberlow", "Ünï\U0001f525\n" * 5_000, "x" * 262_144])
def test_a_text_comes_out_as_it_went_in(text: str) -> None:
    assert unpacked(packed(text)) == text
    assert packed(text).replace("-", "").replace("_", "").replace("=", "").isalnum()


def test_what_is_cut_off_is_not_taken_for_the_whole() -> None:
    link = packed("".join(map(str, range(2_000))))
    with pytest.raises(ValueError, match="it has no end"):
        unpacked(link[: len(link) // 8 * 4])


@pytest.mark.parametrize("text", ["", "abc", "b3VycyBpcyBub3Q=", "ü"])
def test_what_was_never_packed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        unpacked(text)


def test_a_text_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(UnicodeDecodeError):
        unpacked(base64.urlsafe_b64encode(zlib.compress(b"\xff")).decode())


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(ValueError, match="no end within 1048576 bytes"):
        unpacked(packed("x" * 2_000_000))
