"""Tries a model in a child process first, so that a crash in native code costs no server.

llama.cpp aborts on some damaged files, and a build for another CPU dies of its first instruction.
The same child measures how the model runs fastest. Knows nothing of llama.cpp: the child does.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from npcgen.engine.tuning import Measurement, Slice, trial_from_json
from npcgen.errors import ModelUnusable

SURVIVED = "survived"
_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[2]); "
    "from npcgen.engine.backends.llama_cpp.{module} import main; main(sys.argv[1])"
)
_TIMEOUT_S = 600.0


def probe(
    path: Path, *, n_gpu_layers: int = 0, threads: int = 0, measure_s: float = 0.0
) -> Measurement:
    """What the child measured in so many seconds; nothing in 0.

    Raises ModelUnusable when loading the model or its first token kills the child. Errors that
    llama.cpp reports properly are left for the real load to find. Blocks for as long as loading
    takes, and measuring.
    """
    arguments = {
        "path": str(path.absolute()),
        "n_gpu_layers": n_gpu_layers,
        "threads": threads,
        "measure_s": measure_s,
    }
    told, code = _child_said("probe", path, arguments)
    return _measured(told.splitlines(), code)


def probe_adapter(model: Path, adapter: Path, *, n_gpu_layers: int = 0) -> None:
    """Raises ModelUnusable when the model's first token through the adapter kills a child."""
    arguments = {"path": str(model.absolute()), "adapter": str(adapter.absolute())}
    _child_said("probe_adapter", adapter, {**arguments, "n_gpu_layers": n_gpu_layers})


def probe_embedder(path: Path, *, n_gpu_layers: int = 0) -> None:
    """Raises ModelUnusable when the embedding model's first vector kills a child."""
    arguments = {"path": str(path.absolute()), "n_gpu_layers": n_gpu_layers}
    _child_said("probe_embedder", path, arguments)


def _child_said(module: str, path: Path, arguments: Mapping[str, object]) -> tuple[str, int]:
    """What a child said after it survived, and how it ended. Raises ModelUnusable about `path`."""
    try:
        child = subprocess.run(
            [
                sys.executable,
                "-c",
                _CHILD.replace("{module}", module),
                json.dumps(arguments),
                json.dumps(sys.path),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        slow = f"didn't load within {_TIMEOUT_S:.0f} s"
        raise _unusable(path, slow, "use a smaller model") from None
    _, survived, told = child.stdout.partition(SURVIVED)
    if not survived:
        raise _crashed(path, child.returncode, child.stderr)
    return told, child.returncode


def _measured(lines: Iterable[str], code: int) -> Measurement:
    """From the child's lines: trials, slices, and at the end why it ended early.

    A child that dies while it measures keeps what it has said until then.
    """
    measured = Measurement(cut_short=f"it ended with exit code {code}" if code else "")
    for line in filter(None, lines):
        told = json.loads(line)
        if "mode" in told:
            measured = measured.with_trial(trial_from_json(told))
        elif "tokens" in told:
            measured = measured.with_slice(Slice(**told))
        else:
            measured = replace(measured, cut_short=told["cut_short"])
    return measured


def _crashed(path: Path, code: int, stderr: str) -> ModelUnusable:
    if -code == getattr(signal, "SIGILL", None):
        return _unusable(
            path,
            "can't run: llama-cpp-python was built for another CPU (illegal instruction)",
            'build it here: CMAKE_ARGS="-DGGML_NATIVE=OFF" pip install --force-reinstall '
            "--no-binary llama-cpp-python llama-cpp-python",
        )
    last = next((line for line in reversed(stderr.splitlines()) if line.strip()), "no message")
    return _unusable(
        path,
        f"crashed llama.cpp (exit code {code}: {last.strip()})",
        "the file is damaged or too new for this llama-cpp-python; use another",
    )


def _unusable(path: Path, problem: str, remedy: str) -> ModelUnusable:
    return ModelUnusable(f"{path.name} {problem}; {remedy}", metadata={"file": path.name})
