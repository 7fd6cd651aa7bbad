"""Makes a bundle: what goes in, what it is called, and where."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from npcgen import __version__
from npcgen.bundling import contents, launch
from npcgen.bundling.licences import write_licences
from npcgen.bundling.trial import Trial, tried
from npcgen.engine.models import BUNDLED, bundled_path, describe
from npcgen.errors import FailedPrecondition, InvalidArgument, MissingExtra

_LOG_TAIL_CHARS = 2_000


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for."""

    out: Path
    """A folder that isn't there, is empty, or holds an older bundle."""
    model: Path
    """A GGUF file."""
    talk_only: bool = False
    """Without what makes levels, quests and textures."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was made."""

    folder: Path
    program: Path
    size_bytes: int
    largest: tuple[tuple[str, int], ...]
    """The five largest libraries, with their bytes."""
    trial: Trial


def make_bundle(order: Order, tell: Callable[[str], None]) -> Bundle:
    """The bundle, started and asked a line; `tell` hears what is being done.

    Raises MissingExtra without cx_Freeze, InvalidArgument for a folder that isn't ours,
    FailedPrecondition where cx_Freeze fails, Unavailable where the bundle's server doesn't start.
    """
    _check(order)
    parts = order.out.with_name(f".{order.out.name}.part")
    shutil.rmtree(parts, ignore_errors=True)
    try:
        tell("gathering npcgen, its libraries and Python: a minute or two ...")
        _freeze(order, parts)
        _fill(order, parts)
        shutil.rmtree(order.out, ignore_errors=True)
        parts.rename(order.out)
    except OSError as error:
        raise InvalidArgument.at("--out", f"can't write {order.out}: {error.strerror}") from error
    finally:
        shutil.rmtree(parts, ignore_errors=True)
    tell("starting it twice, and asking one line ...")
    program = order.out / contents.PROGRAM
    trial = tried(program)
    return Bundle(order.out, program, size_of(order.out), _largest(order.out), trial)


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    if not path.is_dir():
        return path.lstat().st_size
    return sum(each.lstat().st_size for each in path.rglob("*") if not each.is_dir())


def _check(order: Order) -> None:
    if find_spec("cx_Freeze") is None:
        raise MissingExtra('a bundle needs cx_Freeze; run: pip install "npcgen[bundle]"')
    describe(order.model)
    out = order.out
    if (
        out.exists()
        and not (out / launch.MANIFEST).is_file()
        and (not out.is_dir() or any(out.iterdir()))
    ):
        raise InvalidArgument.at("--out", f"{out} is no bundle, and not empty; name a new folder")


def _without(order: Order) -> frozenset[str]:
    return contents.MAKERS if order.talk_only else frozenset()


def _freeze(order: Order, folder: Path) -> None:
    command = [sys.executable, "-m", "npcgen.bundling.freeze", str(folder), *_without(order)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        said = (done.stdout + done.stderr)[-_LOG_TAIL_CHARS:].strip()
        raise FailedPrecondition(f"cx_Freeze failed; it ends with:\n{said}", reason="FREEZE_FAILED")


def _fill(order: Order, folder: Path) -> None:
    """Puts in what cx_Freeze doesn't: our sources, which numba and alembic read, and the model."""
    is_bundled = order.model == bundled_path()
    for name in contents.OWN_PACKAGES:
        target = folder / "lib" / name
        shutil.rmtree(target, ignore_errors=True)
        left_out = ["__pycache__", *([] if is_bundled else [bundled_path().name])]
        shutil.copytree(_source_of(name), target, ignore=shutil.ignore_patterns(*left_out))
    model = ""
    if not is_bundled:
        model = f"models/{order.model.name}"
        (folder / "models").mkdir()
        shutil.copyfile(order.model, folder / model)
    (folder / launch.MANIFEST).write_text(json.dumps(_manifest(order, model), indent=2) + "\n")
    look = describe(order.model)
    about = f"{BUNDLED if is_bundled else order.model.name}: {look.licence or 'its file says none'}"
    write_licences(folder / "licences", contents.distributions(_without(order)), about)


def _manifest(order: Order, model: str) -> dict[str, object]:
    variables = {"NPCGEN_PREVIEW": "false"}
    if order.talk_only:
        variables["NPCGEN_GENERATION_WORKERS"] = "0"
    return {"version": __version__, "model": model, "variables": variables}


def _source_of(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _largest(folder: Path) -> tuple[tuple[str, int], ...]:
    sizes = [(each.name, size_of(each)) for each in (folder / "lib").iterdir()]
    return tuple(sorted(sizes, key=lambda each: -each[1])[:5])
