"""PNG, CHARX and JSON: what is written is read back; what is hostile is refused quickly."""

import base64
import json
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bench.card_samples import (
    V1,
    V2,
    V3,
    archive,
    international_chunk,
    packed_chunk,
    picture,
    samples,
    text_chunk,
)
from npcgen.dialogue.cards.limits import MAX_FILE_BYTES
from npcgen.dialogue.cards.png import chunk_bytes
from npcgen.dialogue.cards.read import parse_card, read_card_file
from npcgen.dialogue.cards.write import write_card
from npcgen.errors import InvalidArgument, NotFound


def problem(content: bytes) -> str:
    with pytest.raises(InvalidArgument) as caught:
        parse_card(content, "card")
    return str(caught.value)


def zipped(entries: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive_:
        for name, content in entries.items():
            archive_.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def png_texts(png: bytes) -> dict[str, Any]:
    """The cards of a picture, read without the code under test."""
    found, at = {}, 8
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        data = png[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", png, at + 8 + length)
        assert checksum == zlib.crc32(kind + data)
        if kind == b"tEXt":
            keyword, _, text = data.partition(b"\0")
            found[keyword.decode()] = json.loads(base64.b64decode(text))
        at += 12 + length
    return found


@pytest.mark.parametrize(
    ("content", "container", "document"),
    list(
        zip(
            samples(),
            ["json"] * 3 + ["png"] * 4 + ["charx"],
            [V1, V2, V3, V2, V3, V2, V3, V3],
            strict=True,
        )
    ),
    ids=lambda value: value if isinstance(value, str) else "x",
)
def test_every_container_is_read_by_its_content(
    content: bytes, container: str, document: dict[str, Any]
) -> None:
    file = parse_card(content, "card")
    assert file.container == container
    assert file.card.document == document
    assert file.warnings == ()


@pytest.mark.parametrize("document", [V1, V2, V3])
def test_a_picture_brings_a_card_back_as_it_was(document: dict[str, Any]) -> None:
    card = parse_card(json.dumps(document).encode(), "card").card
    written = write_card(card, "png")
    assert parse_card(written, "again").card.document == document


def test_a_v3_picture_has_a_v2_card_without_decorators_too() -> None:
    card = parse_card(json.dumps(V3).encode(), "card").card
    texts = png_texts(write_card(card, "png"))
    assert texts["ccv3"] == V3
    assert texts["chara"]["spec"] == "chara_card_v2"
    entries = texts["chara"]["data"]["character_book"]["entries"]
    assert entries[1]["content"] == "The flood took it."


def test_a_picture_keeps_its_other_chunks_and_loses_old_cards() -> None:
    animated = chunk_bytes(b"acTL", struct.pack(">II", 1, 0))
    image = picture(animated, chunk_bytes(b"tEXt", b"Title\0Canal"), text_chunk("Chara", V1))
    card = parse_card(json.dumps(V2).encode(), "card").card
    written = write_card(card, "png", image=image)
    assert parse_card(written, "again").card.document == V2
    assert animated in written
    assert written.count(b"tEXt") == 2
    assert b"Title\0Canal" in written


def test_an_archive_keeps_its_assets() -> None:
    file = parse_card(archive(V3), "card")
    written = write_card(file.card, "charx", original=file)
    with zipfile.ZipFile(BytesIO(written)) as made, zipfile.ZipFile(BytesIO(archive(V3))) as old:
        assert made.namelist() == ["card.json", "assets/icon/images/main.png"]
        assert json.loads(made.read("card.json")) == V3
        assert made.read(made.namelist()[1]) == old.read(made.namelist()[1])


def test_ccv3_wins_over_chara() -> None:
    file = parse_card(picture(text_chunk("chara", V2), text_chunk("CCV3", V3)), "card")
    assert file.card.spec == "chara_card_v3 3.0"


def test_a_bad_checksum_and_a_second_card_are_told() -> None:
    chunk = text_chunk("chara", V2)
    broken = chunk[:-1] + bytes([chunk[-1] ^ 1])
    file = parse_card(picture(broken, text_chunk("chara", V1)), "card")
    assert file.card.document == V2
    assert file.warnings == (
        "the checksum of its 'chara' card is wrong; it may be damaged",
        "the picture has a second 'chara' card, which isn't read",
    )


@pytest.mark.parametrize("chunk", [packed_chunk, international_chunk])
def test_a_packed_text_that_is_cut_short_is_refused(chunk: Any) -> None:
    whole = chunk("chara", V2)[8:-4]
    assert problem(picture(chunk_bytes(chunk("x", V2)[4:8], whole[:-9]))) == (
        "card: a packed text in it is cut short"
    )


def test_a_text_bomb_is_refused() -> None:
    bomb = b"chara\0\0" + zlib.compress(bytes(200 * 1024 * 1024), 9)
    assert problem(picture(chunk_bytes(b"zTXt", bomb))) == (
        "card: a text in it unpacks to more than 12 MiB"
    )


def test_an_archive_bomb_is_refused() -> None:
    bomb = zipped({"card.json": json.dumps(V3).encode(), "a.bin": bytes(100 * 1024 * 1024)})
    assert problem(bomb) == "card: its entry 'a.bin' unpacks to more than 200 times its size"


@pytest.mark.parametrize(
    "name", ["../card.json", "/etc/x", "a/../../x", "C:x", "..\\x", "\\x", "a/..\\..\\x"]
)
def test_an_entry_that_would_leave_its_folder_is_refused(name: str) -> None:
    content = zipped({"card.json": json.dumps(V3).encode(), name: b"x"})
    assert problem(content).endswith("would leave its folder")


def test_links_twins_and_locked_entries_are_refused() -> None:
    link = zipfile.ZipInfo("assets/link")
    link.external_attr = 0o120777 << 16
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive_:
        archive_.writestr("card.json", json.dumps(V3))
        archive_.writestr(link, "/etc/passwd")
    assert problem(made.getvalue()) == "card: its entry 'assets/link' is a link"
    locked = bytearray(zipped({"card.json": b"{}"}))
    locked[locked.rfind(b"PK\x01\x02") + 8] |= 1
    assert problem(bytes(locked)) == "card: its entry 'card.json' is encrypted"


def test_too_many_entries_are_refused_before_they_are_read() -> None:
    content = zipped({f"assets/{number}": b"" for number in range(2_100)})
    assert problem(content) == "card: its archive has 2100 entries; at most 2000 are taken"


def test_an_archive_without_a_card_is_refused() -> None:
    assert problem(zipped({"a.json": b"{}"})) == "card: its archive has no card.json at its root"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "is no card: neither JSON, nor a PNG picture, nor a CHARX archive"),
        (b"GIF89a", "is no card: neither JSON, nor a PNG picture, nor a CHARX archive"),
        (picture(), "is a picture without a card"),
        (picture(text_chunk("chara", V2))[:-20], "is cut short: its PNG ends at byte"),
        (b'{"a": NaN}', "holds a number that can't be read: NaN is no JSON"),
        (b'{"a": 1e999}', "holds a number that can't be read: 1e999 is too large"),
        (b'{"a": ' + b"[" * 100_000, "nested deeper than 48 levels"),
        (b'{"a": ' + b"[" * 60 + b"]" * 60 + b"}", "nested deeper than 48 levels"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "holds a number that can't be read"),
        (b'{"a": "\xff"}', "byte 7 is not UTF-8"),
        (b'{"spec": "chara_card_v2"}', "its spec is 'chara_card_v2', but it has no data object"),
        (b'{"spec": "lorebook_v3", "data": {}}', "is a lorebook, not a card"),
        (b'{"spec": "chara_card_v2", "data": {"name": " "}}', "the card has no name"),
        (b'{"name": "x"}', "is no character card: neither a spec and data, nor V1's fields"),
        (b"{" + b" " * 9_000_000, "holds more than 8 MiB of JSON"),
    ],
    ids=lambda value: value if isinstance(value, str) else "x",
)
def test_what_is_no_card_says_why(content: bytes, text: str) -> None:
    assert problem(content).startswith(f"card: {text}")


def test_a_file_of_200_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "card.png"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(InvalidArgument, match="larger than 64 MiB; is this a character card"):
        read_card_file(path)
    assert path.stat().st_size > MAX_FILE_BYTES


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"no\.png: No such file"):
        read_card_file(tmp_path / "no.png")
