from npcgen.v1 import common_pb2 as _common_pb2
from npcgen.v1 import persona_pb2 as _persona_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RecallKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RECALL_KIND_UNSPECIFIED: _ClassVar[RecallKind]
    RECALL_KIND_LORE: _ClassVar[RecallKind]
    RECALL_KIND_SECRET: _ClassVar[RecallKind]
    RECALL_KIND_MEMORY: _ClassVar[RecallKind]
    RECALL_KIND_SUMMARY: _ClassVar[RecallKind]
    RECALL_KIND_QUEST: _ClassVar[RecallKind]

class ReportReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REPORT_REASON_UNSPECIFIED: _ClassVar[ReportReason]
    REPORT_REASON_UNSAFE: _ClassVar[ReportReason]
    REPORT_REASON_UNTRUE: _ClassVar[ReportReason]
    REPORT_REASON_OUT_OF_CHARACTER: _ClassVar[ReportReason]
    REPORT_REASON_REPETITION: _ClassVar[ReportReason]
    REPORT_REASON_OTHER: _ClassVar[ReportReason]

class GroupEnd(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    GROUP_END_UNSPECIFIED: _ClassVar[GroupEnd]
    GROUP_END_ANSWERED: _ClassVar[GroupEnd]
    GROUP_END_SILENCE: _ClassVar[GroupEnd]
    GROUP_END_LIMIT: _ClassVar[GroupEnd]
    GROUP_END_LOOP: _ClassVar[GroupEnd]
    GROUP_END_CANCELLED: _ClassVar[GroupEnd]
RECALL_KIND_UNSPECIFIED: RecallKind
RECALL_KIND_LORE: RecallKind
RECALL_KIND_SECRET: RecallKind
RECALL_KIND_MEMORY: RecallKind
RECALL_KIND_SUMMARY: RecallKind
RECALL_KIND_QUEST: RecallKind
REPORT_REASON_UNSPECIFIED: ReportReason
REPORT_REASON_UNSAFE: ReportReason
REPORT_REASON_UNTRUE: ReportReason
REPORT_REASON_OUT_OF_CHARACTER: ReportReason
REPORT_REASON_REPETITION: ReportReason
REPORT_REASON_OTHER: ReportReason
GROUP_END_UNSPECIFIED: GroupEnd
GROUP_END_ANSWERED: GroupEnd
GROUP_END_SILENCE: GroupEnd
GROUP_END_LIMIT: GroupEnd
GROUP_END_LOOP: GroupEnd
GROUP_END_CANCELLED: GroupEnd

class Player(_message.Message):
    __slots__ = ("id", "name")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ...) -> None: ...

class Conversation(_message.Message):
    __slots__ = ("id", "npc_id", "npc_name", "player", "world_id", "scene", "turn_count", "active_turn_id", "model")
    ID_FIELD_NUMBER: _ClassVar[int]
    NPC_ID_FIELD_NUMBER: _ClassVar[int]
    NPC_NAME_FIELD_NUMBER: _ClassVar[int]
    PLAYER_FIELD_NUMBER: _ClassVar[int]
    WORLD_ID_FIELD_NUMBER: _ClassVar[int]
    SCENE_FIELD_NUMBER: _ClassVar[int]
    TURN_COUNT_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_TURN_ID_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    id: str
    npc_id: str
    npc_name: str
    player: Player
    world_id: str
    scene: str
    turn_count: int
    active_turn_id: str
    model: str
    def __init__(self, id: _Optional[str] = ..., npc_id: _Optional[str] = ..., npc_name: _Optional[str] = ..., player: _Optional[_Union[Player, _Mapping]] = ..., world_id: _Optional[str] = ..., scene: _Optional[str] = ..., turn_count: _Optional[int] = ..., active_turn_id: _Optional[str] = ..., model: _Optional[str] = ...) -> None: ...

