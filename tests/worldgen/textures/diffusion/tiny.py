"""Makes real diffusers folders for tests: tiny models with random weights, made without a network.

What they paint is noise; how they are loaded, run and wrapped is as with any other.
"""

import json
import string
from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    EulerDiscreteScheduler,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from transformers import (
    CLIPConfig,
    CLIPImageProcessor,
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
)

LAST = "</w>"
SCHEDULE = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "steps_offset": 1,
}


def tokenizer(folder: Path) -> CLIPTokenizer:
    """Of letters alone, which is what CLIP's comes to without merges."""
    letters = string.ascii_lowercase + string.digits + ",.'"
    words = [*letters, *(each + LAST for each in letters), "<|startoftext|>", "<|endoftext|>"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps({word: at for at, word in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return CLIPTokenizer.from_pretrained(str(folder), model_max_length=77)


def text_config(words: int, width: int = 32) -> CLIPTextConfig:
    return CLIPTextConfig(
        vocab_size=words, hidden_size=width, intermediate_size=37, num_hidden_layers=2,
        num_attention_heads=4, projection_dim=width, bos_token_id=words - 2,
        eos_token_id=words - 1, pad_token_id=words - 1, hidden_act="gelu",
    )  # fmt: skip


def unet(**more: object) -> UNet2DConditionModel:
    return UNet2DConditionModel(
        **{
            "sample_size": 16, "block_out_channels": (32, 64), "layers_per_block": 1,
            "norm_num_groups": 8, "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
            "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"), "cross_attention_dim": 32,
            "attention_head_dim": 8, **more,
        }
    )  # fmt: skip


def vae(**more: object) -> AutoencoderKL:
    return AutoencoderKL(
        **{
            "block_out_channels": (16, 32), "norm_num_groups": 8, "latent_channels": 4,
            "down_block_types": ("DownEncoderBlock2D",) * 2, "sample_size": 32,
            "up_block_types": ("UpDecoderBlock2D",) * 2, **more,
        }
    )  # fmt: skip


def seeing_vae(steps: int = 200) -> AutoencoderKL:
    """Its encoder was taught, in about three seconds, that latents are mixtures of colours, as
    those of large ones nearly are."""
    torch.manual_seed(0)
    made, mixture = vae(), torch.randn(4, 3)
    learning = torch.optim.Adam(made.parameters(), 3e-3)
    for _ in range(steps):
        colours = torch.rand((4, 3, 4, 4)) * 2 - 1
        pixels = colours.repeat_interleave(8, 2).repeat_interleave(8, 3)
        expected = torch.einsum("kc,bcyx->bkyx", mixture, pixels[:, :, ::2, ::2])
        loss = (made.encode(pixels).latent_dist.mean - expected).square().mean()
        learning.zero_grad()
        loss.backward()
        learning.step()
    return made.requires_grad_(False)


def plain(folder: Path, seed: int = 0, **more: object) -> StableDiffusionPipeline:
    torch.manual_seed(seed)
    words = tokenizer(folder / "tokenizer")
    return StableDiffusionPipeline(
        vae=vae(),
        unet=unet(**more),
        text_encoder=CLIPTextModel(text_config(len(words))).eval(),
        tokenizer=words,
        scheduler=EulerDiscreteScheduler(**SCHEDULE),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def save_plain(folder: Path, seed: int = 0) -> Path:
    """A folder as of Stable Diffusion 1."""
    plain(folder, seed).save_pretrained(folder)
    return folder


def save_distilled(folder: Path) -> Path:
    """A folder whose U-Net is told its guidance, as those of LCM are."""
    plain(folder, time_cond_proj_dim=16).save_pretrained(folder)
    return folder


def save_xl(folder: Path, seed: int = 0) -> Path:
    torch.manual_seed(seed)
    words = tokenizer(folder / "tokenizer")
    network = unet(
        cross_attention_dim=64, addition_embed_type="text_time", addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=80, transformer_layers_per_block=(1, 2),
    )  # fmt: skip
    StableDiffusionXLPipeline(
        vae=vae(),
        unet=network,
        text_encoder=CLIPTextModel(text_config(len(words))).eval(),
        text_encoder_2=CLIPTextModelWithProjection(text_config(len(words))).eval(),
        tokenizer=words,
        tokenizer_2=tokenizer(folder / "tokenizer_2"),
        scheduler=EulerDiscreteScheduler(**SCHEDULE),
        add_watermarker=False,
    ).save_pretrained(folder)
    return folder


def save_guarded(folder: Path, withholds: bool) -> Path:
    """A folder with a safety checker that withholds all pictures, or none."""
    pipeline = plain(folder)
    text = text_config(40).to_dict()
    vision = {
        "hidden_size": 32, "intermediate_size": 37, "num_hidden_layers": 1, "image_size": 32,
        "num_attention_heads": 4, "patch_size": 16, "projection_dim": 32,
    }  # fmt: skip
    config = CLIPConfig(text_config=text, vision_config=vision, projection_dim=32)
    checker = StableDiffusionSafetyChecker(config).eval()
    checker.concept_embeds_weights.data.fill_(-2 if withholds else 2)
    checker.special_care_embeds_weights.data.fill_(2)
    extractor = CLIPImageProcessor(
        size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32}
    )
    pipeline.register_modules(safety_checker=checker, feature_extractor=extractor)
    pipeline.save_pretrained(folder)
    return folder
