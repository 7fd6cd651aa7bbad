"""`npcgen texture`: what it writes, what it refuses, and how a run of many goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from npcgen.client import SyncClient
from npcgen.client.local_server import LocalServer
from npcgen.errors import NpcgenError
from tests.cli.conftest import SCRIPTED, Invoke, Run
from tests.small_disk import mounted
from tests.worldgen.textures.packs.signer import new_credential, states

SMALL = ("--size", "64")
RECORD = "cobble.npcgen.texture.json"


def test_words_become_an_engines_files(invoke: Invoke, tmp_path: Path) -> None:
    words = ("texture", "mossy castle wall", "--size", "64", "--seed", "3", "--pack", "godot")
    done = invoke(*words, "--out", str(tmp_path))

    assert done.exit_code == 0
    record = json.loads((tmp_path / "castle_wall.npcgen.texture.json").read_text())
    assert (record["spec"]["seed"], sorted(record["spec"]["layers"])) == (3, ["moss"])
    assert sorted(record["files"]) == sorted(
        each.name for each in tmp_path.iterdir() if "npcgen" not in each.name
    )
    with Image.open(tmp_path / "castle_wall_orm.png") as picture:
        assert picture.size == (64, 64)


def test_options_win_over_a_file_and_that_over_words(invoke: Invoke, tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text("seed: 5\nparams: {stones: 12}\nlayers: {snow: 0.3}\n")
    given = ("--set", "layers.snow=0.9", "--set", "sand=#102030", "--spec", str(spec))
    done = invoke("texture", "cobble with moss", *SMALL, *given, "--json")

    found = json.loads(done.stdout)["spec"]
    assert (found["seed"], found["params"]) == (5, {"stones": 12, "sand": "#102030"})
    assert found["layers"]["snow"] == 0.9


def test_what_was_written_beside_a_texture_makes_it_again(invoke: Invoke, tmp_path: Path) -> None:
    first = invoke("texture", "cobble", *SMALL, "--seed", "4", "--out", str(tmp_path), "--json")
    again = invoke("texture", "--spec", str(tmp_path / RECORD), "--json")

    one, other = (json.loads(done.stdout)["provenance"] for done in (first, again))
    assert one == other


def test_a_server_makes_the_same(invoke: Invoke, tmp_path: Path) -> None:
    done = invoke("texture", "rusty metal", *SMALL, "--pack", "dds", "--out", str(tmp_path))
    with LocalServer(*SCRIPTED) as server, SyncClient(server.target) as client:
        made = client.generate_texture({"size": 64}, prompt="rusty metal", pack="dds")

    assert made.provenance.content_sha256 in done.stdout
    assert {name: (tmp_path / name).read_bytes() for name in made.files} == made.files


def test_more_of_a_picture(invoke: Invoke, tmp_path: Path) -> None:
    invoke("texture", "cobble", *SMALL, "--out", str(tmp_path))
    picture, normal = tmp_path / "cobble_albedo.png", tmp_path / "cobble_normal.png"
    options = ("--size", "96x64", "--map", f"normal={normal}", "--out", str(tmp_path / "more"))
    done = invoke("texture", "--from-picture", str(picture), *options, "--json")

    found = json.loads(done.stdout)
    assert (found["derived_maps"], found["spec"]) == (["height", "orm"], None)
    assert found["provenance"]["digital_source_type"].endswith("/composite")
    with Image.open(tmp_path / "more" / "example_albedo.png") as made:
        assert made.size == (96, 64)


def test_a_sheet_shows_seeds_side_by_side(invoke: Invoke, tmp_path: Path) -> None:
    done = invoke("texture", "cobble", *SMALL, "--sheet", "3x2", "--out", str(tmp_path))

    assert done.exit_code == 0
    with Image.open(tmp_path / "cobble-sheet.png") as sheet:
        assert sheet.size == (3 * 70 + 6, 2 * 90 + 6)
        first, second = (sheet.crop((left, 6, left + 64, 70)) for left in (6, 76))
        assert len({first.tobytes(), second.tobytes()}) == 2


def test_a_themes_tiles_are_drawn(invoke: Invoke, tmp_path: Path) -> None:
    only = ("--only", "wall", "--only", "floor")
    done = invoke("texture", "tiles", "--tile", "16", *only, "--out", str(tmp_path))

    assert done.exit_code == 0
    table = json.loads((tmp_path / "tiles.json").read_text())
    assert (list(table["tiles"]), table["tile_px"]) == (["wall", "floor"], 16)
    assert {each.suffix for each in tmp_path.iterdir()} == {".png", ".json", ".tsx", ".tres"}


@pytest.mark.parametrize(
    ("rule", "count", "tiled"), [("corners", 16, "corner"), ("sides", 16, "edge")]
)
def test_tiles_follow_the_rule_asked_for(
    invoke: Invoke, tmp_path: Path, rule: str, count: int, tiled: str
) -> None:
    only = ("--only", "road", "--rule", rule)
    done = invoke("texture", "tiles", "--tile", "8", *only, "--out", str(tmp_path))

    assert done.exit_code == 0
    road = json.loads((tmp_path / "tiles.json").read_text())["tiles"]["road"]
    assert (road["rule"], len(road["places"])) == (rule, count)
    assert f'name="road" type="{tiled}"' in (tmp_path / "tiles.tsx").read_text()


def test_a_rule_that_there_is_not_is_told(invoke: Invoke) -> None:
    done = invoke("texture", "tiles", "--rule", "hex")

    assert str(done.exception) == "rule: there is no rule 'hex'; there are: blob, sides, corners"


def test_a_level_is_drawn_with_a_themes_tiles(invoke: Invoke, tmp_path: Path) -> None:
    level = ("level", "dungeon", "--size", "26x17", "--tiles", "stone_and_wood", "--out")
    for name in ("map.png", "map.tmj"):
        assert invoke(*level, str(tmp_path / name)).exit_code == 0

    with Image.open(tmp_path / "map.png") as picture:
        assert picture.size == (26 * 16, 17 * 16)
    with Image.open(tmp_path / "map.tiles.png") as tiles:
        assert len(tiles.convert("RGB").getcolors(4096) or []) > 16


def test_materials_are_listed_with_their_parameters(invoke: Invoke) -> None:
    all_of_them = json.loads(invoke("texture", "list", "--json").stdout)
    shown = invoke("texture", "list", "castle_wall").stdout

    names = list(all_of_them["materials"])
    assert names == sorted(names)
    assert {"png", "godot"} <= set(all_of_them["packs"])
    assert all_of_them["materials"]["castle_wall"]["parameters"]["rows"]["range"] == [2, 32]
    assert "--set rows" in shown


def test_pictures_are_signed(invoke: Invoke, tmp_path: Path) -> None:
    credential = new_credential()
    (tmp_path / "chain.pem").write_bytes(credential.certificates)
    (tmp_path / "key.pem").write_bytes(credential.private_key)
    chain, key = (str(tmp_path / name) for name in ("chain.pem", "key.pem"))
    signing = ("--sign-certificate", chain, "--sign-key", key)
    done = invoke("texture", "cobble", *SMALL, *signing, "--out", str(tmp_path / "out"))

    assert done.exit_code == 0
    manifest, failed = states((tmp_path / "out" / "cobble_albedo.png").read_bytes())
    assert manifest["title"] == "cobble_albedo.png"
    assert failed <= {"signingCredential.untrusted"}


REFUSED = (
    (("--size", "0"), "width: 0 is too small; 16 is the least"),
    (("--size", "100000"), "width: 100000 is too large; 4096 is the most"),
    (("--size", "62"), "width: 62 is no multiple of 4"),
    (("--size", "big"), "size: 'big' isn't such as 1024 or 512x256"),
    (("--set", "stone_s=3"), "did you mean 'stones'?"),
    (("--set", "stones=9999"), "params.stones: 9999 is outside of"),
    (("--set", "layers.mos=0.3"), "did you mean 'moss'?"),
    (("--set", "mixing.amount=0.3"), "with a dot there are params.name, layers.name, style.name"),
    (("--pack", "godott"), "there is no pack 'godott'; there are: png, godot"),
    (("--stem", "../../etc/x"), "is no name that every engine takes"),
    (("--sheet", "0x4"), "'0x4' isn't COLUMNSxROWS"),
    (("--sheet", "4x4", "--count", "2"), "this makes something else than --sheet does"),
    (("--sheet", "20x20", "--size", "1024"), "more than 8192 a side"),
    (("--count", "0", "--out", "x"), "--count: 0 from seed 0 on can't be"),
    (("--count", "3"), "--out: say which folder the textures go to"),
    (("--map", "normal=n.png"), "--map: this is of a picture; see --from-picture"),
    (("--from-picture", "none.png"), "there is a picture and a material"),
    (("--spec", "no/such/file"), "--spec: can't read no/such/file"),
    (("--materials", "no/such/folder"), "--materials: can't read no/such/folder"),
    (("--sign-key", "key.pem"), "--sign-certificate: signing needs the certificate and its key"),
    (("--deadline", "nan"), "--deadline: nan is no time"),
)


@pytest.mark.parametrize(("options", "says"), REFUSED)
def test_what_cannot_be_is_told(invoke: Invoke, options: tuple[str, ...], says: str) -> None:
    done = invoke("texture", "cobble", *options)

    assert isinstance(done.exception, NpcgenError)
    assert says in str(done.exception)


def test_a_name_that_is_none_is_told_with_the_nearest(run: Run) -> None:
    asked, listed = run("texture", "cobbel"), run("texture", "list", "cobbel")

    assert (asked.returncode, listed.returncode) == (1, 1)
    assert "'cobbel' names no material; did you mean 'cobble'? there are: " in asked.stderr
    assert "did you mean 'cobble'?" in listed.stderr
    assert asked.stderr.count("\n") == 1


def test_a_picture_that_is_none_is_refused_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    picture = tmp_path / "corrupt.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    done = run("texture", "--from-picture", str(picture), "--out", str(tmp_path / "out"))

    assert done.returncode == 1
    assert "albedo: " in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_texture_that_is_there_stays_unless_forced(run: Run, tmp_path: Path) -> None:
    asked = ("texture", "cobble", *SMALL, "--out", str(tmp_path))
    run(*asked)
    before = (tmp_path / RECORD).read_bytes()
    refused, forced = run(*asked, "--seed", "9"), run(*asked, "--seed", "9", "--force")

    assert "is there already; replace it with --force" in refused.stderr
    assert (refused.returncode, forced.returncode) == (1, 0)
    assert (tmp_path / RECORD).read_bytes() != before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path, "64k") as disk:
        yield disk


def test_a_full_disk_is_told_and_nothing_is_left(run: Run, small_disk: Path) -> None:
    done = run("texture", "cobble", "--size", "256", "--out", str(small_disk))

    assert done.returncode == 1
    assert "--out: can't write" in done.stderr
    assert "No space left" in done.stderr
    assert list(small_disk.iterdir()) == []


def bulk(folder: Path, count: int, *options: str) -> tuple[str, ...]:
    asked = ("texture", "cobble", *SMALL, "--seed", "7", "--count", str(count))
    return (*asked, "--out", str(folder), "--json", *options)


def test_many_are_made_and_gone_on_with(invoke: Invoke, tmp_path: Path) -> None:
    first, second = (json.loads(invoke(*bulk(tmp_path, n)).stdout) for n in (2, 3))
    (tmp_path / "cobble-000008_albedo.png").write_bytes(b"changed")
    third = json.loads(invoke(*bulk(tmp_path, 3)).stdout)

    assert first == {"textures": 2, "there_already": 0, "failed": {}}
    assert (second["there_already"], third["there_already"]) == (2, 2)


def test_textures_of_another_spec_are_made_anew(invoke: Invoke, tmp_path: Path) -> None:
    invoke(*bulk(tmp_path, 2))
    other = json.loads(invoke(*bulk(tmp_path, 2, "--set", "stones=6")).stdout)

    assert other["there_already"] == 0


def test_two_processes_make_the_same_files_as_one(run: Run, tmp_path: Path) -> None:
    run(*bulk(tmp_path / "one", 3))
    run(*bulk(tmp_path / "two", 3, "--workers", "2"))

    one, two = (
        {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert one == two
    assert len(one) == 3 * 7


def test_a_run_that_is_killed_is_gone_on_with(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "npcgen", *bulk(tmp_path, 500)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + 60
        while len(list(tmp_path.glob("*.json"))) < 3 and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
    left = len(list(tmp_path.glob("*.json")))
    again = [sys.executable, "-m", "npcgen", *bulk(tmp_path, left + 1)]
    done = subprocess.run(again, capture_output=True, text=True, check=True)

    assert 3 <= left < 500
    assert json.loads(done.stdout)["there_already"] == left
    assert list(tmp_path.glob(".*")) == []
