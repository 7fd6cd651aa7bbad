"""From noise to latents, a step at a time.

Sources: diffusers' "Understanding pipelines, models and schedulers"; the start from a picture is
SDEdit's (arXiv:2108.01073), and masks are RePaint's first idea (arXiv:2201.09865): at each step,
what isn't masked is put back with as much noise as is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import signature
from typing import Any

from worldgen.errors import InvalidSpec
from worldgen.textures.diffusion.conditions import Conditions
from worldgen.textures.diffusion.networks import Networks


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """What is painted on: nothing, a picture, or a picture's masked part."""

    latents: Any | None = None
    strength: float = 1.0
    mask: Any | None = None
    """float32 (1, 1, rows, columns): 1 is painted anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Cleaner:
    """One step has been taken: `done` of `count`."""

    done: int
    count: int
    latents: Any
    guess: Any
    """The latents that this would end with, as far as the scheduler says; else `latents`."""


def denoise(
    networks: Networks,
    scheduler: Any,
    told: Conditions,
    noise: Any,
    start: Start,
    steps: int,
    generator: Any,
) -> Iterator[Cleaner]:
    """Cleaner and cleaner latents, the last ones clean. Raises InvalidSpec for no step at all.

    `generator` is a torch.Generator, for schedulers that add noise of their own.
    """
    times = _times(scheduler, steps, start, noise.device)
    latents = _begun(scheduler, noise, start, times)
    extra = _extra(scheduler, generator)
    for index, at in enumerate(times):
        seen = scheduler.scale_model_input(latents, at)
        predicted = networks.noise_in(seen, at, told)
        stepped = scheduler.step(predicted, at, latents, **extra)
        latents = _kept(scheduler, stepped.prev_sample, noise, start, times[index + 1 :])
        yield Cleaner(index + 1, len(times), latents, _guess(stepped, latents))


def _times(scheduler: Any, steps: int, start: Start, device: Any) -> Any:
    """Those that are left where a picture is begun from, all others where none is."""
    try:
        scheduler.set_timesteps(steps, device=device)
    except (ValueError, IndexError) as error:
        said = f"{steps} don't suit {type(scheduler).__name__} ({error}); take others"
        raise InvalidSpec.at("steps", said) from error
    taken = int(steps * start.strength) if start.latents is not None else steps
    if taken == 0:
        raise InvalidSpec.at(
            "strength",
            f"{start.strength} of {steps} steps is no step at all; raise it, or take more steps",
        )
    first = (steps - taken) * scheduler.order
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(first)
    return scheduler.timesteps[first:]


def _begun(scheduler: Any, noise: Any, start: Start, times: Any) -> Any:
    if start.latents is None or start.strength == 1:
        return noise * scheduler.init_noise_sigma
    return scheduler.add_noise(start.latents, noise, times[:1])


def _kept(scheduler: Any, latents: Any, noise: Any, start: Start, left: Any) -> Any:
    """The latents, with what isn't masked as it was, as noisy as the times that are left say."""
    if start.mask is None:
        return latents
    before = scheduler.add_noise(start.latents, noise, left[:1]) if len(left) else start.latents
    return (1 - start.mask) * before + start.mask * latents


def _guess(stepped: Any, latents: Any) -> Any:
    for name in ("pred_original_sample", "denoised"):
        if getattr(stepped, name, None) is not None:
            return getattr(stepped, name)
    return latents


def _extra(scheduler: Any, generator: Any) -> dict[str, Any]:
    takes = signature(scheduler.step).parameters
    return {"generator": generator} if "generator" in takes else {}
