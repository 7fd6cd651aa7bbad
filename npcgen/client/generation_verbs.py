"""The verb of character generation, for both clients. What it sends is `generation_calls.py`."""

from typing import Protocol, TypeVar

from npcgen.client import generation_calls as calls
from npcgen.client.calls import Call
from npcgen.dialogue.generation.generate import GeneratedPersona

Result = TypeVar("Result")


class _Calls(Protocol):
    """What a client for asyncio has for its verbs."""

    async def _unary(self, call: Call[Result]) -> Result: ...


class _BlockingCalls(Protocol):
    """What a blocking client has for its verbs."""

    def _unary(self, call: Call[Result]) -> Result: ...


class GenerationVerbs:
    """The verbs of a client."""

    async def generate_persona(
        self: _Calls,
        prompt: str = "",
        *,
        seed: int = 0,
        world_id: str = "",
        keep: bool = False,
        use_model: bool = False,
        model: str = "",
        request_id: str = "",
    ) -> GeneratedPersona:
        """A new persona made of a few words; a seed of 0 draws one, and the answer says which.

        `keep` keeps it at once; `use_model` lets a model that is able to write some of its texts.
        """
        return await self._unary(
            calls.generate_persona(
                prompt,
                seed=seed,
                world_id=world_id,
                keep=keep,
                use_model=use_model,
                model=model,
                request_id=request_id,
            )
        )


class BlockingGenerationVerbs:
    """The verbs of a client."""

    def generate_persona(
        self: _BlockingCalls,
        prompt: str = "",
        *,
        seed: int = 0,
        world_id: str = "",
        keep: bool = False,
        use_model: bool = False,
        model: str = "",
        request_id: str = "",
    ) -> GeneratedPersona:
        """A new persona made of a few words; a seed of 0 draws one, and the answer says which.

        `keep` keeps it at once; `use_model` lets a model that is able to write some of its texts.
        """
        return self._unary(
            calls.generate_persona(
                prompt,
                seed=seed,
                world_id=world_id,
                keep=keep,
                use_model=use_model,
                model=model,
                request_id=request_id,
            )
        )
