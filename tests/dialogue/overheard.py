"""An engine whose requests are kept: what a model was really sent."""

from collections.abc import Sequence

from npcgen.dialogue.language_model import Generation
from npcgen.engine.base import GenerationRequest, Message, ModelInfo, Priority
from npcgen.engine.engine import Engine


class Overheard:
    """Speaks as the engine does."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.requests: list[GenerationRequest] = []
        self.counted = 0
        """How often a prompt's tokens were counted."""

    @property
    def info(self) -> ModelInfo:
        return self._engine.info

    @property
    def prompts(self) -> list[str]:
        """What each player's line came to, the system message and the history included."""
        return [
            "\n".join(message.content for message in request.messages)
            for request in self.requests
            if request.priority is Priority.PLAYER
        ]

    def stream(self, request: GenerationRequest) -> Generation:
        self.requests.append(request)
        return self._engine.stream(request)

    async def count_tokens(self, messages: Sequence[Message]) -> int:
        self.counted += 1
        return await self._engine.count_tokens(messages)

    def forget(self, messages: Sequence[Message]) -> None:
        self._engine.forget(messages)
