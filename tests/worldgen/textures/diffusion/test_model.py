"""A model paints step by step: what it shows, how it ends, and that a seed paints the same."""

import pytest

pytest.importorskip("diffusers", reason="needs the extra [diffusion]")

from contextlib import closing

import numpy as np
import torch

from tests.worldgen.textures.diffusion.conftest import asked
from tests.worldgen.textures.diffusion.samples import half, picture, sent
from worldgen.errors import InvalidSpec, OutOfTime
from worldgen.textures.diffusion.conditions import Wanted, conditions
from worldgen.textures.diffusion.loading import scheduler_for
from worldgen.textures.diffusion.networks import Networks
from worldgen.textures.diffusion.sampling import Start, denoise

pytestmark = pytest.mark.filterwarnings("ignore:__array_:DeprecationWarning")


def pixels_of(model, noise, tiling, start=None):
    """The whole way from this noise to pixels."""
    networks = Networks(model.pipeline.unet, model.pipeline.vae, tiling)
    told = conditions(model.pipeline, Wanted("moss", "", 7, 32, 32))
    scheduler = scheduler_for(model.pipeline, "ddim")
    *_, last = denoise(networks, scheduler, told, noise, start or Start(), 3, None)
    return networks.decoded(last.latents)


def wrap_error(model, tiling, axis):
    """How far a picture of noise that was moved round is from the picture, moved round."""
    noise = torch.randn((1, 4, 16, 16), generator=torch.Generator().manual_seed(0))
    moved = pixels_of(model, torch.roll(noise, 6, axis), tiling)
    return float((moved - torch.roll(pixels_of(model, noise, tiling), 12, axis)).abs().max())


@pytest.mark.parametrize("axis", [2, 3])
def test_pictures_tile(plain, axis):
    assert wrap_error(plain, "both", axis) < 1e-4
    assert wrap_error(plain, "none", axis) > 0.01


def test_pictures_of_an_xl_model_tile(opened):
    model = opened("xl")
    noise = torch.randn((1, 4, 16, 16), generator=torch.Generator().manual_seed(0))

    def pixels(given):
        networks = Networks(model.pipeline.unet, model.pipeline.vae, "both")
        told = conditions(model.pipeline, Wanted("moss", "", 7, 32, 32))
        scheduler = scheduler_for(model.pipeline, None)
        *_, last = denoise(networks, scheduler, told, given, Start(), 3, None)
        return networks.decoded(last.latents)

    moved = pixels(torch.roll(noise, (2, 6), (2, 3)))
    assert (moved - torch.roll(pixels(noise), (4, 12), (2, 3))).abs().max() < 1e-4


def test_what_is_painted_in_a_mask_tiles(plain):
    """A mask over the edge: the picture, the mask and the noise are moved round together."""
    noise, before = (
        torch.randn((1, 4, 16, 16), generator=torch.Generator().manual_seed(seed))
        for seed in (0, 1)
    )
    mask = torch.zeros((1, 1, 16, 16))
    mask[..., 12:] = mask[..., :4] = 1
    whole = pixels_of(plain, noise, "both", Start(before, 0.7, mask))
    noise, before, mask = (torch.roll(each, 6, 3) for each in (noise, before, mask))
    moved = pixels_of(plain, noise, "both", Start(before, 0.7, mask))
    assert (moved - torch.roll(whole, 12, 3)).abs().max() < 1e-4


def test_the_rim_of_a_mask_is_blurred_over_the_edge(plain):
    """White on the left: the blur reaches the last columns, round the edge, and ends in between."""
    said = {"image": sent(picture()), "mask": sent(half()), "strength": 1, "feather": 0.1}
    albedo = plain.paint(asked(**said)).maps.albedo
    changed = (albedo != picture()).any(axis=(0, 2))
    assert changed[:18].all()
    assert changed[-2:].all()
    assert not changed[20:28].any()