class Turn(_message.Message):
    __slots__ = ("id", "player_text", "npc_text", "finish_reason", "noticed")
    ID_FIELD_NUMBER: _ClassVar[int]
    PLAYER_TEXT_FIELD_NUMBER: _ClassVar[int]
    NPC_TEXT_FIELD_NUMBER: _ClassVar[int]
    FINISH_REASON_FIELD_NUMBER: _ClassVar[int]
    NOTICED_FIELD_NUMBER: _ClassVar[int]
    id: str
    player_text: str
    npc_text: str
    finish_reason: _common_pb2.FinishReason
    noticed: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, id: _Optional[str] = ..., player_text: _Optional[str] = ..., npc_text: _Optional[str] = ..., finish_reason: _Optional[_Union[_common_pb2.FinishReason, str]] = ..., noticed: _Optional[_Iterable[str]] = ...) -> None: ...

class StartConversationRequest(_message.Message):
    __slots__ = ("request_id", "persona_id", "persona", "player", "world_id", "scene", "model", "state", "continues")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PERSONA_ID_FIELD_NUMBER: _ClassVar[int]
    PERSONA_FIELD_NUMBER: _ClassVar[int]
    PLAYER_FIELD_NUMBER: _ClassVar[int]
    WORLD_ID_FIELD_NUMBER: _ClassVar[int]
    SCENE_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CONTINUES_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    persona_id: str
    persona: _persona_pb2.Persona
    player: Player
    world_id: str
    scene: str
    model: str
    state: _common_pb2.GameState
    continues: str
    def __init__(self, request_id: _Optional[str] = ..., persona_id: _Optional[str] = ..., persona: _Optional[_Union[_persona_pb2.Persona, _Mapping]] = ..., player: _Optional[_Union[Player, _Mapping]] = ..., world_id: _Optional[str] = ..., scene: _Optional[str] = ..., model: _Optional[str] = ..., state: _Optional[_Union[_common_pb2.GameState, _Mapping]] = ..., continues: _Optional[str] = ...) -> None: ...

class StartConversationResponse(_message.Message):
    __slots__ = ("conversation",)
    CONVERSATION_FIELD_NUMBER: _ClassVar[int]
    conversation: Conversation
    def __init__(self, conversation: _Optional[_Union[Conversation, _Mapping]] = ...) -> None: ...

class ChatRequest(_message.Message):
    __slots__ = ("conversation_id", "text", "scene", "limits", "sampling", "state", "actions", "objects", "characters", "max_actions")
    CONVERSATION_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    SCENE_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    SAMPLING_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ACTIONS_FIELD_NUMBER: _ClassVar[int]
    OBJECTS_FIELD_NUMBER: _ClassVar[int]
    CHARACTERS_FIELD_NUMBER: _ClassVar[int]
    MAX_ACTIONS_FIELD_NUMBER: _ClassVar[int]
    conversation_id: str
    text: str
    scene: str
    limits: _common_pb2.Limits
    sampling: _common_pb2.Sampling
    state: _common_pb2.GameState
    actions: _containers.RepeatedCompositeFieldContainer[ActionDeclaration]
    objects: _containers.RepeatedCompositeFieldContainer[GameObject]
    characters: _containers.RepeatedCompositeFieldContainer[GameCharacter]
    max_actions: int
    def __init__(self, conversation_id: _Optional[str] = ..., text: _Optional[str] = ..., scene: _Optional[str] = ..., limits: _Optional[_Union[_common_pb2.Limits, _Mapping]] = ..., sampling: _Optional[_Union[_common_pb2.Sampling, _Mapping]] = ..., state: _Optional[_Union[_common_pb2.GameState, _Mapping]] = ..., actions: _Optional[_Iterable[_Union[ActionDeclaration, _Mapping]]] = ..., objects: _Optional[_Iterable[_Union[GameObject, _Mapping]]] = ..., characters: _Optional[_Iterable[_Union[GameCharacter, _Mapping]]] = ..., max_actions: _Optional[int] = ...) -> None: ...

class ChatResponse(_message.Message):
    __slots__ = ("event",)
    EVENT_FIELD_NUMBER: _ClassVar[int]
    event: DialogueEvent
    def __init__(self, event: _Optional[_Union[DialogueEvent, _Mapping]] = ...) -> None: ...

