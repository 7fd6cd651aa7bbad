"""The verb of character generation, for both clients. What it sends is `generation_calls.py`."""

from npcgen.client import generation_calls as calls
from npcgen.client.verbs import BlockingVerbs, Verbs
from npcgen.dialogue.generation.generate import GeneratedPersona


class GenerationVerbs(Verbs):
    """The verbs of a client."""

    async def generate_persona(
        self,
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


class BlockingGenerationVerbs(BlockingVerbs):
    """The same for a blocking client."""

    def generate_persona(
        self,
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
