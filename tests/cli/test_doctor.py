"""`npcgen doctor`."""

import json
import socket
from pathlib import Path
from typing import Any

import llama_cpp
import pytest

from npcgen.doctor import _features, _gpu, examine
from npcgen.settings import Settings
from tests.cli.conftest import SCRIPTED, Invoke


def findings(tmp_path: Path, **settings: Any) -> dict[str, Any]:
    chosen = {"data_dir": tmp_path, "backend": "scripted", "grpc_port": 0, "http_port": 0}
    return {each.subject: each for each in examine(Settings(**{**chosen, **settings}))}


def test_a_good_set_up_exits_with_0(invoke: Invoke) -> None:
    done = invoke("doctor", *SCRIPTED, "--json")

    report = json.loads(done.stdout)
    assert (done.exit_code, report["ok"]) == (0, True)
    assert report["findings"][0]["subject"] == "npcgen"


def test_a_missing_model_fails_with_what_to_do(invoke: Invoke) -> None:
    done = invoke("doctor", "--model", "nosuch")

    [line] = [line for line in done.stdout.splitlines() if line.startswith("fail")]
    assert done.exit_code == 1
    assert line.startswith("fail model             there is no model 'nosuch'; ")
    assert line.endswith(" -> npcgen demo --backend scripted needs none")


def test_a_kept_persona_that_doesnt_load_is_named(tmp_path: Path) -> None:
    (tmp_path / "personas").mkdir()
    (tmp_path / "personas" / "jon.yaml").write_text("id: jon\nname: Jon\nroll: carter\n")

    found = findings(tmp_path)["persona"]

    assert found.state == "warn"
    assert "jon.yaml:3: roll: unknown key 'roll'; did you mean 'role'?" in found.detail


def test_a_port_in_use_is_a_warning(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = findings(tmp_path, grpc_port=taken.getsockname()[1])["gRPC port"]

    assert found.state == "warn"
    assert "is in use by another program" in found.detail


def test_an_open_address_without_a_key_fails(tmp_path: Path) -> None:
    assert findings(tmp_path, host="0.0.0.0")["address"].state == "fail"


@pytest.mark.parametrize(
    ("layers", "offload", "state", "detail"),
    [
        (0, False, "ok", "not used; this build can't"),
        (0, True, "ok", "offload is built in"),
        (-1, True, "ok", "offload is built in"),
        (-1, False, "fail", "n_gpu_layers is -1, but this build can't use a GPU"),
    ],
)
def test_a_gpu_that_the_build_cant_use_fails(
    layers: int, offload: bool, state: str, detail: str
) -> None:
    found = _gpu(Settings(n_gpu_layers=layers), offload)

    assert (found.state, found.detail) == (state, detail)


def test_the_gpu_is_judged_by_the_installed_build(tmp_path: Path) -> None:
    expected = _gpu(Settings(n_gpu_layers=-1), llama_cpp.llama_supports_gpu_offload())

    assert findings(tmp_path, n_gpu_layers=-1)["GPU"] == expected


def test_a_data_folder_that_cant_be_written_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    found = findings(tmp_path, data_dir=tmp_path / "file")["data folder"]

    assert (found.state, found.advice) == ("fail", "choose another with --data-dir")


@pytest.mark.parametrize(
    ("system_info", "text"),
    [
        ("CPU : SSE3 = 1 | AVX = 0 | AVX2 = 1 |", "built with SSE3, AVX2"),
        ("CUDA : ARCHS = 750 | CPU : SSE3 = 1 |", "built with SSE3"),
        ("", "a plain build"),
    ],
)
def test_features_are_those_that_are_on(system_info: str, text: str) -> None:
    assert _features(system_info) == text


def test_more_threads_than_cores_are_a_warning(tmp_path: Path) -> None:
    found = findings(tmp_path, threads=4096)["decoding"]

    assert found.state == "warn"
    assert found.detail.startswith("takes 4096 of ")
