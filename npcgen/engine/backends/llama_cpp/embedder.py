"""Vectors from a GGUF model: of an embedding model's file, or of the chat model that speaks.

Each has a context of its own, since llama.cpp pools in none that generates. It is made when it is
first needed, and is emptied after every batch.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import llama_cpp as lib
import numpy as np
from numpy.typing import NDArray

from npcgen.engine.backends.llama_cpp.log import llama_log
from npcgen.engine.backends.llama_cpp.model import LlamaParameters, load_weights
from npcgen.engine.embeddings import Embedded, Vectors
from npcgen.engine.gguf_file import GgufFile
from npcgen.engine.slots import embedding_context, pooling_key
from npcgen.errors import InternalError, ModelUnusable

_MOST_TEXTS = 16
_POOLING = {lib.LLAMA_POOLING_TYPE_MEAN, lib.LLAMA_POOLING_TYPE_CLS, lib.LLAMA_POOLING_TYPE_LAST}
_THREADS = 1
"""The core that decoding leaves free: speakers wait for each of their own threads."""


class LlamaEmbedder:
    """An EmbeddingModel. `model` is borrowed: close this before it is freed."""

    def __init__(
        self, file: GgufFile, *, model: Any = None, n_gpu_layers: int = 0, sha256: str = ""
    ) -> None:
        """`model` None loads the file when it is first needed. `sha256` is the file's; without
        it, the file's name is the vectors' key.
        """
        self._file = file
        self._sha256 = sha256
        self._borrowed = model
        self._owned: Any = None
        self._n_gpu_layers = n_gpu_layers
        self._room = embedding_context(file)
        self._context: Any = None
        self._batch: Any = None

    @property
    def name(self) -> str:
        return self._file.path.stem

    @property
    def key(self) -> str:
        return self._sha256 or self.name

    @property
    def dimensions(self) -> int:
        prefix = self._file.architecture
        width = self._file.number(f"{prefix}.embedding_length", 0)
        return self._file.number(f"{prefix}.embedding_length_out", width)

    def embed(self, texts: Sequence[str]) -> Embedded:
        if self._context is None:
            self._open()
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        tokens = {index: self._tokens(text) for index, text in enumerate(texts) if text.strip()}
        cut = {index: self._cut(each) for index, each in tokens.items() if each}
        for rows in _batches({index: len(each) for index, each in cut.items()}, self._room):
            vectors[rows] = self._compute([cut[row] for row in rows])
        return Embedded(vectors, sum(len(each) > self._room for each in tokens.values()))

    def close(self) -> None:
        if self._batch is not None:
            lib.llama_batch_free(self._batch)
        if self._context is not None:
            lib.llama_free(self._context)
        if self._owned is not None:
            lib.llama_model_free(self._owned)
        self._batch = self._context = self._owned = None

    def _open(self) -> None:
        try:
            if self._borrowed is None:
                self._owned = load_weights(
                    self._file, LlamaParameters(n_gpu_layers=self._n_gpu_layers)
                )
            self._open_context(self._borrowed or self._owned)
        except BaseException:
            self.close()
            raise
        self._batch = lib.llama_batch_init(self._room, 0, 1)

    def _open_context(self, model: Any) -> None:
        if lib.llama_model_has_encoder(model) and lib.llama_model_has_decoder(model):
            raise self._unusable("is a translator, not an embedding model")
        if lib.llama_model_n_embd_out(model) != self.dimensions:
            raise self._unusable("has vectors of another size than its header says")
        llama_log().forget()
        context = lib.llama_init_from_model(model, self._context_parameters())
        if not context:
            raise self._unusable(f"got no context for embeddings: {llama_log().why()}")
        self._context = context
        self._memory = lib.llama_get_memory(context)
        self._vocab = lib.llama_model_get_vocab(model)

    def _context_parameters(self) -> Any:
        chosen = lib.llama_context_default_params()
        # NOTE: a text must go through in one piece, or its mean is that of its last piece.
        chosen.n_ctx = chosen.n_batch = chosen.n_ubatch = self._room
        chosen.n_seq_max = _MOST_TEXTS
        chosen.kv_unified = True
        chosen.n_threads = chosen.n_threads_batch = _THREADS
        chosen.embeddings = True
        # With it, what a text is batched with shows in the third digit.
        chosen.flash_attn_type = lib.LLAMA_FLASH_ATTN_TYPE_DISABLED
        chosen.pooling_type = self._pooling()
        chosen.no_perf = True
        return chosen

    def _pooling(self) -> int:
        """What the file asks for; the mean where it asks for nothing."""
        asked = self._file.number(pooling_key(self._file), 0)
        if asked == lib.LLAMA_POOLING_TYPE_RANK:
            raise self._unusable("ranks pairs of texts and gives no vectors")
        return asked if asked in _POOLING else int(lib.LLAMA_POOLING_TYPE_MEAN)

    def _tokens(self, text: str) -> list[int]:
        """With the special tokens that the model puts around a text; none that the text spells."""
        data = text.encode("utf-8", errors="replace")
        room = len(data) + 8
        while True:
            buffer = (lib.llama_token * room)()
            count = lib.llama_tokenize(self._vocab, data, len(data), buffer, room, True, False)
            if count >= 0:
                return list(buffer[:count])
            room = -count

    def _cut(self, tokens: list[int]) -> list[int]:
        """As many as the context holds, with the token that ends a text still at the end."""
        if len(tokens) <= self._room:
            return tokens
        ends = {lib.llama_vocab_eos(self._vocab), lib.llama_vocab_sep(self._vocab)}
        keep = tokens[-1:] if tokens[-1] in ends else []
        return tokens[: self._room - len(keep)] + keep

    def _compute(self, texts: Sequence[Sequence[int]]) -> Vectors:
        self._fill_batch(texts)
        llama_log().forget()
        code = lib.llama_decode(self._context, self._batch)
        if code != 0:
            raise InternalError(f"llama_decode of embeddings returned {code}: {llama_log().why()}")
        vectors = np.stack([self._pooled(text) for text in range(len(texts))])
        if self._memory:
            lib.llama_memory_clear(self._memory, False)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not (np.isfinite(lengths).all() and lengths.all()):
            raise self._unusable("gives vectors without a direction")
        return np.asarray(vectors / lengths, dtype=np.float32)

    def _fill_batch(self, texts: Sequence[Sequence[int]]) -> None:
        batch, row = self._batch, 0
        for text, tokens in enumerate(texts):
            for position, token in enumerate(tokens):
                batch.token[row] = token
                batch.pos[row] = position
                batch.n_seq_id[row] = 1
                batch.seq_id[row][0] = text
                batch.logits[row] = 1
                row += 1
        batch.n_tokens = row

    def _pooled(self, text: int) -> NDArray[np.float64]:
        pointer = lib.llama_get_embeddings_seq(self._context, text)
        if not pointer:
            raise InternalError("llama.cpp pooled nothing")
        return np.ctypeslib.as_array(pointer, (self.dimensions,)).astype(np.float64)

    def _unusable(self, problem: str) -> ModelUnusable:
        name = self._file.path.name
        return ModelUnusable(f"{name} {problem}; use another file", metadata={"file": name})


def _batches(sizes: dict[int, int], room: int) -> Iterator[list[int]]:
    """The texts in their order, as many at once as there is room for."""
    batch: list[int] = []
    for text, size in sizes.items():
        if batch and (
            len(batch) == _MOST_TEXTS or sum(sizes[each] for each in batch) + size > room
        ):
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch
