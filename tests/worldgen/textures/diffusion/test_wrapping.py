"""Convolutions that wrap: what is moved round before is moved round after.

The wrap error is the largest difference between moving latents round and decoding them, and
decoding them and moving the picture round.
"""

import pytest

pytest.importorskip("diffusers", reason="needs the extra [diffusion]")

import torch
from diffusers.models.downsampling import Downsample2D

from worldgen.textures.diffusion.wrapping import wrapping

LATENTS = (1, 4, 16, 16)


def noise(seed=0, shape=LATENTS):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def decode(vae, latents, tiling):
    with torch.no_grad(), wrapping([vae], tiling):
        return vae.decode(latents).sample


def encode(vae, pixels, tiling):
    with torch.no_grad(), wrapping([vae], tiling):
        return vae.encode(pixels).latent_dist.mode()


def predict(unet, latents, tiling):
    words = noise(1, (1, 5, 32))
    with torch.no_grad(), wrapping([unet], tiling):
        return unet(latents, 500, encoder_hidden_states=words).sample


def wrap_error(run, given, tiling, axis, shift, scale):
    """`shift` is in pixels of what is given, `scale` those of what comes out for one of them."""
    moved = run(torch.roll(given, shift, axis), tiling)
    expected = torch.roll(run(given, tiling), round(shift * scale), axis)
    return float((moved - expected).abs().max())


NETWORKS = {
    "unet": (lambda model: lambda given, tiling: predict(model.unet, given, tiling), 4, 1),
    "decoder": (lambda model: lambda given, tiling: decode(model.vae, given, tiling), 1, 2),
    "encoder": (lambda model: lambda given, tiling: encode(model.vae, given, tiling), 2, 0.5),
}
GIVEN = {"unet": LATENTS, "decoder": LATENTS, "encoder": (1, 3, 32, 32)}


@pytest.mark.parametrize("axis", [2, 3])
@pytest.mark.parametrize("part", NETWORKS)
def test_each_network_wraps(plain, part, axis):
    run, shift, scale = NETWORKS[part]
    given = noise(shape=GIVEN[part])
    assert wrap_error(run(plain.pipeline), given, "both", axis, shift, scale) < 1e-4
    assert wrap_error(run(plain.pipeline), given, "none", axis, shift, scale) > 0.01


@pytest.mark.parametrize("part", NETWORKS)
@pytest.mark.parametrize(("tiling", "wrapped", "cut"), [("x", 3, 2), ("y", 2, 3)])
def test_one_axis_wraps_alone(plain, part, tiling, wrapped, cut):
    run, shift, scale = NETWORKS[part]
    given = noise(shape=GIVEN[part])
    assert wrap_error(run(plain.pipeline), given, tiling, wrapped, shift, scale) < 1e-4
    assert wrap_error(run(plain.pipeline), given, tiling, cut, shift, scale) > 0.01


def test_the_axis_that_does_not_wrap_sees_zeros_as_it_was_trained(plain):
    """With zeros at the left and right, wrapping those changes nothing, unless rows wrap too."""
    conv = plain.pipeline.vae.decoder.conv_in
    latents = torch.nn.functional.pad(noise(), (1, 1, 0, 0))
    before = conv(latents)
    with wrapping([conv], "x"):
        assert torch.equal(conv(latents), before)
    with wrapping([conv], "y"):
        assert not torch.equal(conv(latents), before)


def test_everything_is_as_before_afterwards(plain):
    vae = plain.pipeline.vae
    before = decode(vae, noise(), "none")
    with pytest.raises(RuntimeError, match="channels"), wrapping([vae], "both"):
        vae.decode(noise(shape=(1, 3, 16, 16)))
    assert torch.equal(decode(vae, noise(), "none"), before)
    assert not any("_conv_forward" in vars(module) for module in vae.modules())


def test_another_model_never_notices(plain, opened):
    other = opened("other").pipeline.vae
    before = decode(other, noise(), "none")
    with torch.no_grad(), wrapping([plain.pipeline.vae], "both"):
        assert torch.equal(other.decode(noise()).sample, before)


def test_the_encoder_pads_outside_of_its_convolutions(plain):
    """What `wrapping` makes up for; were it to change, this says so."""
    owners = [each for each in plain.pipeline.vae.encoder.modules() if type(each) is Downsample2D]
    assert [(owner.padding, owner.conv.padding) for owner in owners] == [(0, (0, 0))]
