"""The llama.cpp backend. Importing it loads llama.cpp's shared library."""

import os

# NOTE: read once, when OpenMP's library is loaded. Its threads would spin while they wait for each
# other; beside one busy process that made a token take ten times as long (`engine/threads.py`).
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

from npcgen.engine.backends.llama_cpp.backend import LlamaCppBackend
from npcgen.engine.backends.llama_cpp.model import LlamaParameters

__all__ = ["LlamaCppBackend", "LlamaParameters"]
