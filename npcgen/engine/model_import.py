"""Brings a GGUF file of one's own into the folder of models: checked first, then whole or not."""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from npcgen.engine.disk import check_room
from npcgen.engine.downloads.transfer import Watch
from npcgen.engine.gguf_file import GgufFile
from npcgen.engine.model_folder import CONFIG
from npcgen.engine.model_keeping import changing, check_is_free, check_model, checked_name
from npcgen.engine.models import sha256_of
from npcgen.errors import InvalidArgument, ModelUnusable

_PIECE_BYTES = 4 * 2**20
_FIELD = "PATH"


@dataclass(frozen=True, slots=True)
class Imported:
    """A model that is there now."""

    path: Path
    file: GgufFile
    sha256: str


def import_model(
    source: Path, model_dir: Path, name: str, watch: Watch, *, link: bool = False
) -> Imported:
    """Copies the file to be the model `name`, or links to it where it is. Empty: named as the file.

    Raises InvalidArgument for what is no file, ModelUnusable for what the engine wouldn't load,
    AlreadyExists, FailedPrecondition.
    """
    source = source.expanduser().absolute()
    _check_is_file(source)
    name = checked_name(name or source.stem, "--name")
    file = check_model(source, source.name)
    with changing(model_dir, name) as place:
        _check_is_elsewhere(source, model_dir)
        check_is_free(place)
        unfinished = place.with_name(f".{place.name}.import")
        try:
            unfinished.unlink(missing_ok=True)
            if link:
                sha256 = sha256_of(source)
                unfinished.symlink_to(source)
            else:
                check_room(model_dir, file.size_bytes)
                watch.begins(0, file.size_bytes)
                sha256 = _copy(source, unfinished, file.size_bytes, watch)
            if file.mark.has_changed():
                raise ModelUnusable(
                    f"{source.name} changed meanwhile; import it again when it's done"
                )
            os.replace(unfinished, place)
        finally:
            # NOTE: on a full disk, taking it back may fail, too.
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
        return Imported(place, check_model(place, place.name), sha256)


def _copy(source: Path, target: Path, count: int, watch: Watch) -> str:
    """The SHA-256 of what was copied, which is on disk by then.

    NOTE: so many bytes and no more: a file that grows as fast as it is read has no end.
    """
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("xb") as written:
        while piece := read.read(min(_PIECE_BYTES, count)):
            count -= len(piece)
            digest.update(piece)
            written.write(piece)
            watch.receives(len(piece))
        written.flush()
        os.fsync(written.fileno())
    return digest.hexdigest()


def _check_is_file(source: Path) -> None:
    """NOTE: before it is opened: to open a pipe waits for whoever writes to it."""
    if (source / CONFIG).is_file():
        raise InvalidArgument.at(
            _FIELD,
            f"{source} is a folder of safetensors, which isn't imported; serve it with "
            f"--backend transformers --model {source}",
        )
    if source.is_dir():
        raise InvalidArgument.at(_FIELD, f"{source} is a folder; name the .gguf file in it")
    if not source.exists():
        raise InvalidArgument.at(_FIELD, f"there is no file {source}; check the path")
    if not source.is_file():
        raise InvalidArgument.at(_FIELD, f"{source} is no ordinary file")


def _check_is_elsewhere(source: Path, model_dir: Path) -> None:
    if source.parent.resolve() == model_dir.resolve():
        raise InvalidArgument.at(
            _FIELD, f"{source} lies in the folder of models already; use it as {source.stem}"
        )
