"""`npcgen doctor`."""

import json
import socket
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import llama_cpp
import pytest

from npcgen.doctor import _features, _gpu, examine
from npcgen.engine.models import sha256_of
from npcgen.engine.survivors import machine_key
from npcgen.engine.tuning import Measurement, Measurements, Mode, Slice, Trial
from npcgen.settings import Settings
from tests.cli.conftest import SCRIPTED, Invoke
from tests.conftest import Golden
from tests.gguf_factory import write_gguf


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


def test_the_transformers_backend_needs_a_folder_and_its_extra(tmp_path: Path) -> None:
    found = findings(tmp_path, backend="transformers", model="nowhere")

    assert (found["model"].state, found["model"].advice) == ("fail", "name a folder with --model")
    has_torch = find_spec("torch") is not None and find_spec("transformers") is not None
    assert found["extra torch"].state == ("ok" if has_torch else "fail")


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
    model = str(write_gguf(tmp_path / "tiny.gguf"))
    found = findings(tmp_path, backend="llama_cpp", model=model, threads=4096)["decoding"]

    assert found.state == "warn"
    assert found.detail.startswith("takes 4096 of ")


MEASURED = Measurement(
    (
        Trial(Mode(1, "split", "off"), 40.0, 26.0, 9.0),
        Trial(Mode(1, "split", "on"), 55.0, 42.0, 9.5),
        Trial(Mode(1, "unified", "off"), 60.0, 70.0, 14.0),
    ),
    (Slice(64, 20.0), Slice(128, 39.0)),
    "4 s were over",
)


@pytest.mark.parametrize(
    ("name", "measured", "settings"),
    [
        ("chosen", MEASURED, {}),
        ("set", MEASURED, {"NPCGEN_KV_MODE": "unified", "NPCGEN_FLASH_ATTENTION": "on"}),
        ("too_slow", Measurement(cut_short="the model is too slow"), {}),
        ("unknown", None, {}),
    ],
)
def test_it_says_how_a_model_runs_and_why(
    name: str,
    measured: Measurement | None,
    settings: dict[str, str],
    tmp_path: Path,
    invoke: Invoke,
    golden: Golden,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = write_gguf(tmp_path / "tiny.gguf")
    for variable, value in {"NPCGEN_THREADS": "1", **settings}.items():
        monkeypatch.setenv(variable, value)
    if measured:
        kept = Measurements(tmp_path / "data" / "tuned")
        kept.put(machine_key(sha256_of(model), 0), measured)

    done = invoke("doctor", "--model", str(model))

    lines = [line for line in done.stdout.splitlines() if line.startswith("ok   tuning")]
    golden.check(f"doctor/{name}.txt", "\n".join(lines) + "\n")


def test_scripts_get_the_figures(tmp_path: Path) -> None:
    model = write_gguf(tmp_path / "tiny.gguf")
    Measurements(tmp_path / "tuned").put(machine_key(sha256_of(model), 0), MEASURED)

    found = findings(tmp_path, backend="llama_cpp", model=str(model), threads=1)["tuning"]

    assert found.data["chosen"] == {
        "threads": 1,
        "kv_mode": "split",
        "flash_attention": "off",
        "batch_tokens": 64,
    }
    assert found.data["measured"]["trials"][1]["warm_ms"] == 42.0
