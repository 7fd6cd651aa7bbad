"""`npcgen card`."""

import json
from pathlib import Path

import pytest

from bench.card_samples import V1, V3, picture, samples, text_chunk
from npcgen.errors import AlreadyExists, InvalidArgument
from tests.cli.conftest import Invoke


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wenna.png").write_bytes(picture(text_chunk("ccv3", V3)))
    return tmp_path


def test_check_says_what_a_card_holds(folder: Path, invoke: Invoke) -> None:
    done = invoke("card", "check", "wenna.png")

    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "id            wenna",
        "name          Wenna",
        "spec          chara_card_v3 3.0",
        "container     png",
        "greetings     3",
        "examples      1",
        "lore entries  2",
        "warning: system_prompt not used: they would instruct the model; say if you trust them",
    ]
    assert [path.name for path in folder.iterdir()] == ["wenna.png"]


def test_check_refuses_what_is_no_card(folder: Path, invoke: Invoke) -> None:
    (folder / "bad.png").write_bytes(picture())

    done = invoke("card", "check", "bad.png")

    assert (done.exit_code, str(done.exception)) == (1, "bad.png: is a picture without a card")


def test_an_imported_card_is_a_persona(folder: Path, invoke: Invoke) -> None:
    report = json.loads(invoke("card", "import", "wenna.png", "--json").stdout)

    assert (report["id"], report["lore_entries"]) == ("wenna", 2)
    assert json.loads(invoke("persona", "show", "wenna", "--json").stdout)["name"] == "Wenna"


def test_import_can_write_elsewhere(folder: Path, invoke: Invoke) -> None:
    given = ("--id", "lockkeeper", "--trust-prompts", "--out", "made")
    assert invoke("card", "import", "wenna.png", *given).exit_code == 0

    persona = json.loads((folder / "made" / "lockkeeper.json").read_text())
    assert persona["instructions"] == "Speak slowly."
    assert (folder / "made/cards/lockkeeper.png").read_bytes() == (
        folder / "wenna.png"
    ).read_bytes()
    assert invoke("persona", "check", "made/lockkeeper.json").exit_code == 0


@pytest.mark.parametrize("format", ["v2-json", "v3-json", "png", "charx"])
def test_export_writes_what_import_reads(folder: Path, invoke: Invoke, format: str) -> None:
    assert invoke("card", "export", "odrin", "--format", format, "--out", "card").exit_code == 0
    assert invoke("card", "import", "card", "--id", "second", "--json").exit_code == 0

    first = json.loads(invoke("persona", "show", "odrin", "--json").stdout)
    second = json.loads(invoke("persona", "show", "second", "--json").stdout)
    assert second == first | {"id": "second"}


def test_export_takes_a_picture(folder: Path, invoke: Invoke) -> None:
    (folder / "v1.json").write_text(json.dumps(V1))
    invoke("card", "import", "v1.json", "--id", "one")
    (folder / "own.png").write_bytes(samples()[3])

    done = invoke(
        "card", "export", "one", "--format", "png", "--image", "own.png", "--out", "out.png"
    )

    assert done.exit_code == 0
    assert (folder / "out.png").read_bytes()[:1_000] == samples()[3][:1_000]


def test_export_says_that_secrets_are_in_it(folder: Path, invoke: Invoke) -> None:
    done = invoke("card", "export", "brannoch", "--out", "card.json")

    assert "secrets are in it" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "kind", "text"),
    [
        (("--out", "wenna.png"), AlreadyExists, "wenna.png is there already"),
        (("--out", "no/x.json"), InvalidArgument, "--out: can't write no/x.json"),
        (("--out", "x", "--format", "gif"), InvalidArgument, "--format: 'gif' is none; choose"),
    ],
)
def test_export_refuses(
    folder: Path, invoke: Invoke, arguments: tuple[str, ...], kind: type[Exception], text: str
) -> None:
    done = invoke("card", "export", "brannoch", *arguments)

    assert isinstance(done.exception, kind)
    assert str(done.exception).startswith(text)
