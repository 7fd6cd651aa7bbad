"""`npcgen models loaded | load | unload`, with a real server."""

import json
from collections.abc import Iterator

import pytest

from npcgen.client import LocalServer
from npcgen.errors import FailedPrecondition
from tests.cli.conftest import SCRIPTED, Invoke
from tests.gguf_factory import TinyModel, write_gguf


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    folder = tmp_path_factory.mktemp("running")
    (folder / "models").mkdir()
    write_gguf(folder / "models" / "raven.gguf", TinyModel())
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("KV_MODE", "split"), ("FLASH_ATTENTION", "off"), ("THREADS", "1")):
            patch.setenv(f"NPCGEN_{name}", value)
        patch.setenv("NPCGEN_BATCH_TOKENS", "64")
        with LocalServer(*SCRIPTED, "--data-dir", str(folder)) as running:
            yield running


def test_a_model_is_loaded_listed_and_unloaded(server: LocalServer, invoke: Invoke) -> None:
    there = ("--server", server.target)
    loaded = json.loads(invoke("models", "load", "raven", *there, "--slots", "2", "--json").stdout)
    listed = invoke("models", "loaded", *there).stdout.splitlines()
    gone = invoke("models", "unload", "raven", *there).stdout
    again = invoke("models", "unload", "raven", *there, "--json").stdout

    assert (loaded["name"], loaded["state"], loaded["slots"]) == ("raven", "loaded", 2)
    assert [row.split()[0] for row in listed[:-1]] == ["scripted", "raven"]
    assert listed[-1].endswith("MiB free for models")
    assert (gone, json.loads(again)) == ("raven is unloaded\n", {"unloaded": False})


def test_what_the_server_refuses_is_told(server: LocalServer, invoke: Invoke) -> None:
    done = invoke("models", "unload", "scripted", "--server", server.target)

    assert isinstance(done.exception, FailedPrecondition)
    assert done.exception.reason == "MODEL_IS_DEFAULT"