class DialogueEvent(_message.Message):
    __slots__ = ("sequence", "turn_id", "npc_id", "started", "text_delta", "sentence", "emotion", "action", "relationship", "safety", "completed", "group_completed")
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    TURN_ID_FIELD_NUMBER: _ClassVar[int]
    NPC_ID_FIELD_NUMBER: _ClassVar[int]
    STARTED_FIELD_NUMBER: _ClassVar[int]
    TEXT_DELTA_FIELD_NUMBER: _ClassVar[int]
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    EMOTION_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    RELATIONSHIP_FIELD_NUMBER: _ClassVar[int]
    SAFETY_FIELD_NUMBER: _ClassVar[int]
    COMPLETED_FIELD_NUMBER: _ClassVar[int]
    GROUP_COMPLETED_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    turn_id: str
    npc_id: str
    started: Started
    text_delta: TextDelta
    sentence: Sentence
    emotion: _common_pb2.Emotion
    action: ActionChosen
    relationship: _common_pb2.RelationshipChange
    safety: Safety
    completed: Completed
    group_completed: GroupCompleted
    def __init__(self, sequence: _Optional[int] = ..., turn_id: _Optional[str] = ..., npc_id: _Optional[str] = ..., started: _Optional[_Union[Started, _Mapping]] = ..., text_delta: _Optional[_Union[TextDelta, _Mapping]] = ..., sentence: _Optional[_Union[Sentence, _Mapping]] = ..., emotion: _Optional[_Union[_common_pb2.Emotion, _Mapping]] = ..., action: _Optional[_Union[ActionChosen, _Mapping]] = ..., relationship: _Optional[_Union[_common_pb2.RelationshipChange, _Mapping]] = ..., safety: _Optional[_Union[Safety, _Mapping]] = ..., completed: _Optional[_Union[Completed, _Mapping]] = ..., group_completed: _Optional[_Union[GroupCompleted, _Mapping]] = ...) -> None: ...

class Started(_message.Message):
    __slots__ = ("model", "seed", "prompt_tokens", "reused_tokens", "trimmed_turns", "recalled")
    MODEL_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    PROMPT_TOKENS_FIELD_NUMBER: _ClassVar[int]
    REUSED_TOKENS_FIELD_NUMBER: _ClassVar[int]
    TRIMMED_TURNS_FIELD_NUMBER: _ClassVar[int]
    RECALLED_FIELD_NUMBER: _ClassVar[int]
    model: str
    seed: int
    prompt_tokens: int
    reused_tokens: int
    trimmed_turns: int
    recalled: _containers.RepeatedCompositeFieldContainer[Recalled]
    def __init__(self, model: _Optional[str] = ..., seed: _Optional[int] = ..., prompt_tokens: _Optional[int] = ..., reused_tokens: _Optional[int] = ..., trimmed_turns: _Optional[int] = ..., recalled: _Optional[_Iterable[_Union[Recalled, _Mapping]]] = ...) -> None: ...

class Recalled(_message.Message):
    __slots__ = ("kind", "id", "why")
    KIND_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    kind: RecallKind
    id: str
    why: str
    def __init__(self, kind: _Optional[_Union[RecallKind, str]] = ..., id: _Optional[str] = ..., why: _Optional[str] = ...) -> None: ...

class TextDelta(_message.Message):
    __slots__ = ("text",)
    TEXT_FIELD_NUMBER: _ClassVar[int]
    text: str
    def __init__(self, text: _Optional[str] = ...) -> None: ...

class Sentence(_message.Message):
    __slots__ = ("text", "start", "end")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    text: str
    start: int
    end: int
    def __init__(self, text: _Optional[str] = ..., start: _Optional[int] = ..., end: _Optional[int] = ...) -> None: ...

class Completed(_message.Message):
    __slots__ = ("text", "finish_reason", "usage", "timings", "fallback_reason")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    FINISH_REASON_FIELD_NUMBER: _ClassVar[int]
    USAGE_FIELD_NUMBER: _ClassVar[int]
    TIMINGS_FIELD_NUMBER: _ClassVar[int]
    FALLBACK_REASON_FIELD_NUMBER: _ClassVar[int]
    text: str
    finish_reason: _common_pb2.FinishReason
    usage: _common_pb2.Usage
    timings: _common_pb2.Timings
    fallback_reason: str
    def __init__(self, text: _Optional[str] = ..., finish_reason: _Optional[_Union[_common_pb2.FinishReason, str]] = ..., usage: _Optional[_Union[_common_pb2.Usage, _Mapping]] = ..., timings: _Optional[_Union[_common_pb2.Timings, _Mapping]] = ..., fallback_reason: _Optional[str] = ...) -> None: ...

