"""Loads a model and computes one token: what the child of `npcgen.engine.probe` does."""

import contextlib
import json
import os
import sys
from pathlib import Path

from npcgen.engine.backends.llama_cpp.backend import LlamaCppBackend
from npcgen.engine.backends.llama_cpp.model import LlamaParameters
from npcgen.engine.base import GenerationRequest, Message
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.probe import SURVIVED
from npcgen.errors import NpcgenError

_EVERY_BYTE = "".join(map(chr, range(1, 128))) + "é€😀"


def main(arguments: str) -> None:
    """Prints SURVIVED when the process didn't crash, whether the model could be loaded or not."""
    given = json.loads(arguments)
    # The reason alone: llama.cpp would call a debugger for a back-trace.
    os.environ["GGML_NO_BACKTRACE"] = "1"
    with contextlib.suppress(NpcgenError):  # The parent will meet the same error and report it.
        _try_out(
            Path(given["path"]),
            LlamaParameters(n_gpu_layers=given["n_gpu_layers"], threads=given["threads"], slots=1),
        )
    sys.stdout.write(SURVIVED)


def _try_out(path: Path, parameters: LlamaParameters) -> None:
    backend = LlamaCppBackend(read_gguf(path), parameters)
    request = GenerationRequest((Message("user", _EVERY_BYTE),))
    sequence = backend.open(request)
    while not any(step.tokens or step.finished for step in backend.step([sequence])):
        pass
    backend.close(sequence)
    backend.shutdown()
