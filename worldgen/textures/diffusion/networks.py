"""The networks of a model, with the edges of what they see wrapped: pixels to latents and back, and
what is noise in them."""

from dataclasses import dataclass
from typing import Any

import torch

from worldgen.textures.diffusion.conditions import Conditions
from worldgen.textures.diffusion.wrapping import wrapping
from worldgen.textures.maps import Tiling


@dataclass(frozen=True, slots=True, eq=False)
class Networks:
    """Latents are float32 (1, channels, rows, columns), scaled as the U-Net wants them; pixels are
    float32 (1, 3, height, width), -1..1."""

    unet: Any
    vae: Any
    tiling: Tiling

    def noise_in(self, latents: Any, at: Any, told: Conditions) -> Any:
        """What the U-Net predicts at the time `at`, guided away from the negative prompt."""
        seen = torch.cat([latents] * 2) if told.is_guided else latents
        with torch.no_grad(), wrapping([self.unet], self.tiling):
            predicted = self.unet(
                seen.to(self.unet.dtype),
                at,
                encoder_hidden_states=told.words,
                timestep_cond=told.guidance_embedding,
                added_cond_kwargs=told.added,
                return_dict=False,
            )[0].float()
        if not told.is_guided:
            return predicted
        without, with_ = predicted.chunk(2)
        return without + told.guidance * (with_ - without)

    def encoded(self, pixels: Any, generator: Any | None = None) -> Any:
        """Latents of the picture: a draw from those that the encoder finds likely, or, without a
        generator, the likeliest."""
        with torch.no_grad(), wrapping([self.vae], self.tiling):
            found = self.vae.encode(pixels.to(self.vae.dtype)).latent_dist
            drawn = found.mode() if generator is None else found.sample(generator)
        mean, scale = self._scaling(drawn)
        return (drawn.float() - mean) * scale

    def decoded(self, latents: Any) -> Any:
        """Pixels; a few lie beyond -1..1."""
        mean, scale = self._scaling(latents)
        with torch.no_grad(), wrapping([self.vae], self.tiling):
            unscaled = (latents / scale + mean).to(self.vae.dtype)
            return self.vae.decode(unscaled, return_dict=False)[0].float()

    def _scaling(self, latents: Any) -> tuple[Any, Any]:
        """Mean, and what the rest is multiplied by."""
        config = self.vae.config
        if config.latents_mean is None or config.latents_std is None:
            return 0.0, config.scaling_factor
        mean, deviation = (
            torch.tensor(each, device=latents.device).view(1, -1, 1, 1)
            for each in (config.latents_mean, config.latents_std)
        )
        return mean, config.scaling_factor / deviation
