"""A diffusion model in memory, and how it paints: the file to read first.

words -> conditions -> noise, cleaned step by step -> pixels -> MapSet, all but the albedo guessed
"""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import torch

from worldgen.clock import Clock
from worldgen.errors import InvalidSpec
from worldgen.textures.derive import derive
from worldgen.textures.diffusion.conditions import Wanted, conditions
from worldgen.textures.diffusion.folder import DiffusionFolder, read_folder
from worldgen.textures.diffusion.hardware import Hardware, hardware
from worldgen.textures.diffusion.loading import load_checker, load_pipeline, scheduler_for
from worldgen.textures.diffusion.loras import load_loras, use_loras
from worldgen.textures.diffusion.networks import Networks
from worldgen.textures.diffusion.options import Loading
from worldgen.textures.diffusion.painted import Painted
from worldgen.textures.diffusion.pictures import (
    Base,
    base_of,
    bytes_of,
    laid_over,
    mask_of_latents,
    tensor_of,
)  # fmt: skip
from worldgen.textures.diffusion.previews import LatentColours
from worldgen.textures.diffusion.recipe import recipe_sha256, version_of
from worldgen.textures.diffusion.safety import Checker
from worldgen.textures.diffusion.sampling import Cleaner, Start, denoise
from worldgen.textures.diffusion.schedulers import usual
from worldgen.textures.diffusion.spec import DiffusionSpec
from worldgen.textures.maps import Bytes
from worldgen.textures.steps import Step

Steps = Generator[Step, None, Painted]
_DENOISED = 0.95
"""How far a picture is when its latents are clean."""


@dataclass(eq=False)
class DiffusionModel:
    """Paints one picture at a time; open the folder twice for two."""

    folder: DiffusionFolder
    hardware: Hardware
    pipeline: Any
    loras: Mapping[str, Path]
    checker: Checker | None
    _is_painting: bool = field(default=False, init=False)

    @classmethod
    def opened(cls, path: Path, loading: Loading) -> "DiffusionModel":
        """Raises InvalidSpec for what can't be loaded, and hardware that isn't there."""
        found = hardware(loading.device, loading.precision)
        if loading.threads is not None:
            torch.set_num_threads(loading.threads)
        folder = read_folder(path, with_checker=loading.safety == "folder")
        pipeline = load_pipeline(folder, found)
        checker = Checker(*load_checker(folder, found)) if folder.has_checker else None
        return cls(folder, found, pipeline, load_loras(pipeline, loading.loras), checker)

    def paint(self, spec: DiffusionSpec) -> Painted:
        """The texture, at once. Raises as `steps` does."""
        walk = self.steps(spec, previews=False)
        while True:
            try:
                next(walk)
            except StopIteration as end:
                painted: Painted = end.value
                return painted

    def steps(self, spec: DiffusionSpec, previews: bool = True) -> Steps:
        """The same, a step at a time, each with a small preview; closing it ends it within a step.

        Raises InvalidSpec and OutOfTime. NOTE: a step is one of the denoiser's, and may take long.
        """
        clock = Clock.ending_in(spec.deadline_ms)
        self._check_size(spec)
        base = base_of(spec)
        with self._painting(spec):
            yield Step("reading the prompt", 0.0)
            networks = Networks(self.pipeline.unet, self.pipeline.vae, spec.tiling)
            for cleaner in self._denoised(spec, networks, base):
                clock.check("denoising")
                yield self._step(cleaner, spec, previews)
            picture = bytes_of(networks.decoded(cleaner.latents))
            if self.checker is not None:
                self.checker.check(picture)
        yield Step("reading the surface", _DENOISED)
        clock.check("reading the surface")
        return self._finished(spec, laid_over(base, picture, spec))

    def _denoised(
        self, spec: DiffusionSpec, networks: Networks, base: Base | None
    ) -> Iterator[Cleaner]:
        scheduler = scheduler_for(self.pipeline, spec.scheduler)
        usual_steps, usual_guidance = usual(type(scheduler).__name__)
        steps = usual_steps if spec.steps is None else spec.steps
        guidance = usual_guidance if spec.guidance is None else spec.guidance
        wanted = Wanted(spec.prompt, spec.negative_prompt, guidance, spec.width, spec.height)
        told = conditions(self.pipeline, wanted)
        # NOTE: drawn on the processor, so that a seed begins alike on every device.
        generator = torch.Generator("cpu").manual_seed(spec.seed)
        start = self._start(spec, networks, base, generator)
        channels = self.pipeline.unet.config.in_channels
        shape = (1, channels, spec.height // self._scale, spec.width // self._scale)
        noise = torch.randn(shape, generator=generator).to(self.hardware.device)
        yield from denoise(networks, scheduler, told, noise, start, steps, generator)

    def _start(
        self, spec: DiffusionSpec, networks: Networks, base: Base | None, generator: Any
    ) -> Start:
        if base is None:
            return Start()
        device = self.hardware.device
        latents = networks.encoded(tensor_of(base.image).to(device), generator)
        if base.mask is None:
            return Start(latents, spec.strength)
        mask = mask_of_latents(base.mask, self._scale).to(device)
        return Start(latents, spec.strength, mask)

    def _step(self, cleaner: Cleaner, spec: DiffusionSpec, previews: bool) -> Step:
        fraction = _DENOISED * cleaner.done / cleaner.count
        if not previews:
            return Step("denoising", fraction)
        picture = self._colours.picture(cleaner.guess)
        return Step("denoising", fraction, derive(picture, tiling=spec.tiling).maps)

    def _finished(self, spec: DiffusionSpec, albedo: Bytes) -> Painted:
        derived = derive(albedo, tiling=spec.tiling, depth=spec.depth)
        used = {name: self.loras[name] for name in spec.loras}
        return Painted(
            derived.maps,
            spec,
            derived.names,
            self.folder.name,
            self._weights_sha256,
            version_of(self._weights_sha256),
            recipe_sha256(spec, self._weights_sha256, used, self.hardware.name),
        )

    @contextmanager
    def _painting(self, spec: DiffusionSpec) -> Iterator[None]:
        if self._is_painting:
            raise InvalidSpec.at(
                "model", "it paints another picture; end that one, or open the folder a second time"
            )
        use_loras(self.pipeline, self.loras, spec.loras)
        self._is_painting = True
        try:
            yield
        finally:
            self._is_painting = False

    def _check_size(self, spec: DiffusionSpec) -> None:
        for name, side in (("width", spec.width), ("height", spec.height)):
            if side % self.folder.unit:
                raise InvalidSpec.at(
                    name, f"{side} pixels; this model paints multiples of {self.folder.unit}"
                )

    @property
    def _scale(self) -> int:
        """Pixels a side of one latent."""
        return int(self.pipeline.vae_scale_factor)

    @cached_property
    def _colours(self) -> LatentColours:
        return LatentColours.of(Networks(None, self.pipeline.vae, "both"), self._scale)

    @cached_property
    def _weights_sha256(self) -> str:
        return self.folder.weights_sha256()
