"""Keys and values in half the memory."""

import pytest

from npcgen.engine.backends.llama_cpp import LlamaCppBackend, LlamaParameters
from npcgen.engine.base import GenerationRequest, Message, Sampling
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.models import bundled_path


def parked_bytes(kv_type: str, flash_attention: str) -> int:
    """Of one conversation, after it was spoken to."""
    parameters = LlamaParameters(
        context_tokens=512, slots=1, threads=1, kv_type=kv_type, flash_attention=flash_attention
    )
    backend = LlamaCppBackend(read_gguf(bundled_path()), parameters)
    messages = (Message("user", "The mill stands by the river. " * 8),)
    sequence = backend.open(GenerationRequest(messages, Sampling(temperature=0)))
    while not backend.step([sequence])[0].tokens:
        pass
    backend.close(sequence)
    backend.shutdown()
    return backend.stats().parked_memory_bytes


@pytest.mark.parametrize(("flash_attention", "share"), [("off", 0.77), ("on", 0.54)])
def test_quantised_keys_and_values_take_their_share(flash_attention, share):
    full = parked_bytes("f16", flash_attention)
    assert parked_bytes("q8_0", flash_attention) == pytest.approx(full * share, rel=0.02)
