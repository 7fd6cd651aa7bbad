"""Pictures and masks, from files of strangers to tensors and back."""

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from worldgen.errors import InvalidSpec
from worldgen.textures.diffusion.spec import DiffusionSpec
from worldgen.textures.example import read_exemplar
from worldgen.textures.kernels.blur import box_blur
from worldgen.textures.kernels.view import Floats
from worldgen.textures.maps import Bytes

_LARGEST_MASK = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """A picture that is painted on, and where: everywhere without a mask."""

    image: Bytes
    mask: NDArray[np.bool_] | None
    """(height, width)"""


def tensor_of(picture: Bytes) -> Any:
    """float32 (1, 3, height, width), -1..1."""
    values = torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None].float()
    return values / 127.5 - 1


def bytes_of(pixels: Any) -> Bytes:
    """(height, width, 3) of such a tensor. Raises InvalidSpec for what is not finite."""
    if not bool(torch.isfinite(pixels).all()):
        raise InvalidSpec.at(
            "precision", "the model overflowed; open it with float32, or bfloat16 on a GPU"
        )
    shares = (pixels[0] / 2 + 0.5).clamp(0, 1).permute(1, 2, 0).cpu().numpy()
    rounded: Bytes = np.rint(shares * 255).astype(np.uint8)
    return rounded


def base_of(spec: DiffusionSpec) -> Base | None:
    """What the spec's picture is painted on. Raises InvalidSpec for files that can't be used."""
    if spec.image is None:
        return None
    image = _image(spec.image, spec)
    return Base(image, None if spec.mask is None else _mask(spec.mask, spec))


def _image(data: bytes, spec: DiffusionSpec) -> Bytes:
    try:
        picture = read_exemplar(data).albedo
    except InvalidSpec as error:
        raise InvalidSpec.at("image", error.message.removeprefix("albedo: ")) from error
    height, width = picture.shape[:2]
    if (width, height) != (spec.width, spec.height):
        raise InvalidSpec.at(
            "image",
            f"{width}x{height} pixels, but {spec.width}x{spec.height} are asked for; "
            "ask for its size, or scale it first",
        )
    return picture


def _mask(data: bytes, spec: DiffusionSpec) -> NDArray[np.bool_]:
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            if max(image.size) > _LARGEST_MASK:
                raise InvalidSpec.at("mask", f"{image.size} pixels; at most {_LARGEST_MASK} a side")
            grey = image.convert("L").resize((spec.width, spec.height), Image.Resampling.NEAREST)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise InvalidSpec.at("mask", "this is no PNG that can be read; send a grey one") from None
    chosen: NDArray[np.bool_] = np.asarray(grey) >= 128
    if not chosen.any():
        raise InvalidSpec.at("mask", "nothing is white in it, so nothing would be painted")
    return chosen


def mask_of_latents(mask: NDArray[np.bool_], scale: int) -> Any:
    """float32 (1, 1, rows, columns): 1 for latents that any masked pixel of theirs stands in."""
    rows, columns = (length // scale for length in mask.shape)
    blocks = mask.reshape(rows, scale, columns, scale).any(axis=(1, 3))
    return torch.from_numpy(blocks.astype(np.float32))[None, None]


def laid_over(base: Base | None, painted: Bytes, spec: DiffusionSpec) -> Bytes:
    """What was painted, in the mask where there is one, whose border is blurred.

    NOTE: decoding changes every pixel a little; so those outside the mask come from the image.
    """
    if base is None or base.mask is None:
        return painted
    share: Floats = base.mask.astype(np.float32)
    reach = round(spec.feather * spec.width / 2)
    if reach > 0:
        wraps = (spec.tiling in ("both", "x"), spec.tiling in ("both", "y"))
        box_blur(share, share, reach, reach, 2, *wraps)
    share = np.clip(share, 0, 1)[:, :, None]
    mixed = base.image.astype(np.float32) * (1 - share) + painted.astype(np.float32) * share
    return np.rint(mixed).astype(np.uint8)