class WarmupRequest(_message.Message):
    __slots__ = ("conversation_id",)
    CONVERSATION_ID_FIELD_NUMBER: _ClassVar[int]
    conversation_id: str
    def __init__(self, conversation_id: _Optional[str] = ...) -> None: ...

class WarmupResponse(_message.Message):
    __slots__ = ("prompt_tokens", "reused_tokens", "total_ms")
    PROMPT_TOKENS_FIELD_NUMBER: _ClassVar[int]
    REUSED_TOKENS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MS_FIELD_NUMBER: _ClassVar[int]
    prompt_tokens: int
    reused_tokens: int
    total_ms: float
    def __init__(self, prompt_tokens: _Optional[int] = ..., reused_tokens: _Optional[int] = ..., total_ms: _Optional[float] = ...) -> None: ...

class PreviewPromptRequest(_message.Message):
    __slots__ = ("conversation_id", "text", "state")
    CONVERSATION_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    conversation_id: str
    text: str
    state: _common_pb2.GameState
    def __init__(self, conversation_id: _Optional[str] = ..., text: _Optional[str] = ..., state: _Optional[_Union[_common_pb2.GameState, _Mapping]] = ...) -> None: ...

class PreviewPromptResponse(_message.Message):
    __slots__ = ("parts", "prompt_tokens", "trimmed_turns")
    PARTS_FIELD_NUMBER: _ClassVar[int]
    PROMPT_TOKENS_FIELD_NUMBER: _ClassVar[int]
    TRIMMED_TURNS_FIELD_NUMBER: _ClassVar[int]
    parts: _containers.RepeatedCompositeFieldContainer[PromptPart]
    prompt_tokens: int
    trimmed_turns: int
    def __init__(self, parts: _Optional[_Iterable[_Union[PromptPart, _Mapping]]] = ..., prompt_tokens: _Optional[int] = ..., trimmed_turns: _Optional[int] = ...) -> None: ...

class PromptPart(_message.Message):
    __slots__ = ("origin", "text", "tokens", "why", "id")
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    TOKENS_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    origin: str
    text: str
    tokens: int
    why: str
    id: str
    def __init__(self, origin: _Optional[str] = ..., text: _Optional[str] = ..., tokens: _Optional[int] = ..., why: _Optional[str] = ..., id: _Optional[str] = ...) -> None: ...

class CancelRequest(_message.Message):
    __slots__ = ("conversation_id", "turn_id", "heard_chars")
    CONVERSATION_ID_FIELD_NUMBER: _ClassVar[int]
    TURN_ID_FIELD_NUMBER: _ClassVar[int]
    HEARD_CHARS_FIELD_NUMBER: _ClassVar[int]
    conversation_id: str
    turn_id: str
    heard_chars: int
    def __init__(self, conversation_id: _Optional[str] = ..., turn_id: _Optional[str] = ..., heard_chars: _Optional[int] = ...) -> None: ...

class CancelResponse(_message.Message):
    __slots__ = ("cancelled", "cut")
    CANCELLED_FIELD_NUMBER: _ClassVar[int]
    CUT_FIELD_NUMBER: _ClassVar[int]
    cancelled: bool
    cut: bool
    def __init__(self, cancelled: bool = ..., cut: bool = ...) -> None: ...

