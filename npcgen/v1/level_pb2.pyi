from google.protobuf import struct_pb2 as _struct_pb2
from npcgen.v1 import common_pb2 as _common_pb2
from npcgen.v1 import persona_pb2 as _persona_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CountRange(_message.Message):
    __slots__ = ("low", "high")
    LOW_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    low: int
    high: int
    def __init__(self, low: _Optional[int] = ..., high: _Optional[int] = ...) -> None: ...

class FixedTile(_message.Message):
    __slots__ = ("x", "y", "floor", "tile")
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    FLOOR_FIELD_NUMBER: _ClassVar[int]
    TILE_FIELD_NUMBER: _ClassVar[int]
    x: int
    y: int
    floor: int
    tile: str
    def __init__(self, x: _Optional[int] = ..., y: _Optional[int] = ..., floor: _Optional[int] = ..., tile: _Optional[str] = ...) -> None: ...

class LevelSpec(_message.Message):
    __slots__ = ("kind", "width", "height", "floors", "seed", "theme", "difficulty", "counts", "options", "fixed", "deadline_ms", "yaml")
    class CountsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: CountRange
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[CountRange, _Mapping]] = ...) -> None: ...
    class OptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Value, _Mapping]] = ...) -> None: ...
    KIND_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    FLOORS_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    THEME_FIELD_NUMBER: _ClassVar[int]
    DIFFICULTY_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    FIXED_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_MS_FIELD_NUMBER: _ClassVar[int]
    YAML_FIELD_NUMBER: _ClassVar[int]
    kind: str
    width: int
    height: int
    floors: int
    seed: int
    theme: str
    difficulty: _containers.RepeatedScalarFieldContainer[float]
    counts: _containers.MessageMap[str, CountRange]
    options: _containers.MessageMap[str, _struct_pb2.Value]
    fixed: _containers.RepeatedCompositeFieldContainer[FixedTile]
    deadline_ms: int
    yaml: str
    def __init__(self, kind: _Optional[str] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., floors: _Optional[int] = ..., seed: _Optional[int] = ..., theme: _Optional[str] = ..., difficulty: _Optional[_Iterable[float]] = ..., counts: _Optional[_Mapping[str, CountRange]] = ..., options: _Optional[_Mapping[str, _struct_pb2.Value]] = ..., fixed: _Optional[_Iterable[_Union[FixedTile, _Mapping]]] = ..., deadline_ms: _Optional[int] = ..., yaml: _Optional[str] = ...) -> None: ...

class GenerateLevelRequest(_message.Message):
    __slots__ = ("spec", "prompt", "previews")
    SPEC_FIELD_NUMBER: _ClassVar[int]
    PROMPT_FIELD_NUMBER: _ClassVar[int]
    PREVIEWS_FIELD_NUMBER: _ClassVar[int]
    spec: LevelSpec
    prompt: str
    previews: bool
    def __init__(self, spec: _Optional[_Union[LevelSpec, _Mapping]] = ..., prompt: _Optional[str] = ..., previews: bool = ...) -> None: ...

class GenerateLevelResponse(_message.Message):
    __slots__ = ("event",)
    EVENT_FIELD_NUMBER: _ClassVar[int]
    event: LevelEvent
    def __init__(self, event: _Optional[_Union[LevelEvent, _Mapping]] = ...) -> None: ...

class LevelEvent(_message.Message):
    __slots__ = ("sequence", "progress", "preview", "level", "cells", "completed")
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    PREVIEW_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    CELLS_FIELD_NUMBER: _ClassVar[int]
    COMPLETED_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    progress: _common_pb2.GenerationProgress
    preview: LevelPreview
    level: Level
    cells: LevelCells
    completed: LevelCompleted
    def __init__(self, sequence: _Optional[int] = ..., progress: _Optional[_Union[_common_pb2.GenerationProgress, _Mapping]] = ..., preview: _Optional[_Union[LevelPreview, _Mapping]] = ..., level: _Optional[_Union[Level, _Mapping]] = ..., cells: _Optional[_Union[LevelCells, _Mapping]] = ..., completed: _Optional[_Union[LevelCompleted, _Mapping]] = ...) -> None: ...

