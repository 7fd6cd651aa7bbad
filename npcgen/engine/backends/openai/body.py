"""A generation request as the chat-completions API writes it."""

from typing import Any

from npcgen.engine.backends.openai.constraint import constraint
from npcgen.engine.base import GenerationRequest, Sampling
from npcgen.errors import InvalidArgument

_ALL_TOKENS = 2**20
"""More than any vocabulary has: servers disagree whether 0 or -1 turns top_k off."""
_MAX_STOPS = 4
"""What the API allows. Stop texts beyond it are still found in what arrives."""


def chat_body(request: GenerationRequest, model: str, *, extensions: bool) -> dict[str, Any]:
    """The JSON of a streamed completion; `extensions` as in OpenAIParameters.

    A request for no tokens, which only warms the prompt up, asks for one. Raises InvalidArgument
    for a logit bias, which the API takes by the numbers of tokens that aren't known here, and
    for a grammar that it doesn't take.
    """
    sampling = request.sampling
    if sampling.logit_bias:
        raise InvalidArgument.at(
            "sampling.logit_bias", "can't be used with a model on another server; leave it out"
        )
    body: dict[str, Any] = {
        "model": model,
        "messages": [{"role": each.role, "content": each.content} for each in request.messages],
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_tokens": max(1, request.max_tokens),
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "seed": sampling.seed,
    }
    if request.stop:
        body["stop"] = list(request.stop[:_MAX_STOPS])
    for name in ("frequency_penalty", "presence_penalty"):
        if penalty := getattr(sampling, name):
            body[name] = penalty
    body |= constraint(request.grammar, extensions=extensions)
    return body | (_extensions(sampling) if extensions else {})


def _extensions(sampling: Sampling) -> dict[str, Any]:
    """By the names of vLLM and SGLang and by those of llama.cpp; each ignores the other's."""
    body: dict[str, Any] = {
        "top_k": sampling.top_k or _ALL_TOKENS,
        "min_p": sampling.min_p,
        "repetition_penalty": sampling.repeat_penalty,
        "repeat_penalty": sampling.repeat_penalty,
    }
    if sampling.repeat_penalty != 1:
        body["repeat_last_n"] = sampling.repeat_window
    if sampling.typical_p != 1:
        body["typical_p"] = sampling.typical_p
    if sampling.dry_multiplier:
        body |= {
            "dry_multiplier": sampling.dry_multiplier,
            "dry_base": sampling.dry_base,
            "dry_allowed_length": sampling.dry_allowed_length,
            "dry_penalty_last_n": sampling.dry_window,
        }
    if sampling.xtc_probability:
        body["xtc_probability"] = sampling.xtc_probability
        body["xtc_threshold"] = sampling.xtc_threshold
    if sampling.mirostat_tau:
        body |= {
            "mirostat": 2,
            "mirostat_mode": 2,
            "mirostat_tau": sampling.mirostat_tau,
            "mirostat_eta": sampling.mirostat_eta,
        }
    return body
