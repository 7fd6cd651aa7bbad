"""The client for asyncio."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from typing import Unpack

from npcgen.client import calls
from npcgen.client.behaviour_verbs import BehaviourVerbs
from npcgen.client.failures import READY_POLL_S, is_ready, not_ready
from npcgen.client.generation_verbs import GenerationVerbs
from npcgen.client.level_verbs import LevelVerbs
from npcgen.client.lore_verbs import LoreVerbs
from npcgen.client.memory_verbs import MemoryVerbs
from npcgen.client.options import LOAD_TIMEOUT_S, LoadOptions, PaceOptions
from npcgen.client.quest_verbs import QuestVerbs
from npcgen.client.results import (
    Conversation,
    Model,
    PersonaDetails,
    ServerInfo,
    Setting,
    Warmup,
)
from npcgen.client.server_verbs import ServerVerbs
from npcgen.client.talk_verbs import TalkVerbs
from npcgen.client.texture_verbs import TextureVerbs
from npcgen.dialogue.cards.library import ImportedCard
from npcgen.dialogue.cards.write import Format
from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.preview import PromptPreview
from npcgen.dialogue.state import Player
from npcgen.engine.pace import Pace
from npcgen.errors import DeadlineExceeded, Unavailable


class Client(
    TalkVerbs,
    LoreVerbs,
    MemoryVerbs,
    GenerationVerbs,
    LevelVerbs,
    QuestVerbs,
    BehaviourVerbs,
    TextureVerbs,
    ServerVerbs,
):
    """A connection to an npcgen server. Use it with `async with`, or call `close`.

    Every verb raises the classes of `npcgen.errors`. Unary calls are repeated a few times when
    the server is unavailable; streams are not.
    """

    async def start_conversation(
        self,
        npc: str | Persona,
        *,
        player: Player | str = "",
        world_id: str = "",
        scene: str = "",
        state: GameState | None = None,
        model: str = "",
        request_id: str = "",
        continues: str = "",
    ) -> Conversation:
        """A new conversation with a persona, given by id or whole; `player` may be just a name.

        It begins with the turns of the conversation `continues`, where that is given.
        """
        who = player if isinstance(player, Player) else Player(name=player)
        return await self._unary(
            calls.start_conversation(
                npc,
                who,
                world_id=world_id,
                scene=scene,
                state=state,
                model=model,
                request_id=request_id,
                continues=continues,
            )
        )

    async def warmup(self, conversation_id: str) -> Warmup:
        """Computes the prompt before the player speaks, so that the first token comes sooner."""
        return await self._unary(calls.warmup(conversation_id))

    async def preview_prompt(
        self, conversation_id: str, text: str, *, state: GameState | None = None
    ) -> PromptPreview:
        """What the prompt for a line would be, part by part, and why; nothing is generated."""
        return await self._unary(calls.preview_prompt(conversation_id, text, state))

    async def get_conversation(self, conversation_id: str) -> Conversation:
        """The conversation, with its finished turns; those are fetched page by page."""
        whole, token = await self._unary(calls.get_conversation(conversation_id, ""))
        while token:
            more, token = await self._unary(calls.get_conversation(conversation_id, token))
            whole = replace(more, turns=whole.turns + more.turns)
        return whole

    def list_conversations(self) -> AsyncGenerator[Conversation, None]:
        """Every conversation, the oldest first, without its turns; fetched page by page."""
        return self._paged(calls.list_conversations)

    async def delete_conversation(self, conversation_id: str) -> None:
        await self._unary(calls.delete_conversation(conversation_id))

    async def save_conversations(self, conversation_ids: Sequence[str]) -> bytes:
        """For a save game: these, with what their NPCs remember and feel. A few kilobytes."""
        return await self._unary(calls.save_conversations(conversation_ids))

    async def load_conversations(self, data: bytes) -> tuple[str, ...]:
        """Rolls back to a save; the ids of its conversations. Raises DataLoss for a damaged one."""
        return await self._unary(calls.load_conversations(data))

    async def create_persona(self, persona: Persona, *, request_id: str = "") -> Persona:
        """The persona as the server keeps it."""
        return await self._unary(calls.create_persona(persona, request_id=request_id))

    async def get_persona(self, persona_id: str) -> PersonaDetails:
        return await self._unary(calls.get_persona(persona_id))

    def list_personas(self) -> AsyncGenerator[Persona, None]:
        """Every persona, ordered by id; fetched page by page."""
        return self._paged(calls.list_personas)

    async def update_persona(self, persona: Persona) -> Persona:
        """Replaces the persona with that id, whole."""
        return await self._unary(calls.update_persona(persona))

    async def delete_persona(self, persona_id: str) -> None:
        await self._unary(calls.delete_persona(persona_id))

    async def import_card(
        self,
        card: bytes,
        persona_id: str = "",
        *,
        trust_prompts: bool = False,
        request_id: str = "",
    ) -> ImportedCard:
        """The persona that a card file makes; its id is made of its name where none is given.

        `trust_prompts` lets the card's own prompts instruct the model.
        """
        return await self._unary(
            calls.import_card(card, persona_id, trust_prompts=trust_prompts, request_id=request_id)
        )

    async def export_card(self, persona_id: str, format: Format = "v3-json") -> bytes:
        """The persona as a card file."""
        pieces = self._stream(calls.export_card(persona_id, format))
        return b"".join([piece async for piece in pieces])

    def list_models(self) -> AsyncGenerator[Model, None]:
        """Every model the server knows, the loaded one first."""
        return self._paged(calls.list_models)

    async def get_model(self, name: str) -> Model:
        return await self._unary(calls.get_model(name))

    async def load_model(
        self, name: str, *, timeout_s: float = LOAD_TIMEOUT_S, **options: Unpack[LoadOptions]
    ) -> Model:
        """Loads a model beside the others, which takes a while; safe to repeat."""
        return await self._unary(calls.load_model(name, options), timeout_s)

    async def unload_model(self, name: str, *, drain_s: float | None = None) -> bool:
        """Unloads it, once its replies finished or `drain_s` are over (default: the server's).

        False when it wasn't loaded.
        """
        return await self._unary(calls.unload_model(name, drain_s), LOAD_TIMEOUT_S)

    async def set_pace(self, **pace: Unpack[PaceOptions]) -> Pace:
        """How much of the machine decoding may take from now on; returns all of it."""
        return await self._unary(calls.set_pace(pace))

    async def settings(self) -> tuple[Setting, ...]:
        """What the server was started with, and where each came from; secrets have no value."""
        return await self._unary(calls.get_settings())

    async def server_info(self) -> ServerInfo:
        return await self._unary(calls.server_info())

    async def wait_ready(self, timeout_s: float = 60.0) -> ServerInfo:
        """Waits for the server to answer and its model to be loaded.

        Raises ModelUnusable when loading failed, Unavailable when the time is over.
        """
        deadline = time.monotonic() + timeout_s
        state = "it doesn't answer"
        while (remaining_s := deadline - time.monotonic()) > 0:
            try:
                info = await self._unary(calls.server_info(), remaining_s, wait_for_ready=True)
                if is_ready(info):
                    return info
                state = f"its model is {info.model.state}"
            except DeadlineExceeded:
                break
            except Unavailable as error:
                state = error.message
            await asyncio.sleep(READY_POLL_S)
        raise not_ready(self.target, timeout_s, state)