class LevelPreview(_message.Message):
    __slots__ = ("width", "height", "floors", "stride", "tiles", "cells")
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    FLOORS_FIELD_NUMBER: _ClassVar[int]
    STRIDE_FIELD_NUMBER: _ClassVar[int]
    TILES_FIELD_NUMBER: _ClassVar[int]
    CELLS_FIELD_NUMBER: _ClassVar[int]
    width: int
    height: int
    floors: int
    stride: int
    tiles: _containers.RepeatedCompositeFieldContainer[LevelTile]
    cells: bytes
    def __init__(self, width: _Optional[int] = ..., height: _Optional[int] = ..., floors: _Optional[int] = ..., stride: _Optional[int] = ..., tiles: _Optional[_Iterable[_Union[LevelTile, _Mapping]]] = ..., cells: _Optional[bytes] = ...) -> None: ...

class LevelTile(_message.Message):
    __slots__ = ("name", "glyph", "colour", "traits")
    NAME_FIELD_NUMBER: _ClassVar[int]
    GLYPH_FIELD_NUMBER: _ClassVar[int]
    COLOUR_FIELD_NUMBER: _ClassVar[int]
    TRAITS_FIELD_NUMBER: _ClassVar[int]
    name: str
    glyph: str
    colour: str
    traits: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., glyph: _Optional[str] = ..., colour: _Optional[str] = ..., traits: _Optional[_Iterable[str]] = ...) -> None: ...

class LevelLayer(_message.Message):
    __slots__ = ("name", "cells", "cells_zlib")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CELLS_FIELD_NUMBER: _ClassVar[int]
    CELLS_ZLIB_FIELD_NUMBER: _ClassVar[int]
    name: str
    cells: bytes
    cells_zlib: bytes
    def __init__(self, name: _Optional[str] = ..., cells: _Optional[bytes] = ..., cells_zlib: _Optional[bytes] = ...) -> None: ...

class LevelRoom(_message.Message):
    __slots__ = ("id", "kind", "x", "y", "width", "height", "floor", "difficulty", "name")
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    FLOOR_FIELD_NUMBER: _ClassVar[int]
    DIFFICULTY_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: str
    x: int
    y: int
    width: int
    height: int
    floor: int
    difficulty: float
    name: str
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[str] = ..., x: _Optional[int] = ..., y: _Optional[int] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., floor: _Optional[int] = ..., difficulty: _Optional[float] = ..., name: _Optional[str] = ...) -> None: ...

class LevelLink(_message.Message):
    __slots__ = ("a", "b", "kind", "key")
    A_FIELD_NUMBER: _ClassVar[int]
    B_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    a: str
    b: str
    kind: str
    key: str
    def __init__(self, a: _Optional[str] = ..., b: _Optional[str] = ..., kind: _Optional[str] = ..., key: _Optional[str] = ...) -> None: ...

class LevelEntity(_message.Message):
    __slots__ = ("id", "kind", "x", "y", "floor", "properties")
    class PropertiesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Value, _Mapping]] = ...) -> None: ...
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    FLOOR_FIELD_NUMBER: _ClassVar[int]
    PROPERTIES_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: str
    x: int
    y: int
    floor: int
    properties: _containers.MessageMap[str, _struct_pb2.Value]
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[str] = ..., x: _Optional[int] = ..., y: _Optional[int] = ..., floor: _Optional[int] = ..., properties: _Optional[_Mapping[str, _struct_pb2.Value]] = ...) -> None: ...

