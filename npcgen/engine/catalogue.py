"""Models that a game could get: what they are, where they lie, and whether they may be shipped.

A data file of ours, `npcgen/data/models/catalogue.yaml`, which says where its facts come from.
Knows nothing of what is installed (`npcgen/engine/models.py`) and fetches nothing.
"""

import difflib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

import yaml

from npcgen.errors import NotFound

MEMORY_CONTEXT_TOKENS = 4096
"""The context that `memory_mib` is said for."""
_MOST_COMPARED = 100


@dataclass(frozen=True, slots=True)
class CatalogueModel:
    """A model's file on a hub."""

    name: str
    parameters: str
    """As its makers call it, such as "1.7B"."""
    quantisation: str
    size_bytes: int
    """Exact where there is a `sha256`, else about."""
    licence: str
    """As SPDX writes it; LicenseRef-... for those that SPDX doesn't list."""
    may_ship: Literal["yes", "conditions", "no"]
    """Whether the file may be given to players with a game."""
    context: int
    """Tokens that it was trained with."""
    good_for: str
    repository: str
    revision: str
    """A commit, or "main", which its makers may change."""
    file: str
    licence_url: str = ""
    conditions: str = ""
    template: str = ""
    """The chat template that fits; empty where the file alone knows."""
    memory_mib: int = 0
    """With one conversation of MEMORY_CONTEXT_TOKENS on a CPU; 0 where it isn't known."""
    sha256: str = ""
    """Lower-case hex; empty where none is known."""


@cache
def catalogue() -> tuple[CatalogueModel, ...]:
    """All of them, the smallest file first."""
    path = resources.files("npcgen") / "data" / "models" / "catalogue.yaml"
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    return tuple(sorted((CatalogueModel(**row) for row in rows), key=lambda row: row.size_bytes))


def in_catalogue(name: str) -> CatalogueModel | None:
    """The model of that name; None where the catalogue has none."""
    return next((model for model in catalogue() if model.name == name), None)


def known_by_sum(sha256: str) -> CatalogueModel | None:
    """The model whose file has that sum, whatever it is called here."""
    return next((model for model in catalogue() if model.sha256 == sha256), None)


def find_in_catalogue(name: str) -> CatalogueModel:
    """The model of that name. Raises NotFound, naming what comes near."""
    found = in_catalogue(name)
    if found is not None:
        return found
    shown = name[:_MOST_COMPARED]
    names = [model.name for model in catalogue()]
    near = difflib.get_close_matches(shown.lower(), names, n=3, cutoff=0.4)
    advice = f"did you mean {' or '.join(near)}?" if near else "`npcgen models list` shows it"
    raise NotFound(
        f"the catalogue has no model {shown!r}; {advice} Any other file is pulled with --url",
        reason="MODEL_NOT_FOUND",
        metadata={"model": shown},
    )
