from npcgen.v1 import persona_pb2 as _persona_pb2
from npcgen.v1 import quest_pb2 as _quest_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TravelTime(_message.Message):
    __slots__ = ("to", "minutes")
    FROM_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    MINUTES_FIELD_NUMBER: _ClassVar[int]
    to: str
    minutes: int
    def __init__(self, to: _Optional[str] = ..., minutes: _Optional[int] = ..., **kwargs) -> None: ...

class GenerateBehaviourRequest(_message.Message):
    __slots__ = ("world", "character", "persona_id", "persona", "home", "quests", "play_id", "seed", "vocabulary", "travel_times")
    WORLD_FIELD_NUMBER: _ClassVar[int]
    CHARACTER_FIELD_NUMBER: _ClassVar[int]
    PERSONA_ID_FIELD_NUMBER: _ClassVar[int]
    PERSONA_FIELD_NUMBER: _ClassVar[int]
    HOME_FIELD_NUMBER: _ClassVar[int]
    QUESTS_FIELD_NUMBER: _ClassVar[int]
    PLAY_ID_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    VOCABULARY_FIELD_NUMBER: _ClassVar[int]
    TRAVEL_TIMES_FIELD_NUMBER: _ClassVar[int]
    world: _quest_pb2.QuestWorldSource
    character: str
    persona_id: str
    persona: _persona_pb2.Persona
    home: str
    quests: _containers.RepeatedCompositeFieldContainer[_quest_pb2.Quest]
    play_id: str
    seed: int
    vocabulary: str
    travel_times: _containers.RepeatedCompositeFieldContainer[TravelTime]
    def __init__(self, world: _Optional[_Union[_quest_pb2.QuestWorldSource, _Mapping]] = ..., character: _Optional[str] = ..., persona_id: _Optional[str] = ..., persona: _Optional[_Union[_persona_pb2.Persona, _Mapping]] = ..., home: _Optional[str] = ..., quests: _Optional[_Iterable[_Union[_quest_pb2.Quest, _Mapping]]] = ..., play_id: _Optional[str] = ..., seed: _Optional[int] = ..., vocabulary: _Optional[str] = ..., travel_times: _Optional[_Iterable[_Union[TravelTime, _Mapping]]] = ...) -> None: ...

class RoutineBlock(_message.Message):
    __slots__ = ("starts", "until", "activity", "place", "travel_minutes")
    STARTS_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    ACTIVITY_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    TRAVEL_MINUTES_FIELD_NUMBER: _ClassVar[int]
    starts: int
    until: int
    activity: str
    place: str
    travel_minutes: int
    def __init__(self, starts: _Optional[int] = ..., until: _Optional[int] = ..., activity: _Optional[str] = ..., place: _Optional[str] = ..., travel_minutes: _Optional[int] = ...) -> None: ...

class LeftOutReaction(_message.Message):
    __slots__ = ("reaction", "missing")
    REACTION_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    reaction: str
    missing: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, reaction: _Optional[str] = ..., missing: _Optional[_Iterable[str]] = ...) -> None: ...

class GenerateBehaviourResponse(_message.Message):
    __slots__ = ("routine", "left_out", "document")
    ROUTINE_FIELD_NUMBER: _ClassVar[int]
    LEFT_OUT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    routine: _containers.RepeatedCompositeFieldContainer[RoutineBlock]
    left_out: _containers.RepeatedCompositeFieldContainer[LeftOutReaction]
    document: str
    def __init__(self, routine: _Optional[_Iterable[_Union[RoutineBlock, _Mapping]]] = ..., left_out: _Optional[_Iterable[_Union[LeftOutReaction, _Mapping]]] = ..., document: _Optional[str] = ...) -> None: ...

class ExportBehaviourRequest(_message.Message):
    __slots__ = ("document", "format")
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    document: str
    format: str
    def __init__(self, document: _Optional[str] = ..., format: _Optional[str] = ...) -> None: ...

class ExportBehaviourResponse(_message.Message):
    __slots__ = ("file", "data", "last")
    FILE_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    LAST_FIELD_NUMBER: _ClassVar[int]
    file: str
    data: bytes
    last: bool
    def __init__(self, file: _Optional[str] = ..., data: _Optional[bytes] = ..., last: bool = ...) -> None: ...
