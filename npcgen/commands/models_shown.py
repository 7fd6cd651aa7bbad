"""How `npcgen models` shows models: two tables, and one model's facts."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from npcgen.engine.adapters import AdapterFile
from npcgen.engine.catalogue import MEMORY_CONTEXT_TOKENS, CatalogueModel, known_by_sum
from npcgen.engine.downloads.part_file import PartFile
from npcgen.engine.gguf_file import GgufFile, read_gguf
from npcgen.engine.memory import ModelShape, mib, needed
from npcgen.engine.model_keeping import place_of
from npcgen.engine.models import ModelFile, describe, sha256_of
from npcgen.terminal import output, plain, print_columns, program

_MIB = 2**20
_GIB = 2**30
_SHIPPING = {"yes": "yes", "conditions": "on conditions", "no": "no"}
_UNKNOWN_SUM = "not known: the first pull records the one that it gets"


def print_files(files: Sequence[ModelFile]) -> None:
    """Those that are here."""
    heads = ("HERE", "SIZE", "WEIGHTS", "LICENCE", "ABOUT")
    print_columns(output(), [heads, *map(_file_row, files)])


def print_catalogue(models: Sequence[CatalogueModel], folder: Path) -> None:
    """Those that can be pulled, and how."""
    if not models:
        return
    heads = ("TO PULL", "SIZE", "MEMORY", "MAY BE SHIPPED", "LICENCE", "GOOD FOR")
    output().print()
    print_columns(output(), [heads, *(_catalogue_row(model, folder) for model in models)])
    command = f"{program()} models"
    output().print(
        plain(
            f"\nMEMORY is with one conversation of {MEMORY_CONTEXT_TOKENS} tokens. "
            f"`{command} show NAME` says more, `{command} pull NAME` fetches one.",
            style="dim",
        )
    )


def print_facts(facts: Mapping[str, object]) -> None:
    """Those that say something, one a line."""
    said = {key: value for key, value in facts.items() if value not in ("", 0)}
    print_columns(output(), [(key.replace("_", " "), str(value)) for key, value in said.items()])


def file_facts(path: Path) -> dict[str, object]:
    """Of a model that is here; with those of the catalogue where that knows the very file."""
    sha256 = sha256_of(path)
    known = known_by_sum(sha256)
    return {
        **as_dict(describe(path)),
        "sha256": sha256,
        "memory": memory_told(read_gguf(path)),
        **(_terms(known) if known else {}),
    }


def catalogue_facts(model: CatalogueModel) -> dict[str, object]:
    """Of a model that could be pulled."""
    said = asdict(model)
    memory = said.pop("memory_mib")
    for key in ("licence", "licence_url", "may_ship", "conditions"):
        said.pop(key)
    return {
        **said,
        "sha256": model.sha256 or _UNKNOWN_SUM,
        "memory": f"about {memory} MiB with {_one_conversation()}" if memory else "not known",
        **_terms(model),
        "here": f"no; run: {program()} models pull {model.name}",
    }


def memory_told(file: GgufFile) -> str:
    """What the model takes with one conversation, by the engine's own estimate."""
    context = min(MEMORY_CONTEXT_TOKENS, file.context_tokens or MEMORY_CONTEXT_TOKENS)
    need = needed(file, ModelShape(context_tokens=context, slots=1), 0)
    return f"about {mib(need.total)} MiB with {_one_conversation(context)}"


def size_told(count: int) -> str:
    """Example: "469 MiB", "2.3 GiB"."""
    if count >= _GIB:
        return f"{count / _GIB:.1f} GiB"
    return f"{count / _MIB:.0f} MiB" if count >= 10 * _MIB else f"{count / _MIB:.1f} MiB"


def shipping_told(model: CatalogueModel) -> str:
    """Whether it may be given to players, and on which conditions."""
    return ". ".join(filter(None, (_SHIPPING[model.may_ship], model.conditions)))


def as_dict(file: ModelFile) -> dict[str, object]:
    return {**asdict(file), "path": str(file.path)}


def adapter_row(file: AdapterFile) -> tuple[str, ...]:
    rank = f"rank {file.rank}" if file.rank else ""
    size = f"{file.size_bytes / _MIB:.1f} MiB"
    return (file.name, size, rank, file.licence, file.problem or file.description)


def _file_row(file: ModelFile) -> tuple[str, ...]:
    weights = f"{_count(file.parameters)} {file.quantisation}" if file.parameters else ""
    about = file.problem or file.description
    return (file.name, size_told(file.size_bytes), weights, file.licence, about)


def _catalogue_row(model: CatalogueModel, folder: Path) -> tuple[str, ...]:
    memory = size_told(model.memory_mib * _MIB) if model.memory_mib else "?"
    licence = model.licence.removeprefix("LicenseRef-")
    part = PartFile(place_of(folder, model.name)).size
    size = f"{size_told(part)} of {size_told(model.size_bytes)}" if part else ""
    size = size or size_told(model.size_bytes)
    return (model.name, size, memory, _SHIPPING[model.may_ship], licence, model.good_for)


def _terms(model: CatalogueModel) -> dict[str, object]:
    return {
        "licence": model.licence,
        "licence_url": model.licence_url,
        "may_be_shipped": shipping_told(model),
    }


def _one_conversation(context_tokens: int = MEMORY_CONTEXT_TOKENS) -> str:
    return f"one conversation of {context_tokens} tokens"


def _count(parameters: int) -> str:
    return f"{parameters / 1e9:.1f}B" if parameters >= 1e9 else f"{parameters / 1e6:.1f}M"
