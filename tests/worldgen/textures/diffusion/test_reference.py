"""Our steps beside diffusers' own pipelines, which are their specification: the same pictures."""

import pytest

pytest.importorskip("diffusers", reason="needs the extra [diffusion]")

import diffusers
import numpy as np
import torch
from PIL import Image

from tests.worldgen.textures.diffusion.conftest import asked
from tests.worldgen.textures.diffusion.samples import half, picture, sent
from worldgen.textures.diffusion.schedulers import CLASSES

pytestmark = pytest.mark.filterwarnings("ignore:__array_:DeprecationWarning")

SAID = {"prompt": "moss", "height": 32, "width": 32, "output_type": "np"}


def reference(kind, folder, **said):
    """A pipeline of diffusers', read by diffusers."""
    made = getattr(diffusers, kind).from_pretrained(folder, local_files_only=True, **said)
    made.set_progress_bar_config(disable=True)
    return made


def scheduler_of(pipeline, name):
    more = {"skip_prk_steps": True} if name == "pndm" else {}
    return getattr(diffusers, CLASSES[name]).from_config(pipeline.scheduler.config, **more)


def painted(pipeline, seed=0, **said):
    generator = torch.Generator().manual_seed(seed)
    said = {"num_inference_steps": 3, "guidance_scale": 7.0, **SAID, **said}
    [picture] = pipeline(generator=generator, **said).images
    return np.rint(picture * 255).astype(int)


def painted_from(pipeline, **said):
    """The pipelines that take their size from a picture."""
    generator = torch.Generator().manual_seed(0)
    said = {"prompt": "moss", "guidance_scale": 7.0, "output_type": "np", **said}
    [made] = pipeline(generator=generator, **said).images
    return np.rint(made * 255).astype(int)


def assert_alike(found, expected):
    """Within one level: sums are taken in another order."""
    assert np.abs(found.astype(int) - expected).max() <= 1
    assert expected.std() > 10


@pytest.mark.parametrize("scheduler", CLASSES)
def test_pictures_of_words(plain, folders, scheduler):
    theirs = reference("StableDiffusionPipeline", folders("plain"), safety_checker=None)
    theirs.scheduler = scheduler_of(theirs, scheduler)
    for seed in (0, 1):
        said = {"seed": seed, "tiling": "none", "guidance": 7, "scheduler": scheduler}
        mine = plain.paint(asked(**said, negative_prompt="sky")).maps.albedo
        assert_alike(mine, painted(theirs, seed, negative_prompt="sky"))


def test_pictures_without_guidance(plain, folders):
    theirs = reference("StableDiffusionPipeline", folders("plain"), safety_checker=None)
    mine = plain.paint(asked(tiling="none", guidance=1)).maps.albedo
    assert_alike(mine, painted(theirs, guidance_scale=1.0))


@pytest.mark.parametrize("guidance", [1.5, 8])
def test_pictures_of_a_distilled_model(opened, folders, guidance):
    theirs = reference("StableDiffusionPipeline", folders("distilled"), safety_checker=None)
    theirs.scheduler = scheduler_of(theirs, "lcm")
    mine = opened("distilled").paint(asked(tiling="none", scheduler="lcm", guidance=guidance))
    assert_alike(mine.maps.albedo, painted(theirs, guidance_scale=guidance))


@pytest.mark.parametrize("negative", ["", "sky"])
def test_pictures_of_an_xl_model(opened, folders, negative):
    theirs = reference("StableDiffusionXLPipeline", folders("xl"), add_watermarker=False)
    mine = opened("xl").paint(asked(tiling="none", negative_prompt=negative)).maps.albedo
    assert_alike(mine, painted(theirs, negative_prompt=negative or None))


@pytest.mark.parametrize("scheduler", sorted(set(CLASSES) - {"lcm"}))
def test_pictures_of_a_picture(plain, folders, scheduler):
    theirs = reference("StableDiffusionImg2ImgPipeline", folders("plain"), safety_checker=None)
    theirs.scheduler = scheduler_of(theirs, scheduler)
    said = {"image": sent(picture()), "strength": 0.5, "steps": 6, "tiling": "none"}
    mine = plain.paint(asked(**said, scheduler=scheduler)).maps.albedo
    image = Image.fromarray(picture())
    assert_alike(mine, painted_from(theirs, image=image, strength=0.5, num_inference_steps=6))


@pytest.mark.parametrize("strength", [0.5, 1])
def test_pictures_in_a_mask(plain, folders, strength):
    theirs = reference("StableDiffusionInpaintPipeline", folders("plain"), safety_checker=None)
    said = {
        "image": sent(picture()), "mask": sent(half()), "feather": 0, "steps": 6,
        "strength": strength, "tiling": "none",
    }  # fmt: skip
    mine = plain.paint(asked(**said)).maps.albedo
    given = {"image": Image.fromarray(picture()), "mask_image": Image.fromarray(half())}
    expected = painted(theirs, **given, strength=strength, num_inference_steps=6)
    assert_alike(mine[:, :16], expected[:, :16])
    assert np.array_equal(mine[:, 16:], picture()[:, 16:])