def test_the_same_seed_paints_the_same(plain, opened):
    spec = asked(seed=3)
    first = plain.paint(spec)
    plain.paint(asked(seed=4, tiling="x", scheduler="lcm", guidance=1))
    again, elsewhere = plain.paint(spec), opened().paint(spec)
    assert np.array_equal(first.maps.albedo, again.maps.albedo)
    assert np.array_equal(first.maps.albedo, elsewhere.maps.albedo)
    assert first.provenance() == again.provenance() == elsewhere.provenance()
    assert not np.array_equal(first.maps.albedo, plain.paint(asked(seed=4)).maps.albedo)


def test_each_step_shows_a_preview(plain):
    with closing(plain.steps(asked(width=64, height=32, steps=4))) as walk:
        steps = list(walk)
    shown = [step.preview for step in steps if step.preview is not None]
    assert [(each.width, each.rows) for each in shown] == [(32, 16)] * 4
    assert len({each.albedo.tobytes() for each in shown}) > 1
    fractions = [step.fraction for step in steps]
    assert fractions == sorted(fractions)
    assert fractions[-1] < 1


def test_previews_change_nothing(plain):
    walk = plain.steps(asked())
    while True:
        try:
            next(walk)
        except StopIteration as end:
            painted = end.value
            break
    assert np.array_equal(painted.maps.albedo, plain.paint(asked()).maps.albedo)


def test_closing_ends_it_within_a_step(opened):
    model, calls = opened(), []
    model.pipeline.unet.register_forward_hook(lambda *_: calls.append("unet"))
    model.pipeline.vae.decoder.register_forward_hook(lambda *_: calls.append("decoder"))
    with closing(model.steps(asked(steps=50))) as walk:
        while next(walk).phase != "denoising":
            pass
    assert calls == ["unet"]
    assert model.paint(asked()).maps.width == 32


def test_a_model_paints_one_picture_at_a_time(opened):
    model = opened()
    with closing(model.steps(asked())) as walk:
        next(walk)
        with pytest.raises(InvalidSpec, match="it paints another picture"):
            model.paint(asked())
    model.paint(asked())


def test_a_deadline_ends_it(plain):
    with pytest.raises(OutOfTime, match="denoising"):
        plain.paint(asked(steps=200, deadline_ms=1))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"width": 36}, "width: 36 pixels; this model paints multiples of 8"),
        ({"prompt": "moss " * 20}, "prompt: 80 tokens, and this model reads 75"),
        ({"negative_prompt": "x" * 76}, "negative_prompt: 76 tokens"),
        ({"negative_prompt": "sky", "guidance": 1}, "negative_prompt: .*raise guidance"),
        ({"scheduler": "lcm", "steps": 60}, "steps: 60 don't suit LCMScheduler"),
        ({"loras": {"moss": 1}}, "loras.moss: there is no such LoRA"),
        ({"image": sent(picture(side=64))}, "image: 64x64 pixels, but 32x32 are asked for"),
        ({"image": sent(picture())[:1000]}, "image: the picture is damaged"),
        ({"image": sent(picture()), "strength": 0.1}, "strength: 0.1 of 3 steps is no step"),
        ({"image": sent(picture()), "mask": sent(half() * 0)}, "mask: nothing is white"),
    ],
)
def test_what_it_cannot_paint_is_refused(plain, fields, said):
    with pytest.raises(InvalidSpec, match=said):
        plain.paint(asked(**fields))


def test_a_distilled_model_reads_no_negative_prompt(opened):
    with pytest.raises(InvalidSpec, match="leave it out, or use one that isn't distilled"):
        opened("distilled").paint(asked(negative_prompt="sky"))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs an NVIDIA GPU")
@pytest.mark.parametrize("precision", ["auto", "bfloat16", "float32"])
def test_a_gpu_paints_what_tiles(opened, precision):
    model = opened(device="cuda", precision=precision)
    assert model.hardware.device.type == "cuda"
    spec = asked(seed=3)
    assert np.array_equal(model.paint(spec).maps.albedo, model.paint(spec).maps.albedo)


def test_a_processor_paints_in_bfloat16(opened, plain):
    """Close to float32, and not it."""
    found = opened(precision="bfloat16").paint(asked()).maps.albedo.astype(int)
    expected = plain.paint(asked()).maps.albedo.astype(int)
    assert 0 < np.abs(found - expected).mean() < 4
