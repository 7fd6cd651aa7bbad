"""How long a model's context is, and how many conversations it keeps computed at once."""

import psutil

from npcgen.engine.gguf_file import GgufFile
from npcgen.errors import ConfigError

DEFAULT_CONTEXT_TOKENS = 8192
MOST_SLOTS = 16
EMBEDDING_TOKENS = 512
"""Tokens of a text that count for its vector; what embedding models are trained with."""
CHAT_EMBEDDING_TOKENS = 256
"""The same of a chat model, which takes 8 bytes for each of these times its vocabulary: llama.cpp
computes logits for every token of a text, and a text in one piece.
"""
_SHARE_OF_MEMORY = 0.25
_BYTES_PER_VALUE = 2  # f16


def choose_context(file: GgufFile, wanted: int) -> int:
    """Tokens of context to use. Raises ConfigError when more are wanted than it was trained on."""
    trained = file.context_tokens
    if wanted and trained and wanted > trained:
        raise ConfigError(
            f"context_tokens is {wanted}, but {file.path.name} was trained with {trained}; "
            f"set it to {trained} or less"
        )
    return wanted or min(trained or DEFAULT_CONTEXT_TOKENS, DEFAULT_CONTEXT_TOKENS)


def pooling_key(file: GgufFile) -> str:
    """What embedding models have and chat models don't."""
    return f"{file.architecture}.pooling_type"


def embedding_context(file: GgufFile) -> int:
    """Tokens of context in which the model makes vectors."""
    is_embedding_model = pooling_key(file) in file.metadata
    most = EMBEDDING_TOKENS if is_embedding_model else CHAT_EMBEDDING_TOKENS
    return min(file.context_tokens or most, most)


def default_slots(file: GgufFile, context_tokens: int, available_bytes: int | None = None) -> int:
    """As many as fit a quarter of the free memory, 1..16.

    `available_bytes` None asks the system.
    """
    if available_bytes is None:
        available_bytes = psutil.virtual_memory().available
    budget = available_bytes * _SHARE_OF_MEMORY
    per_slot = kv_bytes_per_token(file) * context_tokens
    return int(max(1, min(MOST_SLOTS, budget // per_slot if per_slot else MOST_SLOTS)))


def kv_bytes_per_token(file: GgufFile) -> int:
    """What one token of context takes, by the file's shape; an upper bound for odd ones."""
    prefix = file.architecture
    width = file.number(f"{prefix}.embedding_length", 0)
    heads = file.number(f"{prefix}.attention.head_count", 1) or 1
    kv_heads = file.number(f"{prefix}.attention.head_count_kv", heads)
    key = file.number(f"{prefix}.attention.key_length", width // heads)
    value = file.number(f"{prefix}.attention.value_length", width // heads)
    layers = file.number(f"{prefix}.block_count", 0)
    return layers * kv_heads * (key + value) * _BYTES_PER_VALUE
