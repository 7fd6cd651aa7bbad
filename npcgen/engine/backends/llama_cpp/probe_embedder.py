"""What a child of `npcgen.engine.probe` does with an embedding model: it makes a vector."""

import contextlib
import json
import os
import sys
from pathlib import Path

from npcgen.engine.backends.llama_cpp.embedder import LlamaEmbedder
from npcgen.engine.backends.llama_cpp.probe import EVERY_BYTE
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.probe import SURVIVED
from npcgen.errors import NpcgenError


def main(arguments: str) -> None:
    """Prints SURVIVED when the process didn't crash, whether there is a vector or not."""
    given = json.loads(arguments)
    # The reason alone: llama.cpp would call a debugger for a back-trace.
    os.environ["GGML_NO_BACKTRACE"] = "1"
    with contextlib.suppress(NpcgenError):  # The parent will meet the same error and report it.
        file = read_gguf(Path(given["path"]))
        embedder = LlamaEmbedder(file, n_gpu_layers=given["n_gpu_layers"])
        embedder.embed([EVERY_BYTE])
        embedder.close()
    sys.stdout.write(SURVIVED)
