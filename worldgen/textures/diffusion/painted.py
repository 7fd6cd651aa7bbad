"""What a diffusion model's work ends with."""

from dataclasses import dataclass

from worldgen.provenance import TRAINED, WITH_MODEL, Provenance
from worldgen.textures.diffusion.spec import DiffusionSpec
from worldgen.textures.generated import content_sha256
from worldgen.textures.maps import MapSet


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """The maps, the spec they were made from, and by what. As worldgen.textures.Generated."""

    maps: MapSet
    spec: DiffusionSpec
    derived: tuple[str, ...]
    """Of the maps, those that were guessed from the albedo: all others."""
    model: str
    """The folder's name."""
    weights_sha256: str
    """Of the folder's weights, in hexadecimal."""
    version: str
    """NOTE: it changes whenever the same spec would give something else on the same hardware."""
    recipe_sha256: str
    """Of the spec, the weights, the LoRA files in use, the libraries and the hardware's name."""

    def provenance(self) -> Provenance:
        """Where the maps come from: the model's folder is in the generator's name, and its weights'
        SHA-256 in the version."""
        return Provenance(
            f"worldgen.textures.diffusion.{self.model}",
            self.version,
            self.spec.seed,
            self.recipe_sha256,
            content_sha256(self.maps),
            TRAINED if self.spec.mask is None else WITH_MODEL,
        )
