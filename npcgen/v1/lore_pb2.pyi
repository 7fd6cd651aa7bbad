from npcgen.v1 import common_pb2 as _common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class LoreWay(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LORE_WAY_UNSPECIFIED: _ClassVar[LoreWay]
    LORE_WAY_CONSTANT: _ClassVar[LoreWay]
    LORE_WAY_KEY: _ClassVar[LoreWay]
    LORE_WAY_TEXT: _ClassVar[LoreWay]
    LORE_WAY_MEANING: _ClassVar[LoreWay]
    LORE_WAY_MENTION: _ClassVar[LoreWay]
LORE_WAY_UNSPECIFIED: LoreWay
LORE_WAY_CONSTANT: LoreWay
LORE_WAY_KEY: LoreWay
LORE_WAY_TEXT: LoreWay
LORE_WAY_MEANING: LoreWay
LORE_WAY_MENTION: LoreWay

class World(_message.Message):
    __slots__ = ("id", "name", "description", "era", "stage_directions", "allowed_words", "denied_words")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    ERA_FIELD_NUMBER: _ClassVar[int]
    STAGE_DIRECTIONS_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_WORDS_FIELD_NUMBER: _ClassVar[int]
    DENIED_WORDS_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    description: str
    era: str
    stage_directions: bool
    allowed_words: _containers.RepeatedScalarFieldContainer[str]
    denied_words: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., description: _Optional[str] = ..., era: _Optional[str] = ..., stage_directions: bool = ..., allowed_words: _Optional[_Iterable[str]] = ..., denied_words: _Optional[_Iterable[str]] = ...) -> None: ...

class LoreEntry(_message.Message):
    __slots__ = ("id", "title", "text", "keys", "secondary_keys", "scope", "priority", "disabled", "constant")
    ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    KEYS_FIELD_NUMBER: _ClassVar[int]
    SECONDARY_KEYS_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    DISABLED_FIELD_NUMBER: _ClassVar[int]
    CONSTANT_FIELD_NUMBER: _ClassVar[int]
    id: str
    title: str
    text: str
    keys: _containers.RepeatedScalarFieldContainer[str]
    secondary_keys: _containers.RepeatedScalarFieldContainer[str]
    scope: LoreScope
    priority: int
    disabled: bool
    constant: bool
    def __init__(self, id: _Optional[str] = ..., title: _Optional[str] = ..., text: _Optional[str] = ..., keys: _Optional[_Iterable[str]] = ..., secondary_keys: _Optional[_Iterable[str]] = ..., scope: _Optional[_Union[LoreScope, _Mapping]] = ..., priority: _Optional[int] = ..., disabled: bool = ..., constant: bool = ...) -> None: ...

class LoreScope(_message.Message):
    __slots__ = ("personas", "roles", "factions", "places", "quests", "since", "until")
    PERSONAS_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    FACTIONS_FIELD_NUMBER: _ClassVar[int]
    PLACES_FIELD_NUMBER: _ClassVar[int]
    QUESTS_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    personas: _containers.RepeatedScalarFieldContainer[str]
    roles: _containers.RepeatedScalarFieldContainer[str]
    factions: _containers.RepeatedScalarFieldContainer[str]
    places: _containers.RepeatedScalarFieldContainer[str]
    quests: _containers.RepeatedCompositeFieldContainer[QuestStage]
    since: float
    until: float
    def __init__(self, personas: _Optional[_Iterable[str]] = ..., roles: _Optional[_Iterable[str]] = ..., factions: _Optional[_Iterable[str]] = ..., places: _Optional[_Iterable[str]] = ..., quests: _Optional[_Iterable[_Union[QuestStage, _Mapping]]] = ..., since: _Optional[float] = ..., until: _Optional[float] = ...) -> None: ...

class QuestStage(_message.Message):
    __slots__ = ("quest", "stage")
    QUEST_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    quest: str
    stage: int
    def __init__(self, quest: _Optional[str] = ..., stage: _Optional[int] = ...) -> None: ...

class CreateWorldRequest(_message.Message):
    __slots__ = ("request_id", "world")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    WORLD_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    world: World
    def __init__(self, request_id: _Optional[str] = ..., world: _Optional[_Union[World, _Mapping]] = ...) -> None: ...

class CreateWorldResponse(_message.Message):
    __slots__ = ("world",)
    WORLD_FIELD_NUMBER: _ClassVar[int]
    world: World
    def __init__(self, world: _Optional[_Union[World, _Mapping]] = ...) -> None: ...

class GetWorldRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetWorldResponse(_message.Message):
    __slots__ = ("world", "bundled")
    WORLD_FIELD_NUMBER: _ClassVar[int]
    BUNDLED_FIELD_NUMBER: _ClassVar[int]
    world: World
    bundled: bool
    def __init__(self, world: _Optional[_Union[World, _Mapping]] = ..., bundled: bool = ...) -> None: ...

class ListWorldsRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListWorldsResponse(_message.Message):
    __slots__ = ("worlds", "next_page_token")
    WORLDS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    worlds: _containers.RepeatedCompositeFieldContainer[World]
    next_page_token: str
    def __init__(self, worlds: _Optional[_Iterable[_Union[World, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class UpdateWorldRequest(_message.Message):
    __slots__ = ("world",)
    WORLD_FIELD_NUMBER: _ClassVar[int]
    world: World
    def __init__(self, world: _Optional[_Union[World, _Mapping]] = ...) -> None: ...

class UpdateWorldResponse(_message.Message):
    __slots__ = ("world",)
    WORLD_FIELD_NUMBER: _ClassVar[int]
    world: World
    def __init__(self, world: _Optional[_Union[World, _Mapping]] = ...) -> None: ...

class DeleteWorldRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class DeleteWorldResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CreateLoreEntryRequest(_message.Message):
    __slots__ = ("request_id", "world_id", "entry")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    WORLD_ID_FIELD_NUMBER: _ClassVar[int]
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    world_id: str
    entry: LoreEntry
    def __init__(self, request_id: _Optional[str] = ..., world_id: _Optional[str] = ..., entry: _Optional[_Union[LoreEntry, _Mapping]] = ...) -> None: ...

class CreateLoreEntryResponse(_message.Message):
    __slots__ = ("entry",)
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    entry: LoreEntry
    def __init__(self, entry: _Optional[_Union[LoreEntry, _Mapping]] = ...) -> None: ...

class GetLoreEntryRequest(_message.Message):
    __slots__ = ("world_id", "id")
    WORLD_ID_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    world_id: str
    id: str
    def __init__(self, world_id: _Optional[str] = ..., id: _Optional[str] = ...) -> None: ...

class GetLoreEntryResponse(_message.Message):
    __slots__ = ("entry",)
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    entry: LoreEntry
    def __init__(self, entry: _Optional[_Union[LoreEntry, _Mapping]] = ...) -> None: ...

class ListLoreEntriesRequest(_message.Message):
    __slots__ = ("world_id", "page_size", "page_token")
    WORLD_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    world_id: str
    page_size: int
    page_token: str
    def __init__(self, world_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListLoreEntriesResponse(_message.Message):
    __slots__ = ("entries", "next_page_token")
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[LoreEntry]
    next_page_token: str
    def __init__(self, entries: _Optional[_Iterable[_Union[LoreEntry, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class UpdateLoreEntryRequest(_message.Message):
    __slots__ = ("world_id", "entry")
    WORLD_ID_FIELD_NUMBER: _ClassVar[int]
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    world_id: str
    entry: LoreEntry
    def __init__(self, world_id: _Optional[str] = ..., entry: _Optional[_Union[LoreEntry, _Mapping]] = ...) -> None: ...

class UpdateLoreEntryResponse(_message.Message):
    __slots__ = ("entry",)
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    entry: LoreEntry
    def __init__(self, entry: _Optional[_Union[LoreEntry, _Mapping]] = ...) -> None: ...

class DeleteLoreEntryRequest(_message.Message):
    __slots__ = ("world_id", "id")
    WORLD_ID_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    world_id: str
    id: str
    def __init__(self, world_id: _Optional[str] = ..., id: _Optional[str] = ...) -> None: ...

class DeleteLoreEntryResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ImportLorebookRequest(_message.Message):
    __slots__ = ("request_id", "world_id", "data")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    WORLD_ID_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    world_id: str
    data: bytes
    def __init__(self, request_id: _Optional[str] = ..., world_id: _Optional[str] = ..., data: _Optional[bytes] = ...) -> None: ...

class ImportLorebookResponse(_message.Message):
    __slots__ = ("entry_ids", "warnings")
    ENTRY_IDS_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    entry_ids: _containers.RepeatedScalarFieldContainer[str]
    warnings: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, entry_ids: _Optional[_Iterable[str]] = ..., warnings: _Optional[_Iterable[str]] = ...) -> None: ...

class SearchLoreRequest(_message.Message):
    __slots__ = ("world_id", "query", "as_npc", "state")
    WORLD_ID_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    AS_NPC_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    world_id: str
    query: str
    as_npc: str
    state: _common_pb2.GameState
    def __init__(self, world_id: _Optional[str] = ..., query: _Optional[str] = ..., as_npc: _Optional[str] = ..., state: _Optional[_Union[_common_pb2.GameState, _Mapping]] = ...) -> None: ...

class SearchLoreResponse(_message.Message):
    __slots__ = ("results",)
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[LoreResult]
    def __init__(self, results: _Optional[_Iterable[_Union[LoreResult, _Mapping]]] = ...) -> None: ...

class LoreResult(_message.Message):
    __slots__ = ("entry", "score", "matches", "held_back_by")
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    MATCHES_FIELD_NUMBER: _ClassVar[int]
    HELD_BACK_BY_FIELD_NUMBER: _ClassVar[int]
    entry: LoreEntry
    score: float
    matches: _containers.RepeatedCompositeFieldContainer[LoreMatch]
    held_back_by: str
    def __init__(self, entry: _Optional[_Union[LoreEntry, _Mapping]] = ..., score: _Optional[float] = ..., matches: _Optional[_Iterable[_Union[LoreMatch, _Mapping]]] = ..., held_back_by: _Optional[str] = ...) -> None: ...

class LoreMatch(_message.Message):
    __slots__ = ("way", "detail")
    WAY_FIELD_NUMBER: _ClassVar[int]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    way: LoreWay
    detail: str
    def __init__(self, way: _Optional[_Union[LoreWay, str]] = ..., detail: _Optional[str] = ...) -> None: ...
