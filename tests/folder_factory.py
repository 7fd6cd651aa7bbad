"""Makes real model folders for tests: tiny models with random weights, as transformers saves them.

Torch loads and runs them in milliseconds. Their words are noise, their tokens are real.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers
from transformers import AutoConfig, AutoModelForCausalLM, GenerationConfig

from tests.gguf_factory import CHATML, SPECIALS

BOS, EOS, IM_END = 1, 2, 4
WEIGHTS = "model.safetensors"
_MERGES = ("t h", "h e", "i n", "Ġ t", "Ġ th", "th e", "Ġt h", "Ġth e", "< |", "| >", "< s")
_SHAPE = {
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "bos_token_id": BOS,
    "eos_token_id": IM_END,
}


@dataclass(frozen=True, slots=True)
class TinyFolder:
    """What the folder is to be. `seed` changes the weights, nothing else does."""

    chat_template: str | None = CHATML
    architecture: str = "llama"
    """As transformers names the type of a model."""
    tokenizer: str = "bpe"
    """ "bpe" (bytes and merges) or "spm" (pieces, bytes for the rest, a space before a text)."""
    context_length: int = 512
    seed: int = 0
    spread: float = 0.3
    """Standard deviation of the matrices. The larger, the wilder what small changes make of it."""
    eos: int = IM_END
    """Make it the id of an ordinary token and the model ends when it says that."""
    says_specials: bool = False
    """Random weights rarely end a reply in time: unless this is set, they never end it."""
    has_chatml_tokens: bool = True
    plain_markers: bool = False
    """The role markers are declared as ordinary added words."""
    config: dict[str, Any] = field(default_factory=dict)
    """More of the configuration."""


def write_folder(path: Path, model: TinyFolder | None = None) -> Path:
    """Writes the folder and returns its path. About 600 kB."""
    model = model or TinyFolder()
    tokenizer = _tokenizer(model)
    path.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(path / "tokenizer.json"))
    shape = {**_SHAPE, "max_position_embeddings": model.context_length, **model.config}
    shape |= {"eos_token_id": model.eos, "vocab_size": tokenizer.get_vocab_size()}
    torch.manual_seed(model.seed)
    module = AutoModelForCausalLM.from_config(
        AutoConfig.for_model(model.architecture, tie_word_embeddings=False, **shape)
    )
    with torch.no_grad():
        for weight in module.parameters():
            if weight.dim() == 2:
                weight.normal_(0, model.spread)
        if not model.says_specials:
            module.lm_head.weight[: len(SPECIALS)] = 0
    module.generation_config = GenerationConfig(eos_token_id=model.eos)
    module.save_pretrained(path)
    settings = {"bos_token": "<s>", "eos_token": "</s>", "chat_template": model.chat_template}
    settings = {key: value for key, value in settings.items() if value is not None}
    (path / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    return path


def edit_json(path: Path, **fields: Any) -> Path:
    """Changes some fields of a JSON file; None takes one out."""
    value = {**json.loads(path.read_text(encoding="utf-8")), **fields}
    left = {key: each for key, each in value.items() if each is not None}
    path.write_text(json.dumps(left), encoding="utf-8")
    return path


def pickle_weights(folder: Path) -> Path:
    """Saves the weights as a pickle instead."""
    weights = load_file(folder / WEIGHTS)
    torch.save(weights, folder / "pytorch_model.bin")
    (folder / WEIGHTS).unlink()
    return folder


def split_weights(folder: Path) -> Path:
    """Spreads the weights over two files with an index."""
    weights = load_file(folder / WEIGHTS)
    (folder / WEIGHTS).unlink()
    places: dict[str, str] = {}
    for number, names in enumerate((list(weights)[::2], list(weights)[1::2])):
        file = f"model-0000{number + 1}-of-00002.safetensors"
        save_file({name: weights[name] for name in names}, folder / file, {"format": "pt"})
        places |= dict.fromkeys(names, file)
    index = {"metadata": {}, "weight_map": places}
    (folder / f"{WEIGHTS}.index.json").write_text(json.dumps(index), encoding="utf-8")
    return folder


def _tokenizer(model: TinyFolder) -> Tokenizer:
    specials = [
        special if model.has_chatml_tokens else special.replace("<|im_", "<|no_")
        for special in SPECIALS
    ]
    tokenizer = _bytes(specials) if model.tokenizer == "bpe" else _blocks(specials)
    plain = [word for word in specials if model.plain_markers and word.startswith("<|im_")]
    tokenizer.add_special_tokens([AddedToken(s, special=True) for s in specials if s not in plain])
    tokenizer.add_tokens([AddedToken(word, special=False, normalized=False) for word in plain])
    return tokenizer


def _bytes(specials: list[str]) -> Tokenizer:
    pairs = [(left, right) for left, right in (merge.split() for merge in _MERGES)]
    words = [*specials, *sorted(pre_tokenizers.ByteLevel.alphabet())]
    words += [left + right for left, right in pairs]
    vocabulary = {word: index for index, word in enumerate(dict.fromkeys(words))}
    tokenizer = Tokenizer(models.BPE(vocabulary, pairs))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def _blocks(specials: list[str]) -> Tokenizer:
    """As the tokenizers of Llama 2 and its kin are converted."""
    pairs = [("t", "h"), ("h", "e"), ("i", "n"), ("▁", "t"), ("▁t", "he"), ("<", "s"), ("<s", ">")]
    words = [*specials, *(f"<0x{byte:02X}>" for byte in range(256)), "▁"]
    words += [*map(chr, range(33, 127)), "é", "ü"]
    words += [left + right for left, right in pairs]
    vocabulary = {word: index for index, word in enumerate(dict.fromkeys(words))}
    tokenizer = Tokenizer(
        models.BPE(vocabulary, pairs, unk_token="<unk>", fuse_unk=True, byte_fallback=True)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]
    )
    tokenizer.decoder = decoders.Sequence(
        [
            decoders.Replace("▁", " "),
            decoders.ByteFallback(),
            decoders.Fuse(),
            decoders.Strip(" ", 1, 0),
        ]
    )
    return tokenizer
