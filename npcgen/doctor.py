"""What is there and what isn't, for a server with these settings on this machine.

Each check is a function that gives findings. None of them changes anything.
"""

import importlib.metadata
import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import psutil

from npcgen import __version__
from npcgen.dialogue.authored_file import read_authored
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_folder import persona_files
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.load import load_backend
from npcgen.engine.memory_budget import MemoryBudget, shape_of
from npcgen.engine.models import describe, resolve, resolve_folder, sha256_of
from npcgen.engine.threads import default_threads
from npcgen.engine.tuned import known, tuned, why
from npcgen.engine.tuning import Measurement, to_json
from npcgen.errors import ConfigError, NpcgenError
from npcgen.service.binding import check_exposure, listening_socket
from npcgen.settings import Settings

State = Literal["ok", "warn", "fail"]
_MIB = 1024 * 1024
_PROBE_TIMEOUT_S = 60
_LOW_MEMORY_MIB = 512
_EXTRAS = {
    "diffusion": ("diffusers", "peft", "safetensors", "torch", "transformers"),
    "openai": ("httpx",),
    "preview": ("nicegui", "wsproto"),
    "torch": ("torch", "transformers", "tokenizers", "safetensors"),
    "training": ("gguf", "tokenizers", "torch"),
}
_EXTRA_OF = {"openai": "openai", "transformers": "torch"}
# Run in a process of its own: a library built for another CPU ends its process without a word.
_PROBE = """
import json, llama_cpp
print(json.dumps({
    "gpu": bool(llama_cpp.llama_supports_gpu_offload()),
    "features": llama_cpp.llama_print_system_info().decode(),
}))
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    state: State
    subject: str
    detail: str
    advice: str = ""
    """What to do about it; empty when there is nothing to do."""
    data: Mapping[str, object] = field(default_factory=dict)
    """The figures behind it, for scripts."""


def examine(settings: Settings) -> Iterator[Finding]:
    """The findings, in the order in which a server would need the things."""
    yield _python()
    yield from _model_library(settings)
    yield _processors()
    yield _memory()
    yield from _model(settings)
    yield _data_folder(settings)
    yield from _personas(settings)
    yield from _ports(settings)
    yield from _extras(settings)


def _python() -> Finding:
    system = f"{platform.system()} {platform.machine()}"
    python = f"{platform.python_version()}, {sys.prefix}"
    return Finding("ok", "npcgen", f"{__version__} on Python {python} ({system})")


def _model_library(settings: Settings) -> Iterator[Finding]:
    subject = "llama-cpp-python"
    bad: State = "fail" if settings.backend == "llama_cpp" else "warn"
    install = f'pip install "{_requirement(subject)}" (builds with a C++ compiler and CMake)'
    try:
        version = importlib.metadata.version(subject)
    except importlib.metadata.PackageNotFoundError:
        yield Finding(bad, subject, "isn't installed", install)
        return
    probe = subprocess.run(
        [sys.executable, "-c", _PROBE], capture_output=True, timeout=_PROBE_TIMEOUT_S, check=False
    )
    if probe.returncode:
        advice = f"pip uninstall {subject}, then {install}"
        yield Finding(bad, subject, f"{version} {_crash(probe)}", advice)
        return
    built = json.loads(probe.stdout.splitlines()[-1])
    yield Finding("ok", subject, f"{version}: {_features(built['features'])}")
    yield _gpu(settings, bool(built["gpu"]))


def _requirement(package: str) -> str:
    wanted = importlib.metadata.requires("npcgen") or ()
    return next((each for each in wanted if each.startswith(package)), package)


def _crash(probe: subprocess.CompletedProcess[bytes]) -> str:
    if probe.returncode < 0:
        return f"ends with signal {-probe.returncode}: it was built for another processor"
    lines = probe.stderr.decode("utf-8", "replace").strip().splitlines()
    return f"can't be imported: {lines[-1] if lines else f'exit code {probe.returncode}'}"


def _features(system_info: str) -> str:
    """ "CPU : SSE3 = 1 | AVX = 0" as "SSE3": what is on."""
    parts = system_info.replace(":", "|").split("|")
    pairs = (part.split("=") for part in parts if "=" in part)
    found = [name.strip() for name, value in pairs if value.strip() == "1"]
    return f"built with {', '.join(dict.fromkeys(found))}" if found else "a plain build"


def _gpu(settings: Settings, offload: bool) -> Finding:
    if offload:
        hint = "" if settings.n_gpu_layers else "use it with --n-gpu-layers -1"
        return Finding("ok", "GPU", "offload is built in", hint)
    if settings.n_gpu_layers:
        return Finding(
            "fail",
            "GPU",
            f"n_gpu_layers is {settings.n_gpu_layers}, but this build can't use a GPU",
            'reinstall with CMAKE_ARGS="-DGGML_CUDA=on" (or GGML_VULKAN, GGML_METAL), or set 0',
        )
    return Finding("ok", "GPU", "not used; this build can't")


def _processors() -> Finding:
    physical, logical = psutil.cpu_count(logical=False), psutil.cpu_count() or 1
    load = 100 * psutil.getloadavg()[0] / logical
    detail = f"{physical or '?'} cores, {logical} threads"
    if load > 100:
        busy = f"{detail}, busy now ({load:.0f} %)"
        return Finding("warn", "processor", busy, "expect slower replies")
    return Finding("ok", "processor", detail)


def _memory() -> Finding:
    memory = psutil.virtual_memory()
    free_mib = memory.available // _MIB
    detail = f"{free_mib} MiB free of {memory.total // _MIB}"
    if free_mib < _LOW_MEMORY_MIB:
        return Finding("warn", "memory", detail, "close programs, or take a smaller model")
    return Finding("ok", "memory", detail)


def _model(settings: Settings) -> Iterator[Finding]:
    if settings.backend == "scripted":
        yield Finding("ok", "model", "none needed: the scripted backend is chosen")
        return
    if settings.backend == "openai":
        for url in settings.openai_urls:
            yield _remote_model(settings.model_copy(update={"openai_url": url}))
        return
    if settings.backend == "transformers":
        yield _model_folder(settings)
        return
    try:
        path = resolve(settings.model, settings.model_dir)
        file, digest = describe(path), sha256_of(path)
    except NpcgenError as error:
        yield Finding("fail", "model", str(error), "npcgen demo --backend scripted needs none")
        return
    size = f"{file.size_bytes / _MIB:.1f} MiB"
    licence = f"licence {file.licence}" if file.licence else "no licence named"
    weights = f"{file.parameters / 1e6:.1f}M {file.quantisation}"
    detail = f"{file.name}: {weights}, {size}, {licence}, sha256 {digest[:12]}"
    yield Finding("ok", "model", detail)
    yield _room(settings, path)
    yield from _tuning(settings, known(digest, settings))


def _room(settings: Settings, path: Path) -> Finding:
    """Whether the model's memory is there."""
    budget = MemoryBudget(settings.memory_budget_mib * _MIB)
    try:
        file = read_gguf(path)
        need = budget.admit(path.stem, file, shape_of(settings, file))
    except NpcgenError as error:
        return Finding("fail", "model memory", str(error))
    return Finding("ok", "model memory", f"about {need}")