class Level(_message.Message):
    __slots__ = ("kind", "seed", "version", "width", "height", "floors", "tiles", "layers", "rooms", "links", "entities", "movement", "jump", "critical_path", "difficulty", "areas", "heights", "sea_level", "properties", "areas_zlib", "heights_zlib")
    class PropertiesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Value, _Mapping]] = ...) -> None: ...
    KIND_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    FLOORS_FIELD_NUMBER: _ClassVar[int]
    TILES_FIELD_NUMBER: _ClassVar[int]
    LAYERS_FIELD_NUMBER: _ClassVar[int]
    ROOMS_FIELD_NUMBER: _ClassVar[int]
    LINKS_FIELD_NUMBER: _ClassVar[int]
    ENTITIES_FIELD_NUMBER: _ClassVar[int]
    MOVEMENT_FIELD_NUMBER: _ClassVar[int]
    JUMP_FIELD_NUMBER: _ClassVar[int]
    CRITICAL_PATH_FIELD_NUMBER: _ClassVar[int]
    DIFFICULTY_FIELD_NUMBER: _ClassVar[int]
    AREAS_FIELD_NUMBER: _ClassVar[int]
    HEIGHTS_FIELD_NUMBER: _ClassVar[int]
    SEA_LEVEL_FIELD_NUMBER: _ClassVar[int]
    PROPERTIES_FIELD_NUMBER: _ClassVar[int]
    AREAS_ZLIB_FIELD_NUMBER: _ClassVar[int]
    HEIGHTS_ZLIB_FIELD_NUMBER: _ClassVar[int]
    kind: str
    seed: int
    version: str
    width: int
    height: int
    floors: int
    tiles: _containers.RepeatedCompositeFieldContainer[LevelTile]
    layers: _containers.RepeatedCompositeFieldContainer[LevelLayer]
    rooms: _containers.RepeatedCompositeFieldContainer[LevelRoom]
    links: _containers.RepeatedCompositeFieldContainer[LevelLink]
    entities: _containers.RepeatedCompositeFieldContainer[LevelEntity]
    movement: str
    jump: int
    critical_path: _containers.RepeatedScalarFieldContainer[str]
    difficulty: _containers.RepeatedScalarFieldContainer[float]
    areas: bytes
    heights: bytes
    sea_level: int
    properties: _containers.MessageMap[str, _struct_pb2.Value]
    areas_zlib: bytes
    heights_zlib: bytes
    def __init__(self, kind: _Optional[str] = ..., seed: _Optional[int] = ..., version: _Optional[str] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., floors: _Optional[int] = ..., tiles: _Optional[_Iterable[_Union[LevelTile, _Mapping]]] = ..., layers: _Optional[_Iterable[_Union[LevelLayer, _Mapping]]] = ..., rooms: _Optional[_Iterable[_Union[LevelRoom, _Mapping]]] = ..., links: _Optional[_Iterable[_Union[LevelLink, _Mapping]]] = ..., entities: _Optional[_Iterable[_Union[LevelEntity, _Mapping]]] = ..., movement: _Optional[str] = ..., jump: _Optional[int] = ..., critical_path: _Optional[_Iterable[str]] = ..., difficulty: _Optional[_Iterable[float]] = ..., areas: _Optional[bytes] = ..., heights: _Optional[bytes] = ..., sea_level: _Optional[int] = ..., properties: _Optional[_Mapping[str, _struct_pb2.Value]] = ..., areas_zlib: _Optional[bytes] = ..., heights_zlib: _Optional[bytes] = ...) -> None: ...

class LevelCells(_message.Message):
    __slots__ = ("layer", "offset", "data")
    LAYER_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    layer: str
    offset: int
    data: bytes
    def __init__(self, layer: _Optional[str] = ..., offset: _Optional[int] = ..., data: _Optional[bytes] = ...) -> None: ...

class LevelObligation(_message.Message):
    __slots__ = ("name", "arguments", "stated_by")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ARGUMENTS_FIELD_NUMBER: _ClassVar[int]
    STATED_BY_FIELD_NUMBER: _ClassVar[int]
    name: str
    arguments: _struct_pb2.Struct
    stated_by: str
    def __init__(self, name: _Optional[str] = ..., arguments: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., stated_by: _Optional[str] = ...) -> None: ...

