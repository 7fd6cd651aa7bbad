"""Checkpoint -> GGUF: float16 by the gguf library, then Q8_0 by llama.cpp's own quantiser."""

import ctypes
import json
from pathlib import Path

import gguf
import llama_cpp
import torch
from tokenizers import Tokenizer
from torch import Tensor

from npcgen.engine.sampling import DRY_ALLOWED_KEY, DRY_MULTIPLIER_KEY
from training.model import Shape, frequencies, parameters
from training.tokeniser import CHAT_TEMPLATE, END, SPECIALS

DESCRIPTION = (
    "A tiny model that plays persona-conditioned NPCs, trained from nothing on the npcgen "
    "project's own corpus. It speaks npcgen's prompts and nothing else."
)
ROPE_BASE = 10_000.0
STILL = 1e-8
"""Radians a token of a pair that does not turn."""
MODULES = {
    "attention_norm": "attn_norm",
    "attention.query": "attn_q",
    "attention.key": "attn_k",
    "attention.value": "attn_v",
    "attention.output": "attn_output",
    "feed_norm": "ffn_norm",
    "feed.gate": "ffn_gate",
    "feed.up": "ffn_up",
    "feed.down": "ffn_down",
}


def export(masters: dict[str, Tensor], shape: Shape, tokeniser: Tokenizer, path: Path) -> None:
    """Writes the float16 GGUF of a checkpoint's float32 weights."""
    writer = gguf.GGUFWriter(path, "llama")
    add_description(writer, shape)
    add_shape(writer, shape)
    add_tokeniser(writer, tokeniser)
    for name, weight in masters.items():
        kind = torch.float16 if weight.ndim == 2 else torch.float32
        if name.endswith(("query.weight", "key.weight")):
            weight = paired(weight, shape)
        writer.add_tensor(gguf_name(name), weight.to(kind).numpy())
    writer.add_tensor("rope_freqs.weight", rope_divisors(shape).numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def paired(weight: Tensor, shape: Shape) -> Tensor:
    """Rows of a query or key matrix with each turning pair side by side, as a Llama's are."""
    heads = weight.unflatten(0, (shape.heads, shape.head_width))
    pairs = heads[:, : 2 * shape.turning].unflatten(1, (2, shape.turning)).transpose(1, 2)
    return torch.cat((pairs.flatten(1, 2), heads[:, 2 * shape.turning :]), dim=1).flatten(0, 1)


def rope_divisors(shape: Shape) -> Tensor:
    """What llama.cpp divides its own rotary frequencies by to get the model's, (head_width / 2).

    NOTE: GGUF holds divisors, so a pair that doesn't turn can't have zero.
    """
    exponents = torch.arange(0, shape.head_width, 2) / shape.head_width
    turns = torch.full((shape.head_width // 2,), STILL)
    turns[: shape.turning] = frequencies(shape)
    return (ROPE_BASE**-exponents / turns).float()


def gguf_name(name: str) -> str:
    """ "blocks.0.feed.up.weight" -> "blk.0.ffn_up.weight"."""
    if name == "embedding.weight":
        return "token_embd.weight"
    if name == "norm.weight":
        return "output_norm.weight"
    _, block, module = name.removesuffix(".weight").split(".", 2)
    return f"blk.{block}.{MODULES[module]}.weight"


def add_description(writer: gguf.GGUFWriter, shape: Shape) -> None:
    writer.add_name("npcgen pocket")
    writer.add_basename("npcgen-pocket")
    writer.add_size_label(f"{parameters(shape) / 1e6:.1f}M")
    writer.add_author("the npcgen authors")
    writer.add_organization("the npcgen authors")
    writer.add_license("Apache-2.0")
    writer.add_description(DESCRIPTION)
    writer.add_languages(["en"])
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    # What npcgen samples with where the caller says nothing; training/LOG.md has the figures.
    writer.add_sampling_temp(0.5)
    writer.add_sampling_top_p(0.95)
    writer.add_sampling_penalty_repeat(1.0)
    writer.add_float32(DRY_MULTIPLIER_KEY, 0.8)
    writer.add_uint32(DRY_ALLOWED_KEY, 3)


def add_shape(writer: gguf.GGUFWriter, shape: Shape) -> None:
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_rope_dimension_count(shape.head_width)
    writer.add_rope_freq_base(ROPE_BASE)
    writer.add_layer_norm_rms_eps(shape.norm_epsilon)
    writer.add_vocab_size(shape.vocabulary)


def add_tokeniser(writer: gguf.GGUFWriter, tokeniser: Tokenizer) -> None:
    """The tokeniser as llama.cpp reads it. NOTE: no token is added at the start of a prompt."""
    by_id = {index: token for token, index in tokeniser.get_vocab().items()}
    tokens = [by_id[index] for index in range(len(by_id))]
    control, normal = gguf.TokenType.CONTROL, gguf.TokenType.NORMAL
    merges = json.loads(tokeniser.to_str())["model"]["merges"]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    writer.add_token_types([control if token in SPECIALS else normal for token in tokens])
    writer.add_token_merges([" ".join(pair) for pair in merges])
    end = SPECIALS.index(END)
    writer.add_bos_token_id(end)
    writer.add_eos_token_id(end)
    writer.add_eot_token_id(end)
    writer.add_pad_token_id(end)
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)
    writer.add_chat_template(CHAT_TEMPLATE)


def quantise(source: Path, target: Path) -> None:
    """Writes `source` as Q8_0 to `target`. Raises OSError when llama.cpp can't."""
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0
    parameters.nthread = 2
    status = llama_cpp.llama_model_quantize(
        str(source).encode(), str(target).encode(), ctypes.byref(parameters)
    )
    if status != 0:
        raise OSError(f"llama.cpp could not quantise {source} (status {status})")
