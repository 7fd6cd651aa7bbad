"""Models of random weights in the shapes of real ones: their speed is real, their words are not.

The vocabulary is made so that what such a model says is read back as the same tokens: every word
begins with a capital letter, and only whole words have weights. Made once, kept in build/bench/.
"""

import ctypes
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gguf
import llama_cpp
import numpy as np

from npcgen.engine.backends.llama_cpp.log import llama_log

FOLDER = Path(__file__).parent.parent / "build" / "bench"
_CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_SPECIALS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
_SYLLABLES = ["".join(pair) for pair in itertools.product("bcdfghjklmnpqrstvwxz", "aeiou")]
_STEP = 0.02


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides how fast a model is."""

    name: str
    architecture: str
    layers: int
    width: int
    hidden: int
    heads: int
    kv_heads: int
    vocabulary: int
    context: int
    rope_base: float
    file_type: gguf.LlamaFileType


SMOL = Shape(
    "smol-Q8_0", "llama", 30, 576, 1536, 9, 3, 49_152, 8192, 1e5, gguf.LlamaFileType.MOSTLY_Q8_0
)
"""SmolLM2-135M."""
QWEN = Shape(
    "qwen-Q4_K_M", "qwen2", 24, 896, 4864, 14, 2, 151_936, 32_768, 1e6,
    gguf.LlamaFileType.MOSTLY_Q4_K_M,
)  # fmt: skip
"""Qwen2.5-0.5B."""


def model_file(shape: Shape) -> Path:
    """The shape's GGUF file, made when it isn't there (qwen: a minute and 1 GB for a moment)."""
    path = FOLDER / f"{shape.name}.gguf"
    if not path.is_file():
        FOLDER.mkdir(parents=True, exist_ok=True)
        raw = _write(shape, path.with_suffix(".f16"))
        _quantise(raw, path, shape.file_type)
        raw.unlink()
    return path


def speech(words: int, seed: int) -> str:
    """A text of exactly that many tokens."""
    rng = random.Random(seed)
    return "".join("".join(rng.choices(_SYLLABLES, k=2)).capitalize() for _ in range(words))


def _write(shape: Shape, path: Path) -> Path:
    writer = gguf.GGUFWriter(path, shape.architecture, use_temp_file=True)
    writer.add_name(shape.name)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_layer_norm_rms_eps(1e-6)
    silent = _add_vocabulary(writer, shape.vocabulary)
    _add_weights(writer, shape, silent)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _add_vocabulary(writer: gguf.GGUFWriter, size: int) -> int:
    """Returns how many tokens come before the words."""
    parts = [*_byte_letters(), *_SYLLABLES, *map(str.capitalize, _SYLLABLES)]
    silent = len(_SPECIALS) + len(parts)
    merges = [f"{syllable[0]} {syllable[1]}" for syllable in parts if len(syllable) == 2]
    words = list(itertools.islice(_words(), size - silent))
    merges += [f"{word[:-2]} {word[-2:]}" for word in words]
    types = [gguf.TokenType.CONTROL] * len(_SPECIALS)
    types += [gguf.TokenType.NORMAL] * (size - len(_SPECIALS))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list([*_SPECIALS, *parts, *words])
    writer.add_token_types([int(kind) for kind in types])
    writer.add_token_merges(merges)
    writer.add_eos_token_id(_SPECIALS.index("<|im_end|>"))
    writer.add_add_bos_token(False)
    writer.add_vocab_size(size)
    writer.add_chat_template(_CHATML)
    return silent


def _words() -> Iterator[str]:
    """Words of two syllables, then of three: each is an earlier one and a syllable."""
    for length in (2, 3):
        for word in itertools.product(_SYLLABLES, repeat=length):
            yield "".join(word).capitalize()


def _byte_letters() -> list[str]:
    """GPT-2's printable stand-in for each byte."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    return [chr(b) for b in plain] + [chr(256 + i) for i in range(256 - len(plain))]


def _add_weights(writer: gguf.GGUFWriter, shape: Shape, silent: int) -> None:
    """The first `silent` tokens have no weights, so that they are never the best."""
    rng = np.random.default_rng(0)

    def matrix(name: str, rows: int, columns: int, *, silent: int = 0) -> None:
        weights = rng.standard_normal((rows, columns), dtype=np.float32) * _STEP
        weights[:silent] = 0
        writer.add_tensor(f"{name}.weight", weights.astype(np.float16))

    def ones(name: str) -> None:
        writer.add_tensor(f"{name}.weight", np.ones(shape.width, dtype=np.float32))

    kv_width = shape.width // shape.heads * shape.kv_heads
    matrix("token_embd", shape.vocabulary, shape.width, silent=silent)
    ones("output_norm")
    for layer in range(shape.layers):
        block = f"blk.{layer}"
        ones(f"{block}.attn_norm")
        ones(f"{block}.ffn_norm")
        for name, rows in (("q", shape.width), ("k", kv_width), ("v", kv_width)):
            matrix(f"{block}.attn_{name}", rows, shape.width)
            if shape.architecture == "qwen2":
                bias = np.zeros(rows, dtype=np.float32)
                writer.add_tensor(f"{block}.attn_{name}.bias", bias)
        matrix(f"{block}.attn_output", shape.width, shape.width)
        matrix(f"{block}.ffn_gate", shape.hidden, shape.width)
        matrix(f"{block}.ffn_up", shape.hidden, shape.width)
        matrix(f"{block}.ffn_down", shape.width, shape.hidden)


def _quantise(source: Path, target: Path, file_type: gguf.LlamaFileType) -> None:
    """By llama.cpp itself, as the files that people download are."""
    llama_log()
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = int(file_type)
    unfinished = target.with_suffix(".part")
    code = llama_cpp.llama_model_quantize(
        str(source).encode(), str(unfinished).encode(), ctypes.byref(parameters)
    )
    if code != 0:
        raise RuntimeError(f"llama.cpp couldn't quantise {source.name}: code {code}")
    unfinished.replace(target)