def _tuning(settings: Settings, measured: Measurement | None) -> Iterator[Finding]:
    """How the model will run, and why."""
    chosen = tuned(settings, measured)
    used, cores = chosen.threads, psutil.cpu_count(logical=False) or 1
    detail = f"takes {used} of {cores} cores"
    advice = f"faster with --threads {default_threads()}" if used > cores else ""
    yield Finding("warn" if advice else "ok", "decoding", detail, advice)
    if measured is None:
        yield Finding("ok", "tuning", f"{chosen}", "the first start measures what is fastest here")
        return
    data = {"chosen": asdict(chosen), "measured": to_json(measured)}
    advice = "npcgen bench takes the time to measure it" if measured.cut_short else ""
    yield Finding("ok", "tuning", f"{chosen}; {why(chosen, measured)}", advice, data)


def _model_folder(settings: Settings) -> Finding:
    try:
        found = describe(resolve_folder(settings.model, settings.model_dir))
    except NpcgenError as error:
        return Finding("fail", "model", str(error), "name a folder with --model")
    weights = f"{found.parameters / 1e6:.1f}M {found.quantisation}"
    how = f"to be served as {settings.torch_quantisation} on {settings.torch_device}"
    return Finding("ok", "model", f"{found.name}: {weights}, {how}")


def _remote_model(settings: Settings) -> Finding:
    try:
        backend = load_backend(settings)
    except NpcgenError as error:
        return Finding("fail", "model", str(error))
    backend.shutdown()
    context = f"{backend.info.context_tokens} tokens of context"
    return Finding("ok", "model", f"{backend.info.name}, on another server: {context}")


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data_dir.absolute()
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        why = f"can't write {nearest}: {error.strerror}"
        return Finding("fail", "data folder", why, "choose another with --data-dir")
    made = "" if nearest == folder else " (made when it is needed)"
    return Finding("ok", "data folder", f"{folder}{made}")


def _personas(settings: Settings) -> Iterator[Finding]:
    good = 0
    for path in persona_files(settings.persona_dir):
        try:
            read_authored(path, Persona)
            good += 1
        except NpcgenError as error:
            advice = "correct it; a server leaves it out"
            yield Finding("warn", "persona", str(error).replace("\n", "; "), advice)
    yield Finding("ok", "personas", f"{good} kept in {settings.persona_dir}")


def _ports(settings: Settings) -> Iterator[Finding]:
    try:
        check_exposure(settings)
    except ConfigError as error:
        yield Finding("fail", "address", str(error))
        return
    wanted = (
        ("gRPC port", settings.grpc_port, "--grpc-port"),
        ("HTTP port", settings.http_port, "--http-port"),
    )
    for subject, port, flag in wanted:
        try:
            listening_socket(settings.host, port, flag).close()
            yield Finding("ok", subject, f"{settings.host}:{port} is free")
        except ConfigError as error:
            yield Finding("warn", subject, str(error))


def _extras(settings: Settings) -> Iterator[Finding]:
    for extra, modules in _EXTRAS.items():
        missing = [module for module in modules if find_spec(module) is None]
        if missing:
            is_needed = _EXTRA_OF.get(settings.backend) == extra
            why = "the chosen backend needs it" if is_needed else "optional"
            detail = f"{', '.join(missing)} not installed ({why})"
            install = f'pip install "npcgen[{extra}]"'
            yield Finding("fail" if is_needed else "ok", f"extra {extra}", detail, install)
        else:
            yield Finding("ok", f"extra {extra}", "installed")
