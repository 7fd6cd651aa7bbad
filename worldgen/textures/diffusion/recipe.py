"""All that shapes a painted texture, as hashes."""

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from worldgen.provenance import json_sha256
from worldgen.textures.diffusion.spec import DiffusionSpec
from worldgen.textures.diffusion.weights import sha256_of

ENGINE = 1
"""NOTE: raised whenever our own part of the work gives something else for the same spec."""
_LIBRARIES = ("diffusers", "torch", "transformers")


def version_of(weights_sha256: str) -> str:
    return f"{ENGINE}.{weights_sha256}"


def recipe_sha256(
    spec: DiffusionSpec, weights_sha256: str, loras: Mapping[str, Path], hardware: str
) -> str:
    """In hexadecimal. `loras` are the files in use, by name."""
    recipe = {
        "engine": ENGINE,
        "spec": spec.model_dump(mode="json", exclude={"deadline_ms"}),
        "weights": weights_sha256,
        "loras": {name: sha256_of([file]) for name, file in sorted(loras.items())},
        "libraries": {name: version(name) for name in _LIBRARIES},
        "hardware": hardware,
    }
    return json_sha256(recipe)
