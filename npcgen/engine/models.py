"""The catalogue: the model that npcgen brings along, and what lies in the model folder: GGUF files
for llama.cpp, and folders as transformers saves them.

Looks at headers only; nothing is loaded.
"""

import difflib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from npcgen.engine.catalogue import in_catalogue
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.model_folder import CONFIG, read_folder
from npcgen.errors import ModelUnusable, NotFound

BUNDLED = "pocket"
_SUFFIX = ".gguf"
_MOST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model that could be loaded."""

    name: str
    """What it is asked for by: the file's name without its ending."""
    path: Path
    size_bytes: int
    architecture: str = ""
    parameters: int = 0
    quantisation: str = ""
    context_tokens: int = 0
    """What it was trained with; 0 when the file doesn't say."""
    has_chat_template: bool = False
    licence: str = ""
    description: str = ""
    problem: str = ""
    """Why it can't be used; empty when nothing is known against it."""


def bundled_path() -> Path:
    """Where the bundled model lies, whether it is there or not."""
    return Path(str(resources.files("npcgen"))) / "data" / "models" / f"{BUNDLED}{_SUFFIX}"


def list_models(model_dir: Path) -> list[ModelFile]:
    """Every model there is, by name; one that can't be used says why in `problem`."""
    there = {**_folders(model_dir), **_paths(model_dir)}
    return [_look_at(path) for _, path in sorted(there.items())]


def resolve(name_or_path: str, model_dir: Path) -> Path:
    """The file of a model given by its name in the catalogue or by its path.

    Raises NotFound, naming what comes near.
    """
    paths = _paths(model_dir)
    given = Path(name_or_path).expanduser()
    if name_or_path not in paths and given.is_file():
        return given
    if name_or_path not in paths and (_is_folder(given) or name_or_path in _folders(model_dir)):
        raise NotFound(
            f"{given.name} is a model folder, and the llama_cpp backend runs {_SUFFIX} files; "
            "serve it with --backend transformers",
            reason="MODEL_NOT_FOUND",
            metadata={"model": name_or_path},
        )
    return _named(name_or_path, paths)


def find(name: str, model_dir: Path) -> Path:
    """The file or folder of a model in the catalogue. NOTE: for clients, who may name no paths.

    Raises NotFound, naming what comes near.
    """
    return _named(name, {**_folders(model_dir), **_paths(model_dir)})


def resolve_folder(name_or_path: str, model_dir: Path) -> Path:
    """The folder of a model given by its name in the catalogue or by its path.

    Raises NotFound, naming what comes near.
    """
    folders = _folders(model_dir)
    if name_or_path in folders:
        return folders[name_or_path]
    given = Path(name_or_path).expanduser()
    if given.is_dir():
        return given
    near = difflib.get_close_matches(given.name, folders, n=3, cutoff=0.4)
    advice = f"did you mean {' or '.join(near)}?" if near else f"give a folder with a {CONFIG}"
    raise NotFound(
        f"there is no model folder {name_or_path!r}; {advice}",
        reason="MODEL_NOT_FOUND",
        metadata={"model": name_or_path},
    )


def describe(path: Path) -> ModelFile:
    """What the file's header says, or the folder. Raises ModelUnusable."""
    return _describe_folder(path) if path.is_dir() else _describe_file(path)


def _describe_file(path: Path) -> ModelFile:
    file = read_gguf(path)
    return ModelFile(
        name=path.stem,
        path=path,
        size_bytes=file.size_bytes,
        architecture=file.architecture,
        parameters=file.parameters,
        quantisation=file.quantisation,
        context_tokens=file.context_tokens,
        has_chat_template=bool(file.chat_template),
        licence=file.text("general.license"),
        description=file.text("general.description"),
    )


def _describe_folder(path: Path) -> ModelFile:
    folder = read_folder(path)
    return ModelFile(
        name=folder.name,
        path=path,
        size_bytes=folder.size_bytes,
        architecture=folder.architecture,
        parameters=folder.parameters,
        quantisation=folder.weights_type,
        context_tokens=folder.context_tokens,
        has_chat_template=bool(folder.chat_template),
    )


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in lower-case hex, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _named(name: str, paths: Mapping[str, Path]) -> Path:
    if name in paths:
        return paths[name]
    if name == BUNDLED:
        raise NotFound(
            f"this installation lacks its bundled model ({BUNDLED}{_SUFFIX}); "
            f"install npcgen again, or name another model or a {_SUFFIX} file",
            reason="MODEL_NOT_FOUND",
            metadata={"model": name},
        )
    if in_catalogue(name):
        raise NotFound(
            f"the model '{name}' isn't here yet; run: npcgen models pull {name}",
            reason="MODEL_NOT_PULLED",
            metadata={"model": name},
        )
    wanted = Path(name[:_MOST_COMPARED]).name.removesuffix(_SUFFIX)
    near = difflib.get_close_matches(wanted, paths, n=3, cutoff=0.4)
    raise NotFound(
        f"there is no model {name[:_MOST_COMPARED]!r}; {_advice(near, sorted(paths))}",
        reason="MODEL_NOT_FOUND",
        metadata={"model": name},
    )


def _paths(model_dir: Path) -> dict[str, Path]:
    """NOTE: a file in the folder never takes the bundled model's name from it."""
    paths = {path.stem: path for path in model_dir.glob(f"*{_SUFFIX}") if path.is_file()}
    if bundled_path().is_file():
        paths[BUNDLED] = bundled_path()
    return paths


def _folders(model_dir: Path) -> dict[str, Path]:
    if not model_dir.is_dir():
        return {}
    return {path.name: path for path in model_dir.iterdir() if _is_folder(path)}


def _is_folder(path: Path) -> bool:
    return (path / CONFIG).is_file()


def _look_at(path: Path) -> ModelFile:
    try:
        return describe(path)
    except ModelUnusable as error:
        is_folder = path.is_dir()
        name, size = (path.name, 0) if is_folder else (path.stem, path.stat().st_size)
        return ModelFile(name, path, size, problem=error.message)


def _advice(near: list[str], known: list[str]) -> str:
    if near:
        return f"did you mean {' or '.join(near)}?"
    if known:
        return f"there are: {', '.join(known)}"
    return f"give the path of a {_SUFFIX} file"
