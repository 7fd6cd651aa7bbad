"""What a child of `npcgen.engine.probe` does with an adapter: the model says a token through it."""

import contextlib
import json
import os
import sys
from pathlib import Path

from npcgen.engine.adapters import describe_adapter
from npcgen.engine.backends.llama_cpp.backend import LlamaCppBackend
from npcgen.engine.backends.llama_cpp.model import LlamaParameters
from npcgen.engine.backends.llama_cpp.probe import try_out
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.probe import SURVIVED
from npcgen.errors import NpcgenError


def main(arguments: str) -> None:
    """Prints SURVIVED when the process didn't crash, whether the adapter fits or not."""
    given = json.loads(arguments)
    # The reason alone: llama.cpp would call a debugger for a back-trace.
    os.environ["GGML_NO_BACKTRACE"] = "1"
    with contextlib.suppress(NpcgenError):  # The parent will meet the same error and report it.
        model = read_gguf(Path(given["path"]))
        adapter = describe_adapter(Path(given["adapter"]), model)
        parameters = LlamaParameters(n_gpu_layers=given["n_gpu_layers"], slots=1)
        backend = LlamaCppBackend(model, parameters, adapters=[adapter])
        try_out(backend, adapter=adapter.name)
        backend.shutdown()
    sys.stdout.write(SURVIVED)