class LevelProof(_message.Message):
    __slots__ = ("moves", "obligations")
    MOVES_FIELD_NUMBER: _ClassVar[int]
    OBLIGATIONS_FIELD_NUMBER: _ClassVar[int]
    moves: _containers.RepeatedScalarFieldContainer[str]
    obligations: _containers.RepeatedCompositeFieldContainer[LevelObligation]
    def __init__(self, moves: _Optional[_Iterable[str]] = ..., obligations: _Optional[_Iterable[_Union[LevelObligation, _Mapping]]] = ...) -> None: ...

class LevelCompleted(_message.Message):
    __slots__ = ("seed", "generator_version", "content_sha256", "proof", "spec", "provenance", "total_ms", "unused_words")
    SEED_FIELD_NUMBER: _ClassVar[int]
    GENERATOR_VERSION_FIELD_NUMBER: _ClassVar[int]
    CONTENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    SPEC_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MS_FIELD_NUMBER: _ClassVar[int]
    UNUSED_WORDS_FIELD_NUMBER: _ClassVar[int]
    seed: int
    generator_version: str
    content_sha256: str
    proof: LevelProof
    spec: LevelSpec
    provenance: _persona_pb2.Provenance
    total_ms: float
    unused_words: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, seed: _Optional[int] = ..., generator_version: _Optional[str] = ..., content_sha256: _Optional[str] = ..., proof: _Optional[_Union[LevelProof, _Mapping]] = ..., spec: _Optional[_Union[LevelSpec, _Mapping]] = ..., provenance: _Optional[_Union[_persona_pb2.Provenance, _Mapping]] = ..., total_ms: _Optional[float] = ..., unused_words: _Optional[_Iterable[str]] = ...) -> None: ...

class RegenerateRegionRequest(_message.Message):
    __slots__ = ("level", "spec", "x", "y", "width", "height", "floor", "seed", "previews")
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    SPEC_FIELD_NUMBER: _ClassVar[int]
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    FLOOR_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    PREVIEWS_FIELD_NUMBER: _ClassVar[int]
    level: Level
    spec: LevelSpec
    x: int
    y: int
    width: int
    height: int
    floor: int
    seed: int
    previews: bool
    def __init__(self, level: _Optional[_Union[Level, _Mapping]] = ..., spec: _Optional[_Union[LevelSpec, _Mapping]] = ..., x: _Optional[int] = ..., y: _Optional[int] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., floor: _Optional[int] = ..., seed: _Optional[int] = ..., previews: bool = ...) -> None: ...

class RegenerateRegionResponse(_message.Message):
    __slots__ = ("event",)
    EVENT_FIELD_NUMBER: _ClassVar[int]
    event: LevelEvent
    def __init__(self, event: _Optional[_Union[LevelEvent, _Mapping]] = ...) -> None: ...

class GetChunkRequest(_message.Message):
    __slots__ = ("spec", "x", "y")
    SPEC_FIELD_NUMBER: _ClassVar[int]
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    spec: LevelSpec
    x: int
    y: int
    def __init__(self, spec: _Optional[_Union[LevelSpec, _Mapping]] = ..., x: _Optional[int] = ..., y: _Optional[int] = ...) -> None: ...

class GetChunkResponse(_message.Message):
    __slots__ = ("level", "content_sha256")
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    CONTENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    level: Level
    content_sha256: str
    def __init__(self, level: _Optional[_Union[Level, _Mapping]] = ..., content_sha256: _Optional[str] = ...) -> None: ...

class ValidateLevelRequest(_message.Message):
    __slots__ = ("level", "proof")
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    level: Level
    proof: LevelProof
    def __init__(self, level: _Optional[_Union[Level, _Mapping]] = ..., proof: _Optional[_Union[LevelProof, _Mapping]] = ...) -> None: ...

class LevelFinding(_message.Message):
    __slots__ = ("name", "stated_by", "holds", "message")
    NAME_FIELD_NUMBER: _ClassVar[int]
    STATED_BY_FIELD_NUMBER: _ClassVar[int]
    HOLDS_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    name: str
    stated_by: str
    holds: bool
    message: str
    def __init__(self, name: _Optional[str] = ..., stated_by: _Optional[str] = ..., holds: bool = ..., message: _Optional[str] = ...) -> None: ...

class ValidateLevelResponse(_message.Message):
    __slots__ = ("valid", "findings", "content_sha256")
    VALID_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    CONTENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    valid: bool
    findings: _containers.RepeatedCompositeFieldContainer[LevelFinding]
    content_sha256: str
    def __init__(self, valid: bool = ..., findings: _Optional[_Iterable[_Union[LevelFinding, _Mapping]]] = ..., content_sha256: _Optional[str] = ...) -> None: ...

class ExportLevelRequest(_message.Message):
    __slots__ = ("level", "format", "proof")
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    PROOF_FIELD_NUMBER: _ClassVar[int]
    level: Level
    format: str
    proof: LevelProof
    def __init__(self, level: _Optional[_Union[Level, _Mapping]] = ..., format: _Optional[str] = ..., proof: _Optional[_Union[LevelProof, _Mapping]] = ...) -> None: ...

class ExportLevelResponse(_message.Message):
    __slots__ = ("file", "data", "last")
    FILE_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    LAST_FIELD_NUMBER: _ClassVar[int]
    file: str
    data: bytes
    last: bool
    def __init__(self, file: _Optional[str] = ..., data: _Optional[bytes] = ..., last: bool = ...) -> None: ...

class ListLevelKindsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class LevelCount(_message.Message):
    __slots__ = ("name", "description", "high")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    name: str
    description: str
    high: int
    def __init__(self, name: _Optional[str] = ..., description: _Optional[str] = ..., high: _Optional[int] = ...) -> None: ...

class LevelOption(_message.Message):
    __slots__ = ("name", "description", "default_value", "low", "high", "choices")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_VALUE_FIELD_NUMBER: _ClassVar[int]
    LOW_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    CHOICES_FIELD_NUMBER: _ClassVar[int]
    name: str
    description: str
    default_value: _struct_pb2.Value
    low: float
    high: float
    choices: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., description: _Optional[str] = ..., default_value: _Optional[_Union[_struct_pb2.Value, _Mapping]] = ..., low: _Optional[float] = ..., high: _Optional[float] = ..., choices: _Optional[_Iterable[str]] = ...) -> None: ...

class LevelKind(_message.Message):
    __slots__ = ("name", "description", "version", "min_side", "max_side", "max_floors", "themes", "counts", "options")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    MIN_SIDE_FIELD_NUMBER: _ClassVar[int]
    MAX_SIDE_FIELD_NUMBER: _ClassVar[int]
    MAX_FLOORS_FIELD_NUMBER: _ClassVar[int]
    THEMES_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    name: str
    description: str
    version: str
    min_side: int
    max_side: int
    max_floors: int
    themes: _containers.RepeatedScalarFieldContainer[str]
    counts: _containers.RepeatedCompositeFieldContainer[LevelCount]
    options: _containers.RepeatedCompositeFieldContainer[LevelOption]
    def __init__(self, name: _Optional[str] = ..., description: _Optional[str] = ..., version: _Optional[str] = ..., min_side: _Optional[int] = ..., max_side: _Optional[int] = ..., max_floors: _Optional[int] = ..., themes: _Optional[_Iterable[str]] = ..., counts: _Optional[_Iterable[_Union[LevelCount, _Mapping]]] = ..., options: _Optional[_Iterable[_Union[LevelOption, _Mapping]]] = ...) -> None: ...

class ListLevelKindsResponse(_message.Message):
    __slots__ = ("kinds",)
    KINDS_FIELD_NUMBER: _ClassVar[int]
    kinds: _containers.RepeatedCompositeFieldContainer[LevelKind]
    def __init__(self, kinds: _Optional[_Iterable[_Union[LevelKind, _Mapping]]] = ...) -> None: ...
