"""The folder of models: which names will do, who may change one, what is let in, what goes.

Pulling and importing share this; `npcgen/engine/models.py` reads the folder.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from npcgen.engine.chat_template import ChatTemplate
from npcgen.engine.disk import disk_told
from npcgen.engine.downloads.part_file import PartFile
from npcgen.engine.gguf_file import GgufFile, read_gguf
from npcgen.engine.models import BUNDLED, find
from npcgen.errors import (
    AlreadyExists,
    FailedPrecondition,
    InvalidArgument,
    ModelUnusable,
    NotFound,
    PermissionDenied,
)

SUFFIX = ".gguf"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Windows opens a device by these names, whatever their ending."""
_MOST_SHOWN = 100
_NO_MODELS = {
    "adapter": "is a LoRA adapter: put it in the data folder's adapters/",
    "mmproj": "is what lets another model see or hear, and says nothing itself: import that model",
    "imatrix": "is a file for quantising other models: import one of those",
    "vocab": "is a vocabulary without a model: import the model",
}


@dataclass(frozen=True, slots=True)
class Removed:
    """What `remove` found."""

    model: bool
    part: bool
    """Half of a pull."""


def checked_name(name: str, field: str = "NAME") -> str:
    """The name, which is a file's without its ending. Raises InvalidArgument."""
    bare = name.removesuffix(SUFFIX)
    if bare == BUNDLED:
        raise InvalidArgument.at(
            field, f"'{BUNDLED}' is the model inside the package; take another"
        )
    if _NAME.fullmatch(bare) and not _DEVICES.fullmatch(bare) and not bare.endswith("."):
        return bare
    usable = re.sub(r"[^A-Za-z0-9._-]+", "-", Path(bare).name)[:_MOST_SHOWN].strip("-._")
    advice = f", such as {usable!r}" if usable and not _DEVICES.fullmatch(usable) else ""
    raise InvalidArgument.at(
        field,
        f"{name[:_MOST_SHOWN]!r} is no name for a model; take letters, digits, '.', '-' and '_'"
        f"{advice}",
        reason="BAD_MODEL_NAME",
    )


def place_of(model_dir: Path, name: str) -> Path:
    """Where the model of that name is kept."""
    return model_dir / f"{name}{SUFFIX}"


@contextmanager
def changing(model_dir: Path, name: str) -> Iterator[Path]:
    """The place of a model that nobody else changes meanwhile; the folder is made.

    Raises FailedPrecondition where somebody else does. The lock goes with its process, however
    that ends.
    """
    with disk_told(model_dir):
        locks = model_dir / ".locks"
        locks.mkdir(parents=True, exist_ok=True)
        lock = FileLock(locks / f"{name}.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise FailedPrecondition(
                f"another npcgen is pulling, importing or removing {name}; wait until it is done, "
                "or stop it",
                reason="MODEL_BUSY",
            ) from None
        try:
            yield place_of(model_dir, name)
        finally:
            lock.release()


def check_is_free(place: Path) -> None:
    """Raises AlreadyExists. NOTE: a link to a file that is gone takes the name, too."""
    if os.path.lexists(place):
        raise AlreadyExists(
            f"there is a model {place.stem} already, and it may be another one; "
            f"`npcgen models remove {place.stem}` first, or take another name",
            reason="MODEL_EXISTS",
            metadata={"model": place.stem},
        )


def check_model(path: Path, name: str) -> GgufFile:
    """The header of a file that the engine would load, by what can be said without loading it.

    Raises ModelUnusable. The messages speak of `name`, for the file may not have it yet.
    """
    try:
        file = read_gguf(path)
    except ModelUnusable as error:
        raise ModelUnusable(error.message.replace(path.name, name, 1)) from None
    kind = file.text("general.type")
    if kind in _NO_MODELS:
        raise ModelUnusable(f"{name} {_NO_MODELS[kind]}")
    if file.number("split.count", 1) > 1:
        raise ModelUnusable(
            f"{name} is one piece of {file.number('split.count', 1)}; join them with llama.cpp's "
            "`llama-gguf-split --merge`, or take a file that is whole"
        )
    if not file.tensors or not file.architecture:
        raise ModelUnusable(f"{name} holds no model: it has no weights, or no architecture")
    ChatTemplate(file.chat_template)
    return file


def remove(model_dir: Path, name: str) -> Removed:
    """Deletes a model that was pulled or imported, and what is there of a broken pull.

    Raises PermissionDenied for the bundled model, FailedPrecondition for a folder, NotFound.
    """
    if name == BUNDLED:
        raise PermissionDenied(f"{BUNDLED} is part of npcgen and can't be removed")
    if all(path.stem != name for path in model_dir.glob(f"*{SUFFIX}")):
        name = checked_name(name)
    if not model_dir.is_dir():
        raise NotFound(f"there is no model {name!r}: none was pulled or imported yet")
    with changing(model_dir, name) as place:
        part = PartFile(place)
        removed = Removed(os.path.lexists(place), part.size > 0)
        if removed.model or removed.part:
            part.discard()
            place.unlink(missing_ok=True)
            return removed
    found = find(name, model_dir)
    raise FailedPrecondition(
        f"{found.name} is a folder, and may hold more than a model; delete {found} yourself",
        reason="MODEL_IS_FOLDER",
    )
