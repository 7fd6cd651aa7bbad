"""Makes real GGUF files for tests: a tiny model with random weights and a small vocabulary.

llama.cpp loads and runs them in milliseconds. Their words are noise, their tokens are real.
"""

from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np
from numpy.typing import NDArray

from tests.gguf_architectures import HIDDEN as HIDDEN
from tests.gguf_architectures import LAYERS, WIDTH, architecture, may_be_quantised

CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
SPECIALS = (
    "<unk>",
    "<s>",
    "</s>",
    "<|im_start|>",
    "<|im_end|>",
    "<|start_header_id|>",
    "<|end_header_id|>",
    "<|eot_id|>",
    "<start_of_turn>",
    "<end_of_turn>",
    "[INST]",
    "[/INST]",
    "<|system|>",
    "<|user|>",
    "<|assistant|>",
)
BOS, EOS, IM_END = 1, 2, 4


@dataclass(frozen=True, slots=True)
class TinyModel:
    """What the file is to be. `seed` changes the weights, nothing else does."""

    chat_template: str | None = CHATML
    architecture: str = "llama"
    """ "mamba", "jamba", "lfm2", "gemma2" have layers of their own; any other name a llama's."""
    context_length: int = 512
    tokenizer: str = "spm"
    """ "spm" (pieces with scores, bytes for the rest) or "bpe" (bytes and merges)."""
    quantisation: str = "F16"
    """ "F16" or "Q8_0"."""
    add_bos: bool = True
    seed: int = 0
    name: str = "Tiny"
    licence: str = "apache-2.0"
    description: str = "Random weights for tests."
    eos: int = IM_END
    """Make it the id of an ordinary token and the model ends when it says that."""
    has_chatml_tokens: bool = True
    says_specials: bool = False
    """Random weights rarely end a reply in time: unless this is set, they never end it."""
    jobs: tuple[str, ...] = ()
    """What it was made for besides talking."""
    says_bytes: bool = True
    """Without it, a greedy reply of an "spm" model is whole characters."""


def write_gguf(path: Path, model: TinyModel | None = None) -> Path:
    """Writes the file and returns its path. About 400 kB."""
    model = model or TinyModel()
    writer = gguf.GGUFWriter(path, model.architecture)
    _add_header(writer, model)
    vocabulary = _add_vocabulary(writer, model)
    _add_weights(writer, model, vocabulary)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def truncate(path: Path, keep: float) -> Path:
    """Cuts the file down to the share `keep` of its bytes."""
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    return path


def flip(path: Path, offset: int, mask: int = 0xFF) -> Path:
    """Flips bits of one byte."""
    data = bytearray(path.read_bytes())
    data[offset] ^= mask
    path.write_bytes(data)
    return path


def header_size(path: Path) -> int:
    """Bytes before the tensor data."""
    return int(gguf.GGUFReader(path).data_offset)


def _add_header(writer: gguf.GGUFWriter, model: TinyModel) -> None:
    writer.add_name(model.name)
    writer.add_license(model.licence)
    writer.add_description(model.description)
    writer.add_file_type(
        gguf.LlamaFileType.MOSTLY_Q8_0
        if model.quantisation == "Q8_0"
        else gguf.LlamaFileType.MOSTLY_F16
    )
    writer.add_context_length(model.context_length)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_layer_norm_rms_eps(1e-5)
    architecture(model.architecture).header(writer)
    if model.chat_template is not None:
        writer.add_chat_template(model.chat_template)
    if model.jobs:
        writer.add_array("npcgen.jobs", model.jobs)


def _add_vocabulary(writer: gguf.GGUFWriter, model: TinyModel) -> int:
    if model.tokenizer == "spm":
        tokens, scores, types = _spm_vocabulary()
        writer.add_tokenizer_model("llama")
        writer.add_tokenizer_pre("default")
        writer.add_token_scores(scores)
    else:
        tokens, types, merges = _bpe_vocabulary()
        writer.add_tokenizer_model("gpt2")
        writer.add_tokenizer_pre("gpt-2")
        writer.add_token_merges(merges)
    if not model.has_chatml_tokens:
        tokens = [token.replace("<|im_", "<|no_") for token in tokens]
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_bos_token_id(BOS)
    writer.add_eos_token_id(model.eos)
    writer.add_add_bos_token(model.add_bos)
    writer.add_vocab_size(len(tokens))
    return len(tokens)


def _spm_vocabulary() -> tuple[list[str], list[float], list[int]]:
    tokens = list(SPECIALS)
    types = [gguf.TokenType.UNKNOWN] + [gguf.TokenType.CONTROL] * (len(SPECIALS) - 1)
    scores = [0.0] * len(SPECIALS)
    tokens += [f"<0x{byte:02X}>" for byte in range(256)]
    types += [gguf.TokenType.BYTE] * 256
    scores += [0.0] * 256
    pieces = ["▁", *map(chr, range(33, 127)), "th", "he", "in", "▁t", "▁the", "é", "ü", "<s", "|>"]
    for rank, piece in enumerate(pieces):
        tokens.append(piece)
        types.append(gguf.TokenType.NORMAL)
        scores.append(-float(rank))
    return tokens, scores, [int(kind) for kind in types]


def _bpe_vocabulary() -> tuple[list[str], list[int], list[str]]:
    tokens = list(SPECIALS)
    types = [gguf.TokenType.UNKNOWN] + [gguf.TokenType.CONTROL] * (len(SPECIALS) - 1)
    merges = ["t h", "h e", "i n", "Ġ t", "Ġ th", "th e", "Ġt h", "Ġth e"]
    letters = _byte_letters() + [merge.replace(" ", "") for merge in merges]
    for letter in dict.fromkeys(letters):
        tokens.append(letter)
        types.append(gguf.TokenType.NORMAL)
    return tokens, [int(kind) for kind in types], merges


def _byte_letters() -> list[str]:
    """GPT-2's printable stand-in for each byte."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    other = [byte for byte in range(256) if byte not in plain]
    return [chr(b) for b in plain] + [chr(256 + i) for i in range(len(other))]


def _add_weights(writer: gguf.GGUFWriter, model: TinyModel, vocabulary: int) -> None:
    rng = np.random.default_rng(model.seed)
    chosen = architecture(model.architecture)
    silent = 0 if model.says_specials else len(SPECIALS)
    silent += 0 if model.says_bytes else 256
    embedding = rng.standard_normal((vocabulary, WIDTH)).astype(np.float32)
    if chosen.output:
        output = (rng.standard_normal((vocabulary, WIDTH)) * 0.3).astype(np.float32)
        output[:silent] = 0
        _add(writer, model, chosen.output, output)
    else:
        embedding[:silent] = 0
        embedding *= 0.05  # As loud as a layer, or every token would only repeat itself.
    _add(writer, model, "token_embd.weight", embedding)
    _add(writer, model, chosen.output_norm, np.ones(WIDTH, dtype=np.float32))
    for layer in range(LAYERS):
        for name, weights in chosen.layer(rng, layer):
            _add(writer, model, name, weights)


def _add(
    writer: gguf.GGUFWriter, model: TinyModel, name: str, weights: NDArray[np.float32]
) -> None:
    if not may_be_quantised(name, weights):
        writer.add_tensor(name, weights)
    elif model.quantisation == "Q8_0":
        kind = gguf.GGMLQuantizationType.Q8_0
        writer.add_tensor(name, gguf.quants.quantize(weights, kind), raw_dtype=kind)
    else:
        writer.add_tensor(name, weights.astype(np.float16))
