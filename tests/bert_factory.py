"""Makes a real embedding model for tests: a tiny BERT of random weights, which reads letters."""

from pathlib import Path

import gguf
import numpy as np

WIDTH, LAYERS, HEADS, HIDDEN = 32, 2, 4, 64
CONTEXT = 64
_SPECIALS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_LETTERS = "abcdefghijklmnopqrstuvwxyz.,?!"


def write_bert(
    path: Path,
    *,
    pooling: gguf.PoolingType | None = gguf.PoolingType.MEAN,
    type_kind: type = np.float32,
    seed: int = 0,
) -> Path:
    """Writes the file and returns its path. About 60 kB.

    With token types of `type_kind` float16, llama.cpp aborts when it computes.
    """
    writer = gguf.GGUFWriter(path, "bert")
    _add_header(writer, pooling)
    vocabulary = _add_vocabulary(writer)
    _add_weights(writer, vocabulary, type_kind, np.random.default_rng(seed))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _add_header(writer: gguf.GGUFWriter, pooling: gguf.PoolingType | None) -> None:
    writer.add_name("Tiny BERT")
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_layer_norm_eps(1e-12)
    writer.add_causal_attention(False)
    if pooling is not None:
        writer.add_pooling_type(pooling)


def _add_vocabulary(writer: gguf.GGUFWriter) -> int:
    """Letters at the beginning of a word, and inside one."""
    tokens = [*_SPECIALS, *(f"▁{letter}" for letter in _LETTERS), *_LETTERS]
    types = [gguf.TokenType.CONTROL] * len(_SPECIALS)
    types += [gguf.TokenType.NORMAL] * (len(tokens) - len(_SPECIALS))
    writer.add_tokenizer_model("bert")
    writer.add_token_list(tokens)
    writer.add_token_types([int(kind) for kind in types])
    writer.add_token_type_count(2)
    writer.add_pad_token_id(0)
    writer.add_unk_token_id(1)
    writer.add_bos_token_id(2)
    writer.add_sep_token_id(3)
    writer.add_mask_token_id(4)
    writer.add_vocab_size(len(tokens))
    return len(tokens)


def _add_weights(
    writer: gguf.GGUFWriter, vocabulary: int, type_kind: type, rng: np.random.Generator
) -> None:
    def matrix(name: str, rows: int, columns: int, kind: type = np.float16) -> None:
        weights = (rng.standard_normal((rows, columns)) * 0.2).astype(kind)
        writer.add_tensor(f"{name}.weight", weights)

    def norm(name: str) -> None:
        writer.add_tensor(f"{name}.weight", np.ones(WIDTH, dtype=np.float32))
        writer.add_tensor(f"{name}.bias", np.zeros(WIDTH, dtype=np.float32))

    matrix("token_embd", vocabulary, WIDTH)
    matrix("token_types", 2, WIDTH, type_kind)
    matrix("position_embd", CONTEXT, WIDTH, np.float32)
    norm("token_embd_norm")
    for layer in range(LAYERS):
        block = f"blk.{layer}"
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            matrix(f"{block}.{name}", WIDTH, WIDTH)
        matrix(f"{block}.ffn_up", HIDDEN, WIDTH)
        matrix(f"{block}.ffn_down", WIDTH, HIDDEN)
        norm(f"{block}.attn_output_norm")
        norm(f"{block}.layer_output_norm")
