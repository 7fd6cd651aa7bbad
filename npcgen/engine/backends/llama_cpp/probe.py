"""What the child of `npcgen.engine.probe` does: loads a model, computes one token, measures."""

import contextlib
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from npcgen.engine.backends.llama_cpp.backend import LlamaCppBackend
from npcgen.engine.backends.llama_cpp.model import LlamaParameters
from npcgen.engine.backends.llama_cpp.tuning import measure
from npcgen.engine.base import GenerationRequest, Message
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.probe import SURVIVED
from npcgen.engine.threads import default_threads, thread_counts
from npcgen.engine.tuning import default_mode
from npcgen.errors import NpcgenError

EVERY_BYTE = "".join(map(chr, range(1, 128))) + "é€😀"


def main(arguments: str) -> None:
    """Prints SURVIVED when the process didn't crash, whether the model could be loaded or not.

    Then what it measures, if it is to, in a line of JSON each.
    """
    given = json.loads(arguments)
    # The reason alone: llama.cpp would call a debugger for a back-trace.
    os.environ["GGML_NO_BACKTRACE"] = "1"
    parameters = LlamaParameters(
        n_gpu_layers=given["n_gpu_layers"], threads=given["threads"], slots=1
    )
    try:
        backend = LlamaCppBackend(read_gguf(Path(given["path"])), parameters)
    except NpcgenError:  # The parent will meet the same error and report it.
        _tell(SURVIVED)
        return
    try_out(backend)
    _tell(SURVIVED)
    if given["measure_s"]:
        cut_short = measure(
            backend.model,
            default_mode(default_threads()),
            thread_counts(),
            lambda figures: _tell(json.dumps(asdict(figures))),
            budget_s=given["measure_s"],
        )
        _tell(json.dumps({"cut_short": cut_short}))
    backend.shutdown()


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def try_out(backend: LlamaCppBackend, adapter: str = "") -> None:
    """Computes a prompt of every byte and the first token after it."""
    request = GenerationRequest((Message("user", EVERY_BYTE),), adapter=adapter)
    with contextlib.suppress(NpcgenError):
        sequence = backend.open(request)
        while not any(step.tokens or step.finished for step in backend.step([sequence])):
            pass
        backend.close(sequence)
