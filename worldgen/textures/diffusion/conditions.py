"""What the U-Net is told besides the noise: words, guidance, and for XL models sizes."""

from dataclasses import dataclass, field
from typing import Any

import torch

from worldgen.errors import InvalidSpec


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of a spec: what the U-Net is told."""

    prompt: str
    negative_prompt: str
    guidance: float
    width: int
    height: int


@dataclass(frozen=True, slots=True, eq=False)
class Conditions:
    """Tensors, the negative prompt's first where it is guided."""

    words: Any
    guidance: float
    is_guided: bool
    """Whether each step asks twice: for the prompt and for the negative one."""
    guidance_embedding: Any | None
    """Of models that were distilled from guided ones (LCM)."""
    added: dict[str, Any] | None = field(default=None)
    """XL: pooled words and sizes."""


def conditions(pipeline: Any, wanted: Wanted) -> Conditions:
    """What `pipeline`'s U-Net is told. Raises InvalidSpec for more words than it reads."""
    distilled = pipeline.unet.config.time_cond_proj_dim
    is_guided = wanted.guidance > 1 and distilled is None
    if wanted.negative_prompt and not is_guided:
        remedy = "use one that isn't distilled" if distilled else "raise guidance above 1"
        raise InvalidSpec.at("negative_prompt", f"it has no effect here; leave it out, or {remedy}")
    for name in ("prompt", "negative_prompt"):
        _check_length(pipeline, name, getattr(wanted, name))
    with torch.no_grad():
        words, pooled = _words(pipeline, wanted, is_guided)
        return Conditions(
            words,
            wanted.guidance,
            is_guided,
            _guidance_embedding(pipeline, wanted.guidance) if distilled else None,
            _added(pipeline, wanted, pooled, is_guided) if pooled is not None else None,
        )


def _words(pipeline: Any, wanted: Wanted, is_guided: bool) -> tuple[Any, Any | None]:
    """The encoded words, and the pooled ones of an XL model."""
    found = pipeline.encode_prompt(
        prompt=wanted.prompt,
        device=pipeline.unet.device,
        num_images_per_prompt=1,
        do_classifier_free_guidance=is_guided,
        negative_prompt=wanted.negative_prompt or None,
    )
    pairs = [found[at : at + 2] for at in range(0, len(found), 2)]
    joined = [torch.cat([without, with_]) if is_guided else with_ for with_, without in pairs]
    return joined[0], joined[1] if len(joined) > 1 else None


def _added(pipeline: Any, wanted: Wanted, pooled: Any, is_guided: bool) -> dict[str, Any]:
    size = (wanted.height, wanted.width)
    sizes = pipeline._get_add_time_ids(
        size, (0, 0), size, pooled.dtype, pipeline.text_encoder_2.config.projection_dim
    )
    sizes = sizes.to(pooled.device).repeat(2 if is_guided else 1, 1)
    return {"text_embeds": pooled, "time_ids": sizes}


def _guidance_embedding(pipeline: Any, guidance: float) -> Any:
    unet = pipeline.unet
    return pipeline.get_guidance_scale_embedding(
        torch.tensor([guidance - 1]), embedding_dim=unet.config.time_cond_proj_dim
    ).to(unet.device, unet.dtype)


def _check_length(pipeline: Any, field: str, text: str) -> None:
    tokenizer = pipeline.tokenizer
    count, marks = len(tokenizer(text).input_ids), len(tokenizer("").input_ids)
    most = tokenizer.model_max_length
    if count > most:
        raise InvalidSpec.at(
            field,
            f"{count - marks} tokens, and this model reads {most - marks}; use fewer words",
        )
