from npcgen.v1 import common_pb2 as _common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class MemoryKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MEMORY_KIND_UNSPECIFIED: _ClassVar[MemoryKind]
    MEMORY_KIND_FACT: _ClassVar[MemoryKind]
    MEMORY_KIND_EVENT: _ClassVar[MemoryKind]
    MEMORY_KIND_SUMMARY: _ClassVar[MemoryKind]
MEMORY_KIND_UNSPECIFIED: MemoryKind
MEMORY_KIND_FACT: MemoryKind
MEMORY_KIND_EVENT: MemoryKind
MEMORY_KIND_SUMMARY: MemoryKind

class Memory(_message.Message):
    __slots__ = ("id", "npc_id", "player_id", "kind", "text", "importance", "created_at_s", "recalled_at_s", "subject", "source_turn_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    NPC_ID_FIELD_NUMBER: _ClassVar[int]
    PLAYER_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    IMPORTANCE_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_S_FIELD_NUMBER: _ClassVar[int]
    RECALLED_AT_S_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_TURN_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    npc_id: str
    player_id: str
    kind: MemoryKind
    text: str
    importance: float
    created_at_s: int
    recalled_at_s: int
    subject: str
    source_turn_id: str
    def __init__(self, id: _Optional[str] = ..., npc_id: _Optional[str] = ..., player_id: _Optional[str] = ..., kind: _Optional[_Union[MemoryKind, str]] = ..., text: _Optional[str] = ..., importance: _Optional[float] = ..., created_at_s: _Optional[int] = ..., recalled_at_s: _Optional[int] = ..., subject: _Optional[str] = ..., source_turn_id: _Optional[str] = ...) -> None: ...

class ListMemoriesRequest(_message.Message):
    __slots__ = ("npc_id", "player_id", "page_size", "page_token")
    NPC_ID_FIELD_NUMBER: _ClassVar[int]
    PLAYER_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    npc_id: str
    player_id: str
    page_size: int
    page_token: str
    def __init__(self, npc_id: _Optional[str] = ..., player_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListMemoriesResponse(_message.Message):
    __slots__ = ("memories", "next_page_token")
    MEMORIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    memories: _containers.RepeatedCompositeFieldContainer[Memory]
    next_page_token: str
    def __init__(self, memories: _Optional[_Iterable[_Union[Memory, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class AddMemoryRequest(_message.Message):
    __slots__ = ("request_id", "npc_id", "player_id", "text", "importance", "subject", "deed")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    NPC_ID_FIELD_NUMBER: _ClassVar[int]
    PLAYER_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    IMPORTANCE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    DEED_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    npc_id: str
    player_id: str
    text: str
    importance: float
    subject: str
    deed: str
    def __init__(self, request_id: _Optional[str] = ..., npc_id: _Optional[str] = ..., player_id: _Optional[str] = ..., text: _Optional[str] = ..., importance: _Optional[float] = ..., subject: _Optional[str] = ..., deed: _Optional[str] = ...) -> None: ...

class AddMemoryResponse(_message.Message):
    __slots__ = ("memory", "changes")
    MEMORY_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    memory: Memory
    changes: _containers.RepeatedCompositeFieldContainer[_common_pb2.RelationshipChange]
    def __init__(self, memory: _Optional[_Union[Memory, _Mapping]] = ..., changes: _Optional[_Iterable[_Union[_common_pb2.RelationshipChange, _Mapping]]] = ...) -> None: ...

class UpdateMemoryRequest(_message.Message):
    __slots__ = ("id", "text", "importance")
    ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    IMPORTANCE_FIELD_NUMBER: _ClassVar[int]
    id: str
    text: str
    importance: float
    def __init__(self, id: _Optional[str] = ..., text: _Optional[str] = ..., importance: _Optional[float] = ...) -> None: ...

class UpdateMemoryResponse(_message.Message):
    __slots__ = ("memory",)
    MEMORY_FIELD_NUMBER: _ClassVar[int]
    memory: Memory
    def __init__(self, memory: _Optional[_Union[Memory, _Mapping]] = ...) -> None: ...

class DeleteMemoryRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class DeleteMemoryResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class TellMemoryRequest(_message.Message):
    __slots__ = ("id", "to_npc_id")
    ID_FIELD_NUMBER: _ClassVar[int]
    TO_NPC_ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    to_npc_id: str
    def __init__(self, id: _Optional[str] = ..., to_npc_id: _Optional[str] = ...) -> None: ...

class TellMemoryResponse(_message.Message):
    __slots__ = ("memory",)
    MEMORY_FIELD_NUMBER: _ClassVar[int]
    memory: Memory
    def __init__(self, memory: _Optional[_Union[Memory, _Mapping]] = ...) -> None: ...

class ForgetPlayerRequest(_message.Message):
    __slots__ = ("player_id",)
    PLAYER_ID_FIELD_NUMBER: _ClassVar[int]
    player_id: str
    def __init__(self, player_id: _Optional[str] = ...) -> None: ...

class ForgetPlayerResponse(_message.Message):
    __slots__ = ("conversations", "memories", "relationships")
    CONVERSATIONS_FIELD_NUMBER: _ClassVar[int]
    MEMORIES_FIELD_NUMBER: _ClassVar[int]
    RELATIONSHIPS_FIELD_NUMBER: _ClassVar[int]
    conversations: int
    memories: int
    relationships: int
    def __init__(self, conversations: _Optional[int] = ..., memories: _Optional[int] = ..., relationships: _Optional[int] = ...) -> None: ...

class GetRelationshipRequest(_message.Message):
    __slots__ = ("npc_id", "player_id")
    NPC_ID_FIELD_NUMBER: _ClassVar[int]
    PLAYER_ID_FIELD_NUMBER: _ClassVar[int]
    npc_id: str
    player_id: str
    def __init__(self, npc_id: _Optional[str] = ..., player_id: _Optional[str] = ...) -> None: ...

class GetRelationshipResponse(_message.Message):
    __slots__ = ("relationship", "emotion")
    RELATIONSHIP_FIELD_NUMBER: _ClassVar[int]
    EMOTION_FIELD_NUMBER: _ClassVar[int]
    relationship: _common_pb2.Relationship
    emotion: _common_pb2.Emotion
    def __init__(self, relationship: _Optional[_Union[_common_pb2.Relationship, _Mapping]] = ..., emotion: _Optional[_Union[_common_pb2.Emotion, _Mapping]] = ...) -> None: ...

class SetRelationshipRequest(_message.Message):
    __slots__ = ("npc_id", "player_id", "relationship", "emotion")
    NPC_ID_FIELD_NUMBER: _ClassVar[int]
    PLAYER_ID_FIELD_NUMBER: _ClassVar[int]
    RELATIONSHIP_FIELD_NUMBER: _ClassVar[int]
    EMOTION_FIELD_NUMBER: _ClassVar[int]
    npc_id: str
    player_id: str
    relationship: _common_pb2.Relationship
    emotion: _common_pb2.Emotion
    def __init__(self, npc_id: _Optional[str] = ..., player_id: _Optional[str] = ..., relationship: _Optional[_Union[_common_pb2.Relationship, _Mapping]] = ..., emotion: _Optional[_Union[_common_pb2.Emotion, _Mapping]] = ...) -> None: ...

class SetRelationshipResponse(_message.Message):
    __slots__ = ("relationship", "emotion")
    RELATIONSHIP_FIELD_NUMBER: _ClassVar[int]
    EMOTION_FIELD_NUMBER: _ClassVar[int]
    relationship: _common_pb2.Relationship
    emotion: _common_pb2.Emotion
    def __init__(self, relationship: _Optional[_Union[_common_pb2.Relationship, _Mapping]] = ..., emotion: _Optional[_Union[_common_pb2.Emotion, _Mapping]] = ...) -> None: ...
