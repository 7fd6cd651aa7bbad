"""The client without asyncio: the same verbs, blocking. Safe to share between threads."""

import time
from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Unpack

from npcgen.client import calls
from npcgen.client.behaviour_verbs import BlockingBehaviourVerbs
from npcgen.client.failures import READY_POLL_S, is_ready, not_ready
from npcgen.client.generation_verbs import BlockingGenerationVerbs
from npcgen.client.level_verbs import BlockingLevelVerbs
from npcgen.client.lore_verbs import BlockingLoreVerbs
from npcgen.client.memory_verbs import BlockingMemoryVerbs
from npcgen.client.options import LOAD_TIMEOUT_S, LoadOptions, PaceOptions
from npcgen.client.quest_verbs import BlockingQuestVerbs
from npcgen.client.results import (
    Conversation,
    Model,
    PersonaDetails,
    ServerInfo,
    Setting,
    Warmup,
)
from npcgen.client.server_verbs import BlockingServerVerbs
from npcgen.client.talk_verbs import BlockingTalkVerbs
from npcgen.client.texture_verbs import BlockingTextureVerbs
from npcgen.dialogue.cards.library import ImportedCard
from npcgen.dialogue.cards.write import Format
from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.preview import PromptPreview
from npcgen.dialogue.state import Player
from npcgen.engine.pace import Pace
from npcgen.errors import DeadlineExceeded, Unavailable


class SyncClient(
    BlockingTalkVerbs,
    BlockingLoreVerbs,
    BlockingMemoryVerbs,
    BlockingGenerationVerbs,
    BlockingLevelVerbs,
    BlockingQuestVerbs,
    BlockingBehaviourVerbs,
    BlockingTextureVerbs,
    BlockingServerVerbs,
):
    """A connection to an npcgen server. Use it with `with`, or call `close`.

    Its verbs, errors and retries are those of `Client`.
    """

    def start_conversation(
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
        return self._unary(
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

    def warmup(self, conversation_id: str) -> Warmup:
        """Computes the prompt before the player speaks, so that the first token comes sooner."""
        return self._unary(calls.warmup(conversation_id))

    def preview_prompt(
        self, conversation_id: str, text: str, *, state: GameState | None = None
    ) -> PromptPreview:
        """What the prompt for a line would be, part by part, and why; nothing is generated."""
        return self._unary(calls.preview_prompt(conversation_id, text, state))

    def get_conversation(self, conversation_id: str) -> Conversation:
        """The conversation, with its finished turns; those are fetched page by page."""
        whole, token = self._unary(calls.get_conversation(conversation_id, ""))
        while token:
            more, token = self._unary(calls.get_conversation(conversation_id, token))
            whole = replace(more, turns=whole.turns + more.turns)
        return whole

    def list_conversations(self) -> Generator[Conversation, None, None]:
        """Every conversation, the oldest first, without its turns; fetched page by page."""
        return self._paged(calls.list_conversations)

    def delete_conversation(self, conversation_id: str) -> None:
        self._unary(calls.delete_conversation(conversation_id))

    def save_conversations(self, conversation_ids: Sequence[str]) -> bytes:
        """For a save game: these, with what their NPCs remember and feel. A few kilobytes."""
        return self._unary(calls.save_conversations(conversation_ids))

    def load_conversations(self, data: bytes) -> tuple[str, ...]:
        """Rolls back to a save; the ids of its conversations. Raises DataLoss for a damaged one."""
        return self._unary(calls.load_conversations(data))

    def create_persona(self, persona: Persona, *, request_id: str = "") -> Persona:
        """The persona as the server keeps it."""
        return self._unary(calls.create_persona(persona, request_id=request_id))

    def get_persona(self, persona_id: str) -> PersonaDetails:
        return self._unary(calls.get_persona(persona_id))

    def list_personas(self) -> Generator[Persona, None, None]:
        """Every persona, ordered by id; fetched page by page."""
        return self._paged(calls.list_personas)

    def update_persona(self, persona: Persona) -> Persona:
        """Replaces the persona with that id, whole."""
        return self._unary(calls.update_persona(persona))

    def delete_persona(self, persona_id: str) -> None:
        self._unary(calls.delete_persona(persona_id))

    def import_card(
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
        return self._unary(
            calls.import_card(card, persona_id, trust_prompts=trust_prompts, request_id=request_id)
        )

    def export_card(self, persona_id: str, format: Format = "v3-json") -> bytes:
        """The persona as a card file."""
        pieces = self._stream(calls.export_card(persona_id, format))
        return b"".join(pieces)

    def list_models(self) -> Generator[Model, None, None]:
        """Every model the server knows, the loaded one first."""
        return self._paged(calls.list_models)

    def get_model(self, name: str) -> Model:
        return self._unary(calls.get_model(name))

    def load_model(
        self, name: str, *, timeout_s: float = LOAD_TIMEOUT_S, **options: Unpack[LoadOptions]
    ) -> Model:
        """Loads a model beside the others, which takes a while; safe to repeat."""
        return self._unary(calls.load_model(name, options), timeout_s)

    def unload_model(self, name: str, *, drain_s: float | None = None) -> bool:
        """Unloads it, once its replies finished or `drain_s` are over (default: the server's).

        False when it wasn't loaded.
        """
        return self._unary(calls.unload_model(name, drain_s), LOAD_TIMEOUT_S)

    def set_pace(self, **pace: Unpack[PaceOptions]) -> Pace:
        """How much of the machine decoding may take from now on; returns all of it."""
        return self._unary(calls.set_pace(pace))

    def settings(self) -> tuple[Setting, ...]:
        """What the server was started with, and where each came from; secrets have no value."""
        return self._unary(calls.get_settings())

    def server_info(self) -> ServerInfo:
        return self._unary(calls.server_info())

    def wait_ready(self, timeout_s: float = 60.0) -> ServerInfo:
        """Waits for the server to answer and its model to be loaded.

        Raises ModelUnusable when loading failed, Unavailable when the time is over.
        """
        deadline = time.monotonic() + timeout_s
        state = "it doesn't answer"
        while (remaining_s := deadline - time.monotonic()) > 0:
            try:
                info = self._unary(calls.server_info(), remaining_s, wait_for_ready=True)
                if is_ready(info):
                    return info
                state = f"its model is {info.model.state}"
            except DeadlineExceeded:
                break
            except Unavailable as error:
                state = error.message
            time.sleep(READY_POLL_S)
        raise not_ready(self.target, timeout_s, state)
