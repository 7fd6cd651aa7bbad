"""The llama.cpp backend. Importing it loads llama.cpp's shared library."""

import os

# NOTE: read once, when OpenMP's library is loaded. Its threads would spin while they wait for each
# other; beside one busy process that made a token take ten times as long (`engine/threads.py`). To
# sleep at once costs two fifths of the pace on quiet cores, so GNU's library spins for a moment.
if "OMP_WAIT_POLICY" not in os.environ:
    os.environ["OMP_WAIT_POLICY"] = "passive"
    os.environ.setdefault("GOMP_SPINCOUNT", "300")

from npcgen.engine.backends.llama_cpp.backend import LlamaCppBackend
from npcgen.engine.backends.llama_cpp.model import LlamaParameters

__all__ = ["LlamaCppBackend", "LlamaParameters"]
