"""A model behind any OpenAI-compatible chat-completions server: vLLM, SGLang, llama-server,
Ollama, LM Studio, hosted ones. Needs httpx, the extra `npcgen[openai]`.
"""

from npcgen.engine.backends.openai.backend import OpenAIBackend
from npcgen.engine.backends.openai.parameters import (
    DEFAULT_SLOTS,
    RETRY_PAUSES_S,
    OpenAIParameters,
)

__all__ = ["DEFAULT_SLOTS", "RETRY_PAUSES_S", "OpenAIBackend", "OpenAIParameters"]
