"""Textures from a diffusion model of the user's: any local diffusers folder, by the extra
`[diffusion]`.

Importing this needs no torch; `open_model` does, and raises InvalidSpec where it isn't there.

    model = open_model(Path("models/stable-diffusion"), Loading(loras=(Path("moss.safetensors"),)))
    spec = read_diffusion_spec({"prompt": "mossy castle wall, top view", "size": 512, "seed": 7})
    made = model.paint(spec)                # or, a step at a time:
    for step in (walk := model.steps(spec)):
        show(step.fraction, step.preview)   # a small MapSet; walk.close() ends it within a step
    pack(Content(made.maps, made.provenance(), "wall"), "godot")

Nothing is downloaded, ever, and no code of the folder's is run; docs/guides/diffusion.md.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from worldgen.textures.diffusion.folder import DiffusionFolder, read_folder
from worldgen.textures.diffusion.options import Loading
from worldgen.textures.diffusion.painted import Painted
from worldgen.textures.diffusion.refusals import without_extra
from worldgen.textures.diffusion.spec import DiffusionSpec, read_diffusion_spec

if TYPE_CHECKING:
    from worldgen.textures.diffusion.model import DiffusionModel

__all__ = [
    "OFFLINE", "DiffusionFolder", "DiffusionSpec", "Loading", "Painted", "open_model",
    "read_diffusion_spec", "read_folder",
]  # fmt: skip

OFFLINE = {
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}
"""For the environment of a child process that opens models, as a second lock: none is asked for."""


def open_model(folder: Path, loading: Loading | None = None) -> "DiffusionModel":
    """The folder's model in memory; it takes as long as reading its weights.

    Raises InvalidSpec for a folder or a LoRA file that can't be used, for a device that isn't
    there, and where the extra isn't installed.
    """
    try:
        from worldgen.textures.diffusion.model import DiffusionModel
    except ImportError as error:
        raise without_extra(error) from error
    return DiffusionModel.opened(folder, loading or Loading())