class GetConversationRequest(_message.Message):
    __slots__ = ("conversation_id", "page_size", "page_token")
    CONVERSATION_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    conversation_id: str
    page_size: int
    page_token: str
    def __init__(self, conversation_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class GetConversationResponse(_message.Message):
    __slots__ = ("conversation", "turns", "next_page_token")
    CONVERSATION_FIELD_NUMBER: _ClassVar[int]
    TURNS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    conversation: Conversation
    turns: _containers.RepeatedCompositeFieldContainer[Turn]
    next_page_token: str
    def __init__(self, conversation: _Optional[_Union[Conversation, _Mapping]] = ..., turns: _Optional[_Iterable[_Union[Turn, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListConversationsRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListConversationsResponse(_message.Message):
    __slots__ = ("conversations", "next_page_token")
    CONVERSATIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    conversations: _containers.RepeatedCompositeFieldContainer[Conversation]
    next_page_token: str
    def __init__(self, conversations: _Optional[_Iterable[_Union[Conversation, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class DeleteConversationRequest(_message.Message):
    __slots__ = ("conversation_id",)
    CONVERSATION_ID_FIELD_NUMBER: _ClassVar[int]
    conversation_id: str
    def __init__(self, conversation_id: _Optional[str] = ...) -> None: ...

class DeleteConversationResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class SaveConversationsRequest(_message.Message):
    __slots__ = ("conversation_ids",)
    CONVERSATION_IDS_FIELD_NUMBER: _ClassVar[int]
    conversation_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, conversation_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class SaveConversationsResponse(_message.Message):
    __slots__ = ("data",)
    DATA_FIELD_NUMBER: _ClassVar[int]
    data: bytes
    def __init__(self, data: _Optional[bytes] = ...) -> None: ...

class LoadConversationsRequest(_message.Message):
    __slots__ = ("data",)
    DATA_FIELD_NUMBER: _ClassVar[int]
    data: bytes
    def __init__(self, data: _Optional[bytes] = ...) -> None: ...

class LoadConversationsResponse(_message.Message):
    __slots__ = ("conversation_ids",)
    CONVERSATION_IDS_FIELD_NUMBER: _ClassVar[int]
    conversation_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, conversation_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class ActionDeclaration(_message.Message):
    __slots__ = ("name", "description", "schema_json", "when")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    SCHEMA_JSON_FIELD_NUMBER: _ClassVar[int]
    WHEN_FIELD_NUMBER: _ClassVar[int]
    name: str
    description: str
    schema_json: str
    when: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., description: _Optional[str] = ..., schema_json: _Optional[str] = ..., when: _Optional[_Iterable[str]] = ...) -> None: ...

class GameObject(_message.Message):
    __slots__ = ("id", "name", "kind")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    kind: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., kind: _Optional[str] = ...) -> None: ...

class GameCharacter(_message.Message):
    __slots__ = ("id", "name")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ...) -> None: ...

class ActionChosen(_message.Message):
    __slots__ = ("action_id", "name", "arguments_json")
    ACTION_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ARGUMENTS_JSON_FIELD_NUMBER: _ClassVar[int]
    action_id: str
    name: str
    arguments_json: str
    def __init__(self, action_id: _Optional[str] = ..., name: _Optional[str] = ..., arguments_json: _Optional[str] = ...) -> None: ...

class AcknowledgeActionRequest(_message.Message):
    __slots__ = ("conversation_id", "turn_id", "action_id", "ok", "detail")
    CONVERSATION_ID_FIELD_NUMBER: _ClassVar[int]
    TURN_ID_FIELD_NUMBER: _ClassVar[int]
    ACTION_ID_FIELD_NUMBER: _ClassVar[int]
    OK_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    conversation_id: str
    turn_id: str
    action_id: str
    ok: bool
    detail: str
    def __init__(self, conversation_id: _Optional[str] = ..., turn_id: _Optional[str] = ..., action_id: _Optional[str] = ..., ok: bool = ..., detail: _Optional[str] = ...) -> None: ...

class AcknowledgeActionResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Safety(_message.Message):
    __slots__ = ("rule", "category", "action", "replaced")
    RULE_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    REPLACED_FIELD_NUMBER: _ClassVar[int]
    rule: str
    category: str
    action: str
    replaced: bool
    def __init__(self, rule: _Optional[str] = ..., category: _Optional[str] = ..., action: _Optional[str] = ..., replaced: bool = ...) -> None: ...

class ReportTurnRequest(_message.Message):
    __slots__ = ("conversation_id", "turn_id", "reason", "comment")
    CONVERSATION_ID_FIELD_NUMBER: _ClassVar[int]
    TURN_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    conversation_id: str
    turn_id: str
    reason: ReportReason
    comment: str
    def __init__(self, conversation_id: _Optional[str] = ..., turn_id: _Optional[str] = ..., reason: _Optional[_Union[ReportReason, str]] = ..., comment: _Optional[str] = ...) -> None: ...

class ReportTurnResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class NotifyRequest(_message.Message):
    __slots__ = ("conversation_id", "stimulus", "silent", "scene", "limits", "sampling", "actions", "objects", "characters", "max_actions", "state")
    CONVERSATION_ID_FIELD_NUMBER: _ClassVar[int]
    STIMULUS_FIELD_NUMBER: _ClassVar[int]
    SILENT_FIELD_NUMBER: _ClassVar[int]
    SCENE_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    SAMPLING_FIELD_NUMBER: _ClassVar[int]
    ACTIONS_FIELD_NUMBER: _ClassVar[int]
    OBJECTS_FIELD_NUMBER: _ClassVar[int]
    CHARACTERS_FIELD_NUMBER: _ClassVar[int]
    MAX_ACTIONS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    conversation_id: str
    stimulus: str
    silent: bool
    scene: str
    limits: _common_pb2.Limits
    sampling: _common_pb2.Sampling
    actions: _containers.RepeatedCompositeFieldContainer[ActionDeclaration]
    objects: _containers.RepeatedCompositeFieldContainer[GameObject]
    characters: _containers.RepeatedCompositeFieldContainer[GameCharacter]
    max_actions: int
    state: _common_pb2.GameState
    def __init__(self, conversation_id: _Optional[str] = ..., stimulus: _Optional[str] = ..., silent: bool = ..., scene: _Optional[str] = ..., limits: _Optional[_Union[_common_pb2.Limits, _Mapping]] = ..., sampling: _Optional[_Union[_common_pb2.Sampling, _Mapping]] = ..., actions: _Optional[_Iterable[_Union[ActionDeclaration, _Mapping]]] = ..., objects: _Optional[_Iterable[_Union[GameObject, _Mapping]]] = ..., characters: _Optional[_Iterable[_Union[GameCharacter, _Mapping]]] = ..., max_actions: _Optional[int] = ..., state: _Optional[_Union[_common_pb2.GameState, _Mapping]] = ...) -> None: ...

class NotifyResponse(_message.Message):
    __slots__ = ("event",)
    EVENT_FIELD_NUMBER: _ClassVar[int]
    event: DialogueEvent
    def __init__(self, event: _Optional[_Union[DialogueEvent, _Mapping]] = ...) -> None: ...

class GroupChatRequest(_message.Message):
    __slots__ = ("conversation_ids", "audience", "text", "whisper_to", "stimulus", "max_speakers", "scene", "limits", "sampling", "state", "actions", "objects", "characters", "max_actions")
    CONVERSATION_IDS_FIELD_NUMBER: _ClassVar[int]
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    WHISPER_TO_FIELD_NUMBER: _ClassVar[int]
    STIMULUS_FIELD_NUMBER: _ClassVar[int]
    MAX_SPEAKERS_FIELD_NUMBER: _ClassVar[int]
    SCENE_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    SAMPLING_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ACTIONS_FIELD_NUMBER: _ClassVar[int]
    OBJECTS_FIELD_NUMBER: _ClassVar[int]
    CHARACTERS_FIELD_NUMBER: _ClassVar[int]
    MAX_ACTIONS_FIELD_NUMBER: _ClassVar[int]
    conversation_ids: _containers.RepeatedScalarFieldContainer[str]
    audience: _containers.RepeatedScalarFieldContainer[str]
    text: str
    whisper_to: _containers.RepeatedScalarFieldContainer[str]
    stimulus: str
    max_speakers: int
    scene: str
    limits: _common_pb2.Limits
    sampling: _common_pb2.Sampling
    state: _common_pb2.GameState
    actions: _containers.RepeatedCompositeFieldContainer[ActionDeclaration]
    objects: _containers.RepeatedCompositeFieldContainer[GameObject]
    characters: _containers.RepeatedCompositeFieldContainer[GameCharacter]
    max_actions: int
    def __init__(self, conversation_ids: _Optional[_Iterable[str]] = ..., audience: _Optional[_Iterable[str]] = ..., text: _Optional[str] = ..., whisper_to: _Optional[_Iterable[str]] = ..., stimulus: _Optional[str] = ..., max_speakers: _Optional[int] = ..., scene: _Optional[str] = ..., limits: _Optional[_Union[_common_pb2.Limits, _Mapping]] = ..., sampling: _Optional[_Union[_common_pb2.Sampling, _Mapping]] = ..., state: _Optional[_Union[_common_pb2.GameState, _Mapping]] = ..., actions: _Optional[_Iterable[_Union[ActionDeclaration, _Mapping]]] = ..., objects: _Optional[_Iterable[_Union[GameObject, _Mapping]]] = ..., characters: _Optional[_Iterable[_Union[GameCharacter, _Mapping]]] = ..., max_actions: _Optional[int] = ...) -> None: ...

class GroupChatResponse(_message.Message):
    __slots__ = ("event",)
    EVENT_FIELD_NUMBER: _ClassVar[int]
    event: DialogueEvent
    def __init__(self, event: _Optional[_Union[DialogueEvent, _Mapping]] = ...) -> None: ...

class GroupCompleted(_message.Message):
    __slots__ = ("turn_ids", "end")
    TURN_IDS_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    turn_ids: _containers.RepeatedScalarFieldContainer[str]
    end: GroupEnd
    def __init__(self, turn_ids: _Optional[_Iterable[str]] = ..., end: _Optional[_Union[GroupEnd, str]] = ...) -> None: ...

class BarkRequest(_message.Message):
    __slots__ = ("persona_id", "persona", "situation", "count", "world_id", "model", "limits", "sampling")
    PERSONA_ID_FIELD_NUMBER: _ClassVar[int]
    PERSONA_FIELD_NUMBER: _ClassVar[int]
    SITUATION_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    WORLD_ID_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    SAMPLING_FIELD_NUMBER: _ClassVar[int]
    persona_id: str
    persona: _persona_pb2.Persona
    situation: str
    count: int
    world_id: str
    model: str
    limits: _common_pb2.Limits
    sampling: _common_pb2.Sampling
    def __init__(self, persona_id: _Optional[str] = ..., persona: _Optional[_Union[_persona_pb2.Persona, _Mapping]] = ..., situation: _Optional[str] = ..., count: _Optional[int] = ..., world_id: _Optional[str] = ..., model: _Optional[str] = ..., limits: _Optional[_Union[_common_pb2.Limits, _Mapping]] = ..., sampling: _Optional[_Union[_common_pb2.Sampling, _Mapping]] = ...) -> None: ...

class BarkResponse(_message.Message):
    __slots__ = ("event",)
    EVENT_FIELD_NUMBER: _ClassVar[int]
    event: DialogueEvent
    def __init__(self, event: _Optional[_Union[DialogueEvent, _Mapping]] = ...) -> None: ...

class RegenerateRequest(_message.Message):
    __slots__ = ("conversation_id", "turn_id", "sampling", "limits", "actions", "objects", "characters", "max_actions")
    CONVERSATION_ID_FIELD_NUMBER: _ClassVar[int]
    TURN_ID_FIELD_NUMBER: _ClassVar[int]
    SAMPLING_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    ACTIONS_FIELD_NUMBER: _ClassVar[int]
    OBJECTS_FIELD_NUMBER: _ClassVar[int]
    CHARACTERS_FIELD_NUMBER: _ClassVar[int]
    MAX_ACTIONS_FIELD_NUMBER: _ClassVar[int]
    conversation_id: str
    turn_id: str
    sampling: _common_pb2.Sampling
    limits: _common_pb2.Limits
    actions: _containers.RepeatedCompositeFieldContainer[ActionDeclaration]
    objects: _containers.RepeatedCompositeFieldContainer[GameObject]
    characters: _containers.RepeatedCompositeFieldContainer[GameCharacter]
    max_actions: int
    def __init__(self, conversation_id: _Optional[str] = ..., turn_id: _Optional[str] = ..., sampling: _Optional[_Union[_common_pb2.Sampling, _Mapping]] = ..., limits: _Optional[_Union[_common_pb2.Limits, _Mapping]] = ..., actions: _Optional[_Iterable[_Union[ActionDeclaration, _Mapping]]] = ..., objects: _Optional[_Iterable[_Union[GameObject, _Mapping]]] = ..., characters: _Optional[_Iterable[_Union[GameCharacter, _Mapping]]] = ..., max_actions: _Optional[int] = ...) -> None: ...

class RegenerateResponse(_message.Message):
    __slots__ = ("event",)
    EVENT_FIELD_NUMBER: _ClassVar[int]
    event: DialogueEvent
    def __init__(self, event: _Optional[_Union[DialogueEvent, _Mapping]] = ...) -> None: ...
