"""Compiles the Unreal plugin's engine-free core and what tests it; a program is kept until one of
its files changes."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
UNREAL = ROOT / "clients" / "unreal"
MODULE = UNREAL / "NpcGen" / "Source" / "NpcGen"
CORE = MODULE / "Public" / "Core"
BUILT = ROOT / "build" / "unreal"

COMPILER = shutil.which("g++")
CLANG = shutil.which("clang++")
"""The second compiler: Unreal's own on most platforms."""
GRPC_PLUGIN = shutil.which("grpc_cpp_plugin")
PKG_CONFIG = shutil.which("pkg-config") or ""
# As Unreal compiles, and stricter: no exceptions, no RTTI, every warning an error.
STRICT = (
    *("-std=c++17", "-fno-exceptions", "-fno-rtti"),
    *("-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wconversion", "-Wshadow"),
)
SANITIZED = ("-g1", "-O0", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")


def built(
    name: str,
    sources: Sequence[Path],
    flags: Sequence[str] = (),
    *,
    folders: Sequence[Path] = (),
    libraries: Sequence[str] = (),
    compiler: str | None = COMPILER,
) -> Path:
    """The program made of `sources`, which may include from the core and from `folders`."""
    assert compiler is not None
    command = [compiler, *flags, *(f"-I{folder}" for folder in (CORE, *folders))]
    program = BUILT / f"{name}-{_fingerprint([CORE, *folders, *sources], [*command, *libraries])}"
    if not program.exists():
        BUILT.mkdir(parents=True, exist_ok=True)
        unfinished = program.with_suffix(f".{os.getpid()}")
        run([*command, *map(str, sources), "-o", str(unfinished), *libraries, "-pthread"])
        unfinished.replace(program)
    return program


def run(command: Sequence[str], **options: object) -> str:
    """What the command printed; AssertionError with all of it when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, **options)  # type: ignore[call-overload]
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return str(done.stdout)


def sanitizing() -> str | None:
    """The compiler of sanitized programs: clang, which takes half the time, where it has what they
    need at run time.
    """
    if CLANG is not None and list(Path(run([CLANG, "--print-runtime-dir"]).strip()).glob("*asan*")):
        return CLANG
    return COMPILER


def has_library(name: str) -> bool:
    """Whether pkg-config knows it."""
    return bool(PKG_CONFIG) and subprocess.run([PKG_CONFIG, "--exists", name]).returncode == 0


def stubs_of(*names: str) -> Path:
    """The folder of the C++ stubs of these protos of ours, with gRPC's for the last of them."""
    folder = BUILT / "stubs"
    folder.mkdir(parents=True, exist_ok=True)
    protos = [f"npcgen/v1/{name}.proto" for name in names]
    compiler = ["protoc", f"-I{ROOT / 'protos'}"]
    run([*compiler, f"--cpp_out={folder}", *protos])
    run([*compiler, f"--plugin=protoc-gen-grpc={GRPC_PLUGIN}", f"--grpc_out={folder}", protos[-1]])
    return folder


def _fingerprint(places: Sequence[Path], command: Sequence[str]) -> str:
    """Of the command and of every file in it, in folders too."""
    digest = hashlib.sha256("\0".join(command).encode())
    for place in places:
        files = sorted(place.rglob("*.[hcp]*")) if place.is_dir() else [place]
        for file in files:
            digest.update(str(file).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
