"""The finished GGUF through llama.cpp: messages in, a reply out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from llama_cpp import Llama
from tokenizers import Tokenizer

from npcgen.engine.base import Message
from training.tokeniser import chat_tokens


@dataclass(frozen=True, slots=True)
class Manner:
    """How the next token is chosen; a temperature of 0 is greedy."""

    label: str
    temperature: float
    repeat_penalty: float = 1.0


GREEDY = Manner("greedy", 0.0)
SAMPLED = Manner("temperature 0.7", 0.7)
PENALISED = Manner("temperature 0.7, repeat penalty 1.1", 0.7, 1.1)
REPLY_TOKENS = 64


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    finished: bool
    """Whether the model ended the reply itself."""


class Speaker:
    """A GGUF file, loaded."""

    def __init__(self, path: Path, tokeniser: Tokenizer) -> None:
        self.tokeniser = tokeniser
        self.model = Llama(str(path), n_ctx=1024, n_threads=2, verbose=False)

    def reply(self, messages: Sequence[Message], manner: Manner, seed: int = 0) -> Reply:
        """The reply to the last of `messages`."""
        answer = self.model.create_completion(
            chat_tokens(self.tokeniser, messages),
            max_tokens=REPLY_TOKENS,
            temperature=manner.temperature,
            repeat_penalty=manner.repeat_penalty,
            top_p=0.95,
            top_k=40,
            min_p=0.05,
            seed=seed,
        )
        assert isinstance(answer, dict)
        choice = answer["choices"][0]
        return Reply(choice["text"].strip(), choice["finish_reason"] == "stop")
