"""Signed pictures, read and judged by the C2PA library's reader."""

import io

import numpy as np
import pytest
from PIL import Image

from tests.worldgen.textures.packs.samples import content, waves
from tests.worldgen.textures.packs.signer import new_credential, states
from worldgen.errors import InvalidSpec
from worldgen.textures.packs import pack
from worldgen.textures.packs.signing import Credential, signed


@pytest.fixture(scope="module")
def credential() -> Credential:
    return new_credential()


def test_a_signature_holds_and_says_what_made_it(credential: Credential) -> None:
    files = signed(pack(content(), "png"), content(), credential)
    for picture in files.values():
        manifest, failed = states(picture)
        # NOTE: nobody but this test trusts the root.
        assert failed == {"signingCredential.untrusted"}
        [actions] = manifest["assertions"]
        assert actions["data"]["actions"][0]["digitalSourceType"].endswith("/algorithmicMedia")


def test_a_changed_picture_is_noticed(credential: Credential) -> None:
    picture = bytearray(signed(pack(content(), "png"), content(), credential)["wall_height.png"])
    at = picture.index(b"IDAT") + 100
    picture[at] ^= 1
    assert "assertion.dataHash.mismatch" in states(bytes(picture))[1]


def test_pixels_and_other_files_stay(credential: Credential) -> None:
    maps = waves()
    before = pack(content(maps), "godot")
    after = signed(before, content(maps), credential)
    assert after["wall.tres"] == before["wall.tres"]
    with Image.open(io.BytesIO(after["wall_orm.png"])) as image:
        assert np.array_equal(np.asarray(image), maps.orm)


def test_a_key_that_is_none_is_refused(credential: Credential) -> None:
    broken = Credential(credential.certificates, b"not a key")
    with pytest.raises(InvalidSpec, match="can't sign with this certificate and key"):
        signed(pack(content(), "png"), content(), broken)


def test_a_credential_keeps_its_key_to_itself(credential: Credential) -> None:
    assert "PRIVATE" not in repr(credential)
