"""The llama.cpp backend. Importing it loads llama.cpp's shared library."""

from npcgen.engine.backends.llama_cpp.backend import LlamaCppBackend
from npcgen.engine.backends.llama_cpp.model import LlamaParameters

__all__ = ["LlamaCppBackend", "LlamaParameters"]
