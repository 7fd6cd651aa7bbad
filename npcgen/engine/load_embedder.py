"""Makes the embedder of the model that the settings name. It is loaded when it is first needed."""

from npcgen.engine.embeddings import EmbeddingModel
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.models import resolve, sha256_of
from npcgen.engine.probe import probe_embedder
from npcgen.engine.survivors import Survivors
from npcgen.settings import Settings


def named_embedder(settings: Settings) -> EmbeddingModel | None:
    """None where the settings name none. A file that is new here is tried in a child process.

    Needs llama.cpp. Raises NotFound, or ModelUnusable when the file can't be read or crashes.
    """
    if not settings.embedding_model:
        return None
    path = resolve(settings.embedding_model, settings.model_dir)
    file = read_gguf(path)
    survivors = Survivors(settings.data_dir / "survived")
    digest = sha256_of(path)
    key = f"{digest}:embedder"
    if not survivors.has(key, settings.n_gpu_layers):
        probe_embedder(path, n_gpu_layers=settings.n_gpu_layers)
        survivors.add(key, settings.n_gpu_layers)
    from npcgen.engine.backends.llama_cpp.embedder import LlamaEmbedder

    return LlamaEmbedder(file, n_gpu_layers=settings.n_gpu_layers, sha256=digest)
