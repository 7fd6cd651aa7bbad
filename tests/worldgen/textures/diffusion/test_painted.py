"""What a painted texture says of itself, in files too, and what the folder's checker withholds."""

import hashlib

import pytest

pytest.importorskip("diffusers", reason="needs the extra [diffusion]")

import numpy as np

from tests.worldgen.textures.diffusion.conftest import asked
from tests.worldgen.textures.diffusion.samples import half, picture, sent
from tests.worldgen.textures.diffusion.tiny import seeing_vae
from worldgen.errors import InvalidSpec
from worldgen.textures.diffusion.networks import Networks
from worldgen.textures.diffusion.pictures import tensor_of
from worldgen.textures.diffusion.previews import LatentColours
from worldgen.textures.packs import Content, pack

pytestmark = pytest.mark.filterwarnings("ignore:__array_:DeprecationWarning")


def test_all_maps_but_the_albedo_are_named_as_derived(plain):
    painted = plain.paint(asked(tiling="x", depth=0.05))
    assert painted.derived == ("height", "normal", "orm")
    assert (painted.maps.tiling, painted.maps.depth) == ("x", 0.05)


def test_the_model_and_its_weights_are_in_the_provenance(plain, folders):
    files = sorted(folders("plain").rglob("*.safetensors"))
    each = (hashlib.sha256(file.read_bytes()).digest() for file in files)
    weights = hashlib.sha256(b"".join(each)).hexdigest()
    said = plain.paint(asked(seed=9)).provenance()
    assert said.generator == "worldgen.textures.diffusion.plain"
    assert (said.version, said.seed) == (f"1.{weights}", 9)
    assert said.digital_source_type.endswith("/trainedAlgorithmicMedia")


def test_what_is_painted_in_a_picture_is_a_composite(plain):
    said = {"image": sent(picture()), "mask": sent(half())}
    source = plain.paint(asked(**said)).provenance().digital_source_type
    assert source.endswith("/compositeWithTrainedAlgorithmicMedia")


def test_every_file_says_that_a_model_painted_it(plain):
    painted = plain.paint(asked())
    files = pack(Content(painted.maps, painted.provenance(), "wall"), "png")
    for data in files.values():
        assert b"digitalsourcetype/trainedAlgorithmicMedia" in data
        assert painted.weights_sha256.encode() in data


def test_the_recipe_is_the_spec_and_not_the_deadline(plain):
    first = plain.paint(asked()).recipe_sha256
    assert plain.paint(asked(deadline_ms=60_000)).recipe_sha256 == first
    assert plain.paint(asked(prompt="ivy")).recipe_sha256 != first


def test_a_checker_withholds_and_lets_pass(opened):
    with pytest.raises(InvalidSpec, match="prompt: the model's safety checker withholds"):
        opened("withholding").paint(asked())
    assert opened("guarded").paint(asked()).maps.width == 32


def test_a_checker_is_left_out_where_its_owner_says_so(opened):
    model = opened("withholding", safety="off")
    assert model.checker is None
    assert model.paint(asked()).maps.width == 32


def test_a_model_that_was_withheld_paints_on(opened):
    model = opened("withholding")
    for _ in range(2):
        with pytest.raises(InvalidSpec, match="withholds"):
            model.paint(asked())


def test_previews_show_the_colours():
    """Of a VAE that was taught them: colours that the map wasn't made from, to a tenth of 255."""
    networks = Networks(None, seeing_vae(), "both")
    shown = np.random.default_rng(1).integers(40, 216, (4, 4, 3)).astype(np.uint8)
    big = shown.repeat(16, axis=0).repeat(16, axis=1)
    latents = networks.encoded(tensor_of(big))
    seen = LatentColours.of(networks, 2).picture(latents)[4::8, 4::8]
    assert np.abs(seen.astype(float) - shown).mean() < 25
