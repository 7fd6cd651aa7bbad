"""What a generation request must be before it may take a place in the queue."""

import math
import time
from collections.abc import Mapping

from npcgen.engine.base import GenerationRequest, Sampling
from npcgen.engine.grammars import check_grammar
from npcgen.engine.pace import check_tokens_per_s
from npcgen.errors import ContextTooSmall, DeadlineExceeded, InvalidArgument

MAX_STOPS = 16
MAX_STOP_CHARACTERS = 128
MAX_BIASES = 64


def check_request(request: GenerationRequest) -> None:
    """Raises InvalidArgument for the first field that can't be right, DeadlineExceeded if late."""
    if not request.messages:
        raise InvalidArgument.at("messages", "needs at least one message")
    if request.max_tokens < 0:
        raise InvalidArgument.at("max_tokens", f"must be 0 or more, is {request.max_tokens}")
    check_tokens_per_s("max_tokens_per_s", request.max_tokens_per_s)
    _check_stops(request.stop)
    check_sampling(request.sampling)
    if request.grammar is not None:
        check_grammar(request.grammar)
    if request.deadline is not None and request.deadline <= time.monotonic():
        raise DeadlineExceeded("the deadline had already passed when the request arrived")


def check_room(prompt_tokens: int, context_tokens: int) -> None:
    """Raises ContextTooSmall for a prompt that leaves its reply no room."""
    if prompt_tokens + 1 > context_tokens:
        raise ContextTooSmall(
            f"the prompt has {prompt_tokens} tokens and the context {context_tokens}, which must "
            "hold the reply too; use a shorter persona or a larger context",
            metadata={"prompt_tokens": str(prompt_tokens), "context_tokens": str(context_tokens)},
        )


def _check_stops(stops: tuple[str, ...]) -> None:
    if len(stops) > MAX_STOPS:
        raise InvalidArgument.at("stop", f"at most {MAX_STOPS} texts, got {len(stops)}")
    for index, stop in enumerate(stops):
        if not 1 <= len(stop) <= MAX_STOP_CHARACTERS:
            raise InvalidArgument.at(
                f"stop[{index}]",
                f"must have 1 to {MAX_STOP_CHARACTERS} characters, has {len(stop)}",
            )


def check_sampling(sampling: Sampling) -> None:
    """Raises InvalidArgument for a value out of its range."""
    _check_range("temperature", sampling.temperature, 0, 2)
    _check_range("top_k", sampling.top_k, 0, 1000)
    _check_range("top_p", sampling.top_p, 0.001, 1)
    _check_range("min_p", sampling.min_p, 0, 1)
    _check_range("repeat_penalty", sampling.repeat_penalty, 1, 2)
    _check_range("seed", sampling.seed, 0, 2**32 - 1)
    _check_range("typical_p", sampling.typical_p, 0.001, 1)
    _check_range("repeat_window", sampling.repeat_window, 0, 1024)
    _check_range("frequency_penalty", sampling.frequency_penalty, 0, 2)
    _check_range("presence_penalty", sampling.presence_penalty, 0, 2)
    _check_range("dry_multiplier", sampling.dry_multiplier, 0, 5)
    _check_range("dry_base", sampling.dry_base, 1, 4)
    _check_range("dry_allowed_length", sampling.dry_allowed_length, 1, 64)
    _check_range("dry_window", sampling.dry_window, 0, 4096)
    _check_range("xtc_probability", sampling.xtc_probability, 0, 1)
    _check_range("xtc_threshold", sampling.xtc_threshold, 0, 0.5)
    _check_range("mirostat_tau", sampling.mirostat_tau, 0, 10)
    _check_range("mirostat_eta", sampling.mirostat_eta, 0.001, 1)
    _check_biases(sampling.logit_bias)


def _check_biases(biases: Mapping[str, float]) -> None:
    if len(biases) > MAX_BIASES:
        raise InvalidArgument.at(
            "sampling.logit_bias", f"at most {MAX_BIASES} texts, got {len(biases)}"
        )
    for text, bias in biases.items():
        if not text:
            raise InvalidArgument.at("sampling.logit_bias", "has an empty text; leave it out")
        _check_range(f"logit_bias[{text!r}]", bias, -100, 100)


def _check_range(name: str, value: float, low: float, high: float) -> None:
    if not math.isfinite(value) or not low <= value <= high:
        raise InvalidArgument.at(f"sampling.{name}", f"must be {low} to {high}, is {value}")
