"""Every verb as data: which call it is, what it sends and how the answer is read.

Written once, so that both clients say the same. Knows no channel.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from google.protobuf.message import Message

from npcgen.client import messages
from npcgen.client.filling import filled
from npcgen.client.options import LoadOptions, PaceOptions
from npcgen.client.results import (
    Conversation,
    Model,
    PersonaDetails,
    ServerInfo,
    Setting,
    Warmup,
)
from npcgen.dialogue.cards.library import ImportedCard
from npcgen.dialogue.cards.write import FORMATS, Format
from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.paging import Page
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.preview import PromptPreview
from npcgen.dialogue.state import Player
from npcgen.engine.pace import Pace
from npcgen.errors import InvalidArgument
from npcgen.v1 import dialogue_pb2, model_pb2, persona_pb2

Result = TypeVar("Result", covariant=True)


@dataclass(frozen=True, slots=True)
class Call(Generic[Result]):
    """One unary call."""

    method: str
    request: Message
    answer: type[Message]
    read: Callable[[Any], Result]


@dataclass(frozen=True, slots=True)
class Stream(Generic[Result]):
    """One call that is answered piece by piece."""

    method: str
    request: Message
    answer: type[Message]
    read: Callable[[Any], Result | None]
    """None for a piece to pass over."""
    timeout_s: float | None = None
    """For the whole stream; None for the same as a unary call."""


def start_conversation(
    npc: str | Persona,
    player: Player,
    *,
    world_id: str,
    scene: str,
    state: GameState | None,
    model: str,
    request_id: str,
    continues: str,
) -> Call[Conversation]:
    who = (
        {"persona_id": npc} if isinstance(npc, str) else {"persona": messages.persona_message(npc)}
    )
    request = filled(
        dialogue_pb2.StartConversationRequest,
        request_id=request_id or new_request_id(),
        player=filled(dialogue_pb2.Player, "player", id=player.id, name=player.name),
        world_id=world_id,
        scene=scene,
        state=None if state is None else messages.game_state_message(state),
        model=model,
        continues=continues,
        **who,
    )
    answer = dialogue_pb2.StartConversationResponse
    return call("DialogueService/StartConversation", request, answer, _read_started_conversation)


def preview_prompt(conversation_id: str, text: str, state: GameState | None) -> Call[PromptPreview]:
    request = filled(
        dialogue_pb2.PreviewPromptRequest,
        conversation_id=conversation_id,
        text=text,
        state=None if state is None else messages.game_state_message(state),
    )
    answer = dialogue_pb2.PreviewPromptResponse
    return call("DialogueService/PreviewPrompt", request, answer, messages.read_preview)


def warmup(conversation_id: str) -> Call[Warmup]:
    request = filled(dialogue_pb2.WarmupRequest, conversation_id=conversation_id)
    answer = dialogue_pb2.WarmupResponse
    return call("DialogueService/Warmup", request, answer, messages.read_warmup)


def get_conversation(conversation_id: str, page_token: str) -> Call[tuple[Conversation, str]]:
    request = filled(
        dialogue_pb2.GetConversationRequest, conversation_id=conversation_id, page_token=page_token
    )
    answer = dialogue_pb2.GetConversationResponse
    return call("DialogueService/GetConversation", request, answer, messages.read_transcript)


def list_conversations(page_token: str) -> Call[Page[Conversation]]:
    request = filled(dialogue_pb2.ListConversationsRequest, page_token=page_token)
    answer = dialogue_pb2.ListConversationsResponse
    return call("DialogueService/ListConversations", request, answer, messages.read_conversations)


def delete_conversation(conversation_id: str) -> Call[None]:
    request = filled(dialogue_pb2.DeleteConversationRequest, conversation_id=conversation_id)
    answer = dialogue_pb2.DeleteConversationResponse
    return call("DialogueService/DeleteConversation", request, answer, read_nothing)


def save_conversations(conversation_ids: Sequence[str]) -> Call[bytes]:
    request = filled(dialogue_pb2.SaveConversationsRequest, conversation_ids=[*conversation_ids])
    answer = dialogue_pb2.SaveConversationsResponse
    return call("DialogueService/SaveConversations", request, answer, _read_save)


def load_conversations(data: bytes) -> Call[tuple[str, ...]]:
    request = filled(dialogue_pb2.LoadConversationsRequest, data=data)
    answer = dialogue_pb2.LoadConversationsResponse
    return call("DialogueService/LoadConversations", request, answer, _read_loaded_ids)


def create_persona(persona: Persona, *, request_id: str) -> Call[Persona]:
    request = filled(
        persona_pb2.CreatePersonaRequest,
        request_id=request_id or new_request_id(),
        persona=messages.persona_message(persona),
    )
    answer = persona_pb2.CreatePersonaResponse
    return call("PersonaService/CreatePersona", request, answer, _read_kept_persona)


def get_persona(persona_id: str) -> Call[PersonaDetails]:
    request = filled(persona_pb2.GetPersonaRequest, id=persona_id)
    return call(
        "PersonaService/GetPersona", request, persona_pb2.GetPersonaResponse, _read_persona_details
    )


def list_personas(page_token: str) -> Call[Page[Persona]]:
    request = filled(persona_pb2.ListPersonasRequest, page_token=page_token)
    answer = persona_pb2.ListPersonasResponse
    return call("PersonaService/ListPersonas", request, answer, messages.read_personas)


def update_persona(persona: Persona) -> Call[Persona]:
    request = filled(persona_pb2.UpdatePersonaRequest, persona=messages.persona_message(persona))
    answer = persona_pb2.UpdatePersonaResponse
    return call("PersonaService/UpdatePersona", request, answer, _read_kept_persona)


def delete_persona(persona_id: str) -> Call[None]:
    request = filled(persona_pb2.DeletePersonaRequest, id=persona_id)
    return call(
        "PersonaService/DeletePersona", request, persona_pb2.DeletePersonaResponse, read_nothing
    )


def import_card(
    card: bytes, persona_id: str, *, trust_prompts: bool, request_id: str
) -> Call[ImportedCard]:
    request = filled(
        persona_pb2.ImportCardRequest,
        request_id=request_id or new_request_id(),
        card=card,
        id=persona_id,
        trust_prompts=trust_prompts,
    )
    answer = persona_pb2.ImportCardResponse
    return call("PersonaService/ImportCard", request, answer, messages.read_imported_card)


def export_card(persona_id: str, format: Format) -> Stream[bytes]:
    if format not in FORMATS:
        raise InvalidArgument.at("format", f"is '{format}'; choose {', '.join(FORMATS)}")
    number = persona_pb2.CardFormat.Value(f"CARD_FORMAT_{format.upper().replace('-', '_')}")
    request = filled(persona_pb2.ExportCardRequest, id=persona_id, format=number)
    answer = persona_pb2.ExportCardResponse
    return stream("PersonaService/ExportCard", request, answer, _read_piece_of_card)


def list_models(page_token: str) -> Call[Page[Model]]:
    request = filled(model_pb2.ListModelsRequest, page_token=page_token)
    return call(
        "ModelService/ListModels", request, model_pb2.ListModelsResponse, messages.read_models
    )


def get_model(name: str) -> Call[Model]:
    request = filled(model_pb2.GetModelRequest, name=name)
    return call("ModelService/GetModel", request, model_pb2.GetModelResponse, _read_asked_model)


def load_model(name: str, options: LoadOptions) -> Call[Model]:
    request = filled(
        model_pb2.LoadModelRequest,
        name=name,
        options=filled(model_pb2.LoadOptions, "options", **options),
    )
    answer = model_pb2.LoadModelResponse
    return call("ModelService/LoadModel", request, answer, _read_asked_model)


def unload_model(name: str, drain_s: float | None) -> Call[bool]:
    drain_ms = None if drain_s is None else round(drain_s * 1000)
    request = filled(model_pb2.UnloadModelRequest, name=name, drain_ms=drain_ms)
    answer = model_pb2.UnloadModelResponse
    return call("ModelService/UnloadModel", request, answer, _read_unloaded)


def set_pace(pace: PaceOptions) -> Call[Pace]:
    request = filled(model_pb2.SetPaceRequest, pace=filled(model_pb2.Pace, "pace", **pace))
    answer = model_pb2.SetPaceResponse
    return call("ModelService/SetPace", request, answer, messages.read_pace)


def server_info() -> Call[ServerInfo]:
    request, answer = model_pb2.GetServerInfoRequest(), model_pb2.GetServerInfoResponse
    return call("ModelService/GetServerInfo", request, answer, messages.read_server_info)


def get_settings() -> Call[tuple[Setting, ...]]:
    request, answer = model_pb2.GetSettingsRequest(), model_pb2.GetSettingsResponse
    return call("ModelService/GetSettings", request, answer, messages.read_settings)


Answer = TypeVar("Answer", bound=Message)
Read = TypeVar("Read")


def call(
    method: str, request: Message, answer: type[Answer], read: Callable[[Answer], Read]
) -> Call[Read]:
    return Call(f"/npcgen.v1.{method}", request, answer, read)


def stream(
    method: str,
    request: Message,
    answer: type[Answer],
    read: Callable[[Answer], Read | None],
    timeout_s: float | None = None,
) -> Stream[Read]:
    return Stream(f"/npcgen.v1.{method}", request, answer, read, timeout_s)


def new_request_id() -> str:
    """Makes a call that creates something safe to repeat, so that it may be retried."""
    return uuid.uuid4().hex


def _read_started_conversation(message: dialogue_pb2.StartConversationResponse) -> Conversation:
    return messages.read_conversation(message.conversation)


def _read_save(message: dialogue_pb2.SaveConversationsResponse) -> bytes:
    return message.data


def _read_loaded_ids(message: dialogue_pb2.LoadConversationsResponse) -> tuple[str, ...]:
    return tuple(message.conversation_ids)


def _read_kept_persona(
    message: persona_pb2.CreatePersonaResponse | persona_pb2.UpdatePersonaResponse,
) -> Persona:
    return messages.read_persona(message.persona)


def _read_piece_of_card(message: persona_pb2.ExportCardResponse) -> bytes:
    return message.data


def _read_persona_details(message: persona_pb2.GetPersonaResponse) -> PersonaDetails:
    return PersonaDetails(messages.read_persona(message.persona), message.bundled)


def _read_asked_model(message: model_pb2.GetModelResponse | model_pb2.LoadModelResponse) -> Model:
    return messages.read_model(message.model)


def _read_unloaded(message: model_pb2.UnloadModelResponse) -> bool:
    return message.unloaded


def read_nothing(message: Message) -> None:
    return None
