"""The programs of the Unreal plugin's tests, compiled beside each other while tests run."""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.clients.unreal_build import (
    BUILT,
    GRPC_PLUGIN,
    PKG_CONFIG,
    SANITIZED,
    STRICT,
    UNREAL,
    built,
    has_library,
    run,
    sanitizing,
    stubs_of,
)
from tests.clients.unreal_engine import SOURCE, STUB, include_folders, sources

CORE_TESTS = UNREAL / "tests" / "core"
DRIVER = UNREAL / "tests" / "driver"
# As Unreal compiles its own modules. Overridden methods have parameters that go unused there.
ENGINE_FLAGS = (
    *("-fno-exceptions", "-fno-rtti", "-Wall", "-Wextra", "-Wshadow", "-Werror"),
    "-Wno-unused-parameter",
)

HAS_CURL = has_library("libcurl")
HAS_GRPC = has_library("grpc++") and GRPC_PLUGIN is not None
_CORES = 2


class Programs:
    """Each is waited for by the first that asks for it."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._building: dict[str, Future[Path]] = {"core_tests": pool.submit(_core_tests)}
        if HAS_CURL:
            self._building["player"] = pool.submit(_player)
            self._building["driver"] = pool.submit(_driver)
        if HAS_GRPC:
            self._building["grpc_client"] = pool.submit(_grpc_client)

    def __getitem__(self, name: str) -> str:
        return str(self._building[name].result())


@contextmanager
def building() -> Iterator[Programs]:
    """They begin to be compiled; those that nobody waits for any more are left out."""
    pool = ThreadPoolExecutor(_CORES)
    try:
        yield Programs(pool)
    finally:
        pool.shutdown(cancel_futures=True)


def played(programs: Programs, url: str, scene: str, *words: str, **environment: str) -> list[str]:
    """What was heard in a scene that went as it should, under the address sanitizer."""
    command = [programs["player"], url, scene, *words]
    return run(command, timeout=200, env={**os.environ, **environment}).splitlines()


def unit(name: str, files: list[Path]) -> Path:
    """All files as one, as Unreal builds modules: names that clash in a module show."""
    path = BUILT / f"{name}.cpp"
    BUILT.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f'#include "{file}"\n' for file in files))
    return path


def _core_tests() -> Path:
    main = CORE_TESTS / "main.cpp"
    flags = (*STRICT, *SANITIZED)
    return built("core_tests", [main], flags, folders=[CORE_TESTS], compiler=sanitizing())


def _driver() -> Path:
    return built("driver", [DRIVER / "main.cpp"], STRICT, folders=[DRIVER], libraries=["-lcurl"])


def over_grpc(name: str, main: Path, *flags: str) -> Path:
    """A program that speaks native gRPC, from the same protos."""
    stubs = stubs_of("common", "persona", "dialogue")
    files = [*sorted(stubs.rglob("*.cc")), main]
    libraries = run([PKG_CONFIG, "--libs", "grpc++", "protobuf"]).split()
    return built(name, files, ["-std=c++17", *flags], folders=[stubs], libraries=libraries)


def _grpc_client() -> Path:
    return over_grpc("grpc_chat", UNREAL / "tests" / "grpc" / "main.cpp")


def _player() -> Path:
    """The plugin's modules on the stub of the engine, under the address sanitizer."""
    flags = ("-std=c++20", "-O0", "-g1", "-fsanitize=address", *ENGINE_FLAGS)
    folders = [*include_folders(), SOURCE, STUB]
    files = [unit("play", [*sources(), STUB / "play.cpp"])]
    libraries = ["-lcurl", "-lz"]
    return built("play", files, flags, folders=folders, libraries=libraries, compiler=sanitizing())
