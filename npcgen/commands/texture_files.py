"""Textures as files: all of them or none, with a record beside them of what they were made from."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from npcgen.commands.files import bytes_of, text_of, write_together
from npcgen.commands.texture_options import Saving, Signing
from npcgen.errors import AlreadyExists, InvalidArgument
from worldgen.textures.making.packing import Packing
from worldgen.textures.making.told import Made
from worldgen.textures.packs.signing import Algorithm, Credential

FORMAT = "npcgen.texture"
VERSION = 1


def packing_of(saving: Saving, stem: str = "") -> Packing:
    """Raises InvalidArgument for a certificate that can't be read, or has no key beside it."""
    return Packing(saving.pack, stem or saving.stem, _credential(saving.signing))


def write_texture(made: Made, saving: Saving, stem: str) -> list[Path]:
    """The files, the one to open first, and the record last.

    Raises AlreadyExists unless they may be replaced, and InvalidArgument for what can't be written.
    """
    assert saving.out is not None
    record = _record_path(saving.out, stem)
    files = {saving.out / name: data for name, data in made.files.items()}
    files[record] = json.dumps(_record(made, saving.pack), indent=1, ensure_ascii=False).encode()
    return write_new(files, saving)


def write_new(files: Mapping[Path, bytes], saving: Saving) -> list[Path]:
    """Raises AlreadyExists unless they may be replaced."""
    for path in files:
        if path.exists() and not saving.force:
            raise _taken(path)
    write_together(files)
    return list(files)


def check_new(saving: Saving, stem: str) -> None:
    """Raises AlreadyExists where there is a texture of that name that may not be replaced: before
    another one is painted."""
    if saving.out is not None and not saving.force and _record_path(saving.out, stem).exists():
        raise _taken(_record_path(saving.out, stem))


def spec_text(path: Path) -> str:
    """A spec's text: a file of it, or the record that was written beside a texture."""
    text = text_of(path, "--spec")
    try:
        found = json.loads(text)
    except ValueError:
        return text
    if isinstance(found, dict) and found.get("format") == FORMAT:
        return json.dumps(found.get("spec") or {}, ensure_ascii=False)
    return text


def is_whole(folder: Path, stem: str, recipe_sha256: str, pack: str) -> bool:
    """Whether an earlier run wrote this texture, and nothing of it is missing or changed."""
    try:
        record = json.loads(_record_path(folder, stem).read_bytes())
        same = (record["pack"], record["provenance"]["spec_sha256"]) == (pack, recipe_sha256)
        return same and all(
            _sha256((folder / name).read_bytes()) == sha256
            for name, sha256 in record["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def as_dict(made: Made, pack: str) -> dict[str, Any]:
    """What was made, for scripts, but for the files."""
    return {name: value for name, value in _record(made, pack).items() if name != "files"}


def _record_path(folder: Path, stem: str) -> Path:
    return folder / f"{stem}.{FORMAT}.json"


def _taken(path: Path) -> AlreadyExists:
    return AlreadyExists(f"{path} is there already; replace it with --force")


def _record(made: Made, pack: str) -> dict[str, Any]:
    spec = made.spec or made.diffusion
    return {
        "format": FORMAT,
        "version": VERSION,
        "pack": pack,
        "spec": None if spec is None else spec.model_dump(mode="json", exclude_none=True),
        "params": dict(made.params),
        "provenance": asdict(made.provenance),
        "derived_maps": list(made.derived),
        "files": {name: _sha256(data) for name, data in made.files.items()},
    }


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _credential(signing: Signing) -> Credential | None:
    if signing.certificate is None and signing.key is None:
        return None
    if signing.certificate is None or signing.key is None:
        missing = "--sign-key" if signing.key is None else "--sign-certificate"
        raise InvalidArgument.at(missing, "signing needs the certificate and its key; give both")
    for known in get_args(Algorithm):
        if signing.algorithm == known:
            return Credential(
                bytes_of(signing.certificate, "--sign-certificate"),
                bytes_of(signing.key, "--sign-key"),
                known,
            )
    known = ", ".join(get_args(Algorithm))
    found = f"there is no {signing.algorithm!r}; there are: {known}"
    raise InvalidArgument.at("--sign-algorithm", found)
