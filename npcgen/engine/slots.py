"""How long a model's context is, and how many conversations it keeps computed at once."""

import psutil

from npcgen.engine.gguf_file import GgufFile
from npcgen.errors import ConfigError

DEFAULT_CONTEXT_TOKENS = 8192
MOST_SLOTS = 16
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
