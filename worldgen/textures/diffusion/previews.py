"""What latents look like, without decoding them: each pixel's colour is linear in its latents.

The map is found by showing the model's own encoder a chart of flat colours, so that it fits any
VAE. Linear maps were found to do by the field's users; see "Explaining the SDXL latent space".
"""

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from worldgen.textures.diffusion.networks import Networks
from worldgen.textures.diffusion.pictures import tensor_of
from worldgen.textures.maps import Bytes

_LEVELS = (0, 128, 255)
_CELL = 4
"""Latents a side of each colour on the chart; those in its middle are looked at."""
_ACROSS = 9


@dataclass(frozen=True, slots=True, eq=False)
class LatentColours:
    weights: NDArray[np.float64]
    """(channels + 1, 3): sRGB 0..255 from latents and 1."""

    @classmethod
    def of(cls, networks: Networks, scale: int) -> "LatentColours":
        """Of the networks' VAE, whose latents are `scale` pixels wide."""
        colours = np.array(list(product(_LEVELS, repeat=3)), np.uint8)
        chart = colours.reshape(-1, _ACROSS, 3)
        picture = chart.repeat(_CELL * scale, axis=0).repeat(_CELL * scale, axis=1)
        device = next(networks.vae.parameters()).device
        latents = networks.encoded(tensor_of(picture).to(device))[0].cpu().numpy()
        middle = slice(_CELL // 2, None, _CELL)
        seen = latents[:, middle, middle].reshape(latents.shape[0], -1).T
        weights, *_ = np.linalg.lstsq(_with_one(seen), colours.astype(np.float64), rcond=None)
        return cls(weights.astype(np.float64))

    def picture(self, latents: Any) -> Bytes:
        """(rows, columns, 3) sRGB, a pixel for each latent of a (1, channels, rows, columns)."""
        values = latents[0].float().cpu().numpy()
        flat = _with_one(values.reshape(values.shape[0], -1).T) @ self.weights
        rounded = np.clip(np.rint(flat), 0, 255).astype(np.uint8)
        return np.ascontiguousarray(rounded.reshape(*values.shape[1:], 3))


def _with_one(values: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    return np.hstack((values.astype(np.float64), np.ones((len(values), 1))))
