"""The catalogue of LoRA adapters: the GGUF files in the adapter folder, checked against a model.

Nothing is loaded. Source: llama.cpp's convert_lora_to_gguf.py, which writes
such files, and its llama-adapter.cpp, which reads them.
"""

import difflib
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from npcgen.engine.base import AdapterInfo, ModelInfo
from npcgen.engine.gguf_file import ArrayValue, GgufFile, TensorInfo, read_gguf
from npcgen.engine.models import sha256_of
from npcgen.errors import FailedPrecondition, FieldViolation, ModelUnusable

SUFFIX = ".gguf"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_A, _B = ".lora_a", ".lora_b"
_IGNORED = "_norm.weight"
"""llama.cpp passes such tensors over: an adapter may carry norms, and works without them."""
_EMBEDDING = "token_embd.weight"
_ACTIVATED = "adapter.alora.invocation_tokens"


@dataclass(frozen=True, slots=True)
class AdapterFile:
    """An adapter that a model could speak with."""

    name: str
    """What a persona asks for: the file's name without its ending."""
    path: Path
    size_bytes: int
    rank: int = 0
    description: str = ""
    licence: str = ""
    sha256: str = ""
    """NOTE: never empty where there is no problem: what was computed is told apart by it."""
    problem: str = ""
    """Why the model can't use it; empty when nothing is known against it."""

    @property
    def info(self) -> AdapterInfo:
        return AdapterInfo(self.name, self.problem)


def list_adapters(folder: Path, model: GgufFile) -> list[AdapterFile]:
    """Every adapter in the folder, by name; one that the model can't use says why in `problem`."""
    return [_look_at(path, model) for path in _paths(folder)]


def adapter_bytes(folder: Path, model: GgufFile) -> int:
    """What those adapters in the folder take that fit the model, by their headers alone."""
    total = 0
    for path in _paths(folder):
        with suppress(ModelUnusable):
            total += _fitting(path, model)[0].size_bytes
    return total


def describe_adapter(path: Path, model: GgufFile) -> AdapterFile:
    """What the file is. Raises ModelUnusable when it doesn't fit the model, by its header."""
    file, rank = _fitting(path, model)
    return AdapterFile(
        name=path.stem,
        path=path,
        size_bytes=file.size_bytes,
        rank=rank,
        description=file.text("general.description"),
        licence=file.text("general.license"),
        sha256=sha256_of(path),
    )


def check_adapter(name: str, info: ModelInfo) -> None:
    """Raises FailedPrecondition when the model can't speak with the adapter, and says why."""
    if not name or info.adapters is None:
        return
    known = {adapter.name: adapter.problem for adapter in info.adapters}
    if known.get(name, "-") == "":
        return
    if name in known:
        problem, reason = known[name], "ADAPTER_UNUSABLE"
    else:
        problem, reason = _unknown(name, info, known), "ADAPTER_NOT_FOUND"
    raise FailedPrecondition(
        f"adapter '{name}': {problem}",
        reason=reason,
        violations=(FieldViolation("persona.adapter", problem),),
        metadata={"adapter": name, "model": info.name},
    )


def _fitting(path: Path, model: GgufFile) -> tuple[GgufFile, int]:
    """The file, and its rank. Raises ModelUnusable."""
    if not NAME.fullmatch(path.stem):
        raise _unusable(
            path, "has a name no persona can ask for", "use letters, digits, '.', '-' and '_'"
        )
    file = read_gguf(path)
    _check_kind(file)
    if file.architecture != model.architecture:
        raise _unusable(
            path,
            f"was trained for '{file.architecture}', and {model.path.name} is "
            f"'{model.architecture}'",
            "use an adapter of this very model",
        )
    return file, _check_tensors(file, model)


def _paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob(f"*{SUFFIX}") if path.is_file())


def _look_at(path: Path, model: GgufFile) -> AdapterFile:
    try:
        return describe_adapter(path, model)
    except ModelUnusable as error:
        return AdapterFile(path.stem, path, path.stat().st_size, problem=error.message)


def _check_kind(file: GgufFile) -> None:
    kind = file.text("general.type"), file.text("adapter.type")
    if kind != ("adapter", "lora"):
        raise _unusable(
            file.path,
            f"is no LoRA adapter: its general.type is '{kind[0]}', its adapter.type '{kind[1]}'",
            "convert one with llama.cpp's convert_lora_to_gguf.py",
        )
    if isinstance(file.metadata.get(_ACTIVATED), ArrayValue):
        raise _unusable(
            file.path,
            "is an activated LoRA, which begins in the middle of a prompt",
            "use a plain LoRA",
        )
    if not isinstance(file.metadata.get("adapter.lora.alpha", 0.0), float):
        raise _unusable(file.path, "has an alpha that is no number", "convert it again")


def _check_tensors(file: GgufFile, model: GgufFile) -> int:
    """The adapter's largest rank. Raises ModelUnusable for a tensor that doesn't fit."""
    tensors = {tensor.name: tensor for tensor in file.tensors}
    weights = {tensor.name: tensor for tensor in model.tensors}
    ranks = [0]
    for name in sorted(_targets(file)):
        a, b = tensors.get(name + _A), tensors.get(name + _B)
        if a is None or b is None:
            raise _foreign(file, f"lacks one of the two matrices of '{name[:64]}'")
        if name not in weights:
            raise _foreign(file, f"changes '{name[:64]}', which {model.path.name} doesn't have")
        ranks.append(_rank(file, weights[name], a, b))
    if len(ranks) == 1:
        raise _foreign(file, "changes nothing: it holds no LoRA matrices")
    return max(ranks)


def _targets(file: GgufFile) -> set[str]:
    """The weights that the adapter changes."""
    targets = set()
    for name in (tensor.name for tensor in file.tensors):
        if name.endswith((_A, _B)):
            targets.add(name[: -len(_A)])
        elif not name.endswith(_IGNORED):
            raise _foreign(file, f"holds '{name[:64]}', which is no part of a LoRA")
    return targets


def _rank(file: GgufFile, weight: TensorInfo, a: TensorInfo, b: TensorInfo) -> int:
    """The rank of one pair. GGUF names columns first: for a weight of (in, out), a is (in, rank)
    and b is (rank, out). Raises ModelUnusable when they aren't.
    """
    rank = b.shape[0]
    columns, rows, *experts = weight.shape if len(weight.shape) > 1 else (*weight.shape, 0)
    # The token embedding is looked up by rows, so its pair lies the other way round.
    expected = (
        ((rank, rows), (rank, columns))
        if weight.name == _EMBEDDING
        else ((columns, rank, *experts), (rank, rows, *experts))
    )
    if (a.shape, b.shape) != expected:
        raise _foreign(
            file, f"has {a.shape} and {b.shape} for '{weight.name}', which is {weight.shape}"
        )
    return rank


def _unknown(name: str, info: ModelInfo, known: Mapping[str, str]) -> str:
    if not known:
        return (
            f"the model '{info.name}' has no adapters; put {name}{SUFFIX} in the data folder's "
            "adapters/ and start the server again"
        )
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    advice = f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(known)}"
    return f"the model '{info.name}' has no adapter of that name; {advice}"


def _foreign(file: GgufFile, problem: str) -> ModelUnusable:
    return _unusable(file.path, problem, "use an adapter of this very model")


def _unusable(path: Path, problem: str, remedy: str) -> ModelUnusable:
    return ModelUnusable(
        f"{path.name} {problem}; {remedy}",
        reason="ADAPTER_UNUSABLE",
        metadata={"file": path.name},
    )
