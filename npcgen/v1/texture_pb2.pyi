from google.protobuf import struct_pb2 as _struct_pb2
from npcgen.v1 import common_pb2 as _common_pb2
from npcgen.v1 import persona_pb2 as _persona_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TextureSurface(_message.Message):
    __slots__ = ("material", "params", "palette", "season", "layers", "seed")
    class ParamsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Value, _Mapping]] = ...) -> None: ...
    class LayersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    MATERIAL_FIELD_NUMBER: _ClassVar[int]
    PARAMS_FIELD_NUMBER: _ClassVar[int]
    PALETTE_FIELD_NUMBER: _ClassVar[int]
    SEASON_FIELD_NUMBER: _ClassVar[int]
    LAYERS_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    material: str
    params: _containers.MessageMap[str, _struct_pb2.Value]
    palette: str
    season: str
    layers: _containers.ScalarMap[str, float]
    seed: int
    def __init__(self, material: _Optional[str] = ..., params: _Optional[_Mapping[str, _struct_pb2.Value]] = ..., palette: _Optional[str] = ..., season: _Optional[str] = ..., layers: _Optional[_Mapping[str, float]] = ..., seed: _Optional[int] = ...) -> None: ...

class TextureMixing(_message.Message):
    __slots__ = ("surface", "mask", "amount", "softness")
    SURFACE_FIELD_NUMBER: _ClassVar[int]
    MASK_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    SOFTNESS_FIELD_NUMBER: _ClassVar[int]
    surface: TextureSurface
    mask: str
    amount: float
    softness: float
    def __init__(self, surface: _Optional[_Union[TextureSurface, _Mapping]] = ..., mask: _Optional[str] = ..., amount: _Optional[float] = ..., softness: _Optional[float] = ...) -> None: ...

class TextureRegion(_message.Message):
    __slots__ = ("surface", "mask_png", "feather")
    SURFACE_FIELD_NUMBER: _ClassVar[int]
    MASK_PNG_FIELD_NUMBER: _ClassVar[int]
    FEATHER_FIELD_NUMBER: _ClassVar[int]
    surface: TextureSurface
    mask_png: bytes
    feather: float
    def __init__(self, surface: _Optional[_Union[TextureSurface, _Mapping]] = ..., mask_png: _Optional[bytes] = ..., feather: _Optional[float] = ...) -> None: ...

class TextureStyle(_message.Message):
    __slots__ = ("contrast", "saturation", "hue", "brightness", "roughness", "depth")
    CONTRAST_FIELD_NUMBER: _ClassVar[int]
    SATURATION_FIELD_NUMBER: _ClassVar[int]
    HUE_FIELD_NUMBER: _ClassVar[int]
    BRIGHTNESS_FIELD_NUMBER: _ClassVar[int]
    ROUGHNESS_FIELD_NUMBER: _ClassVar[int]
    DEPTH_FIELD_NUMBER: _ClassVar[int]
    contrast: float
    saturation: float
    hue: float
    brightness: float
    roughness: float
    depth: float
    def __init__(self, contrast: _Optional[float] = ..., saturation: _Optional[float] = ..., hue: _Optional[float] = ..., brightness: _Optional[float] = ..., roughness: _Optional[float] = ..., depth: _Optional[float] = ...) -> None: ...

class TextureSpec(_message.Message):
    __slots__ = ("surface", "width", "height", "tiling", "mixing", "region", "style", "deadline_ms", "yaml")
    SURFACE_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    TILING_FIELD_NUMBER: _ClassVar[int]
    MIXING_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    STYLE_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_MS_FIELD_NUMBER: _ClassVar[int]
    YAML_FIELD_NUMBER: _ClassVar[int]
    surface: TextureSurface
    width: int
    height: int
    tiling: str
    mixing: TextureMixing
    region: TextureRegion
    style: TextureStyle
    deadline_ms: int
    yaml: str
    def __init__(self, surface: _Optional[_Union[TextureSurface, _Mapping]] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., tiling: _Optional[str] = ..., mixing: _Optional[_Union[TextureMixing, _Mapping]] = ..., region: _Optional[_Union[TextureRegion, _Mapping]] = ..., style: _Optional[_Union[TextureStyle, _Mapping]] = ..., deadline_ms: _Optional[int] = ..., yaml: _Optional[str] = ...) -> None: ...

class GenerateTextureRequest(_message.Message):
    __slots__ = ("spec", "prompt", "previews", "pack", "stem")
    SPEC_FIELD_NUMBER: _ClassVar[int]
    PROMPT_FIELD_NUMBER: _ClassVar[int]
    PREVIEWS_FIELD_NUMBER: _ClassVar[int]
    PACK_FIELD_NUMBER: _ClassVar[int]
    STEM_FIELD_NUMBER: _ClassVar[int]
    spec: TextureSpec
    prompt: str
    previews: bool
    pack: str
    stem: str
    def __init__(self, spec: _Optional[_Union[TextureSpec, _Mapping]] = ..., prompt: _Optional[str] = ..., previews: bool = ..., pack: _Optional[str] = ..., stem: _Optional[str] = ...) -> None: ...

class GenerateTextureResponse(_message.Message):
    __slots__ = ("event",)
    EVENT_FIELD_NUMBER: _ClassVar[int]
    event: TextureEvent
    def __init__(self, event: _Optional[_Union[TextureEvent, _Mapping]] = ...) -> None: ...

class TextureEvent(_message.Message):
    __slots__ = ("sequence", "progress", "preview", "file", "completed")
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    PREVIEW_FIELD_NUMBER: _ClassVar[int]
    FILE_FIELD_NUMBER: _ClassVar[int]
    COMPLETED_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    progress: _common_pb2.GenerationProgress
    preview: TexturePreview
    file: TextureFile
    completed: TextureCompleted
    def __init__(self, sequence: _Optional[int] = ..., progress: _Optional[_Union[_common_pb2.GenerationProgress, _Mapping]] = ..., preview: _Optional[_Union[TexturePreview, _Mapping]] = ..., file: _Optional[_Union[TextureFile, _Mapping]] = ..., completed: _Optional[_Union[TextureCompleted, _Mapping]] = ...) -> None: ...

class TexturePreview(_message.Message):
    __slots__ = ("width", "height", "lit_png")
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    LIT_PNG_FIELD_NUMBER: _ClassVar[int]
    width: int
    height: int
    lit_png: bytes
    def __init__(self, width: _Optional[int] = ..., height: _Optional[int] = ..., lit_png: _Optional[bytes] = ...) -> None: ...

class TextureFile(_message.Message):
    __slots__ = ("file", "data", "last")
    FILE_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    LAST_FIELD_NUMBER: _ClassVar[int]
    file: str
    data: bytes
    last: bool
    def __init__(self, file: _Optional[str] = ..., data: _Optional[bytes] = ..., last: bool = ...) -> None: ...

class TextureCompleted(_message.Message):
    __slots__ = ("seed", "generator_version", "content_sha256", "spec", "provenance", "total_ms", "unused_words", "derived_maps", "params")
    class ParamsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Value, _Mapping]] = ...) -> None: ...
    SEED_FIELD_NUMBER: _ClassVar[int]
    GENERATOR_VERSION_FIELD_NUMBER: _ClassVar[int]
    CONTENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    SPEC_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MS_FIELD_NUMBER: _ClassVar[int]
    UNUSED_WORDS_FIELD_NUMBER: _ClassVar[int]
    DERIVED_MAPS_FIELD_NUMBER: _ClassVar[int]
    PARAMS_FIELD_NUMBER: _ClassVar[int]
    seed: int
    generator_version: str
    content_sha256: str
    spec: TextureSpec
    provenance: _persona_pb2.Provenance
    total_ms: float
    unused_words: _containers.RepeatedScalarFieldContainer[str]
    derived_maps: _containers.RepeatedScalarFieldContainer[str]
    params: _containers.MessageMap[str, _struct_pb2.Value]
    def __init__(self, seed: _Optional[int] = ..., generator_version: _Optional[str] = ..., content_sha256: _Optional[str] = ..., spec: _Optional[_Union[TextureSpec, _Mapping]] = ..., provenance: _Optional[_Union[_persona_pb2.Provenance, _Mapping]] = ..., total_ms: _Optional[float] = ..., unused_words: _Optional[_Iterable[str]] = ..., derived_maps: _Optional[_Iterable[str]] = ..., params: _Optional[_Mapping[str, _struct_pb2.Value]] = ...) -> None: ...

class GenerateFromExampleRequest(_message.Message):
    __slots__ = ("albedo", "maps", "width", "height", "seed", "tiling", "patch", "depth", "previews", "pack", "stem", "deadline_ms", "upload_id", "part", "more")
    class MapsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: bytes
        def __init__(self, key: _Optional[str] = ..., value: _Optional[bytes] = ...) -> None: ...
    ALBEDO_FIELD_NUMBER: _ClassVar[int]
    MAPS_FIELD_NUMBER: _ClassVar[int]
    WIDTH_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    TILING_FIELD_NUMBER: _ClassVar[int]
    PATCH_FIELD_NUMBER: _ClassVar[int]
    DEPTH_FIELD_NUMBER: _ClassVar[int]
    PREVIEWS_FIELD_NUMBER: _ClassVar[int]
    PACK_FIELD_NUMBER: _ClassVar[int]
    STEM_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_MS_FIELD_NUMBER: _ClassVar[int]
    UPLOAD_ID_FIELD_NUMBER: _ClassVar[int]
    PART_FIELD_NUMBER: _ClassVar[int]
    MORE_FIELD_NUMBER: _ClassVar[int]
    albedo: bytes
    maps: _containers.ScalarMap[str, bytes]
    width: int
    height: int
    seed: int
    tiling: str
    patch: int
    depth: float
    previews: bool
    pack: str
    stem: str
    deadline_ms: int
    upload_id: str
    part: int
    more: bool
    def __init__(self, albedo: _Optional[bytes] = ..., maps: _Optional[_Mapping[str, bytes]] = ..., width: _Optional[int] = ..., height: _Optional[int] = ..., seed: _Optional[int] = ..., tiling: _Optional[str] = ..., patch: _Optional[int] = ..., depth: _Optional[float] = ..., previews: bool = ..., pack: _Optional[str] = ..., stem: _Optional[str] = ..., deadline_ms: _Optional[int] = ..., upload_id: _Optional[str] = ..., part: _Optional[int] = ..., more: bool = ...) -> None: ...

class GenerateFromExampleResponse(_message.Message):
    __slots__ = ("event",)
    EVENT_FIELD_NUMBER: _ClassVar[int]
    event: TextureEvent
    def __init__(self, event: _Optional[_Union[TextureEvent, _Mapping]] = ...) -> None: ...

class GenerateTileSetRequest(_message.Message):
    __slots__ = ("tiles", "theme", "tile_px", "palette", "seed", "stem", "theme_yaml", "deadline_ms")
    TILES_FIELD_NUMBER: _ClassVar[int]
    THEME_FIELD_NUMBER: _ClassVar[int]
    TILE_PX_FIELD_NUMBER: _ClassVar[int]
    PALETTE_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    STEM_FIELD_NUMBER: _ClassVar[int]
    THEME_YAML_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_MS_FIELD_NUMBER: _ClassVar[int]
    tiles: _containers.RepeatedScalarFieldContainer[str]
    theme: str
    tile_px: int
    palette: str
    seed: int
    stem: str
    theme_yaml: str
    deadline_ms: int
    def __init__(self, tiles: _Optional[_Iterable[str]] = ..., theme: _Optional[str] = ..., tile_px: _Optional[int] = ..., palette: _Optional[str] = ..., seed: _Optional[int] = ..., stem: _Optional[str] = ..., theme_yaml: _Optional[str] = ..., deadline_ms: _Optional[int] = ...) -> None: ...

class GenerateTileSetResponse(_message.Message):
    __slots__ = ("event",)
    EVENT_FIELD_NUMBER: _ClassVar[int]
    event: TextureEvent
    def __init__(self, event: _Optional[_Union[TextureEvent, _Mapping]] = ...) -> None: ...

class ListMaterialsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class MaterialParameter(_message.Message):
    __slots__ = ("name", "description", "kind", "default_value", "low", "high", "step", "choices", "unit")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_VALUE_FIELD_NUMBER: _ClassVar[int]
    LOW_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    CHOICES_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    name: str
    description: str
    kind: str
    default_value: _struct_pb2.Value
    low: float
    high: float
    step: int
    choices: _containers.RepeatedScalarFieldContainer[str]
    unit: str
    def __init__(self, name: _Optional[str] = ..., description: _Optional[str] = ..., kind: _Optional[str] = ..., default_value: _Optional[_Union[_struct_pb2.Value, _Mapping]] = ..., low: _Optional[float] = ..., high: _Optional[float] = ..., step: _Optional[int] = ..., choices: _Optional[_Iterable[str]] = ..., unit: _Optional[str] = ...) -> None: ...

class MaterialInfo(_message.Message):
    __slots__ = ("name", "description", "version", "tags", "parameters", "palettes", "seasons", "words")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_FIELD_NUMBER: _ClassVar[int]
    PALETTES_FIELD_NUMBER: _ClassVar[int]
    SEASONS_FIELD_NUMBER: _ClassVar[int]
    WORDS_FIELD_NUMBER: _ClassVar[int]
    name: str
    description: str
    version: int
    tags: _containers.RepeatedScalarFieldContainer[str]
    parameters: _containers.RepeatedCompositeFieldContainer[MaterialParameter]
    palettes: _containers.RepeatedScalarFieldContainer[str]
    seasons: _containers.RepeatedScalarFieldContainer[str]
    words: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., description: _Optional[str] = ..., version: _Optional[int] = ..., tags: _Optional[_Iterable[str]] = ..., parameters: _Optional[_Iterable[_Union[MaterialParameter, _Mapping]]] = ..., palettes: _Optional[_Iterable[str]] = ..., seasons: _Optional[_Iterable[str]] = ..., words: _Optional[_Iterable[str]] = ...) -> None: ...

class TextureChoice(_message.Message):
    __slots__ = ("name", "description")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    name: str
    description: str
    def __init__(self, name: _Optional[str] = ..., description: _Optional[str] = ...) -> None: ...

class ListMaterialsResponse(_message.Message):
    __slots__ = ("materials", "layers", "packs", "themes", "palettes")
    MATERIALS_FIELD_NUMBER: _ClassVar[int]
    LAYERS_FIELD_NUMBER: _ClassVar[int]
    PACKS_FIELD_NUMBER: _ClassVar[int]
    THEMES_FIELD_NUMBER: _ClassVar[int]
    PALETTES_FIELD_NUMBER: _ClassVar[int]
    materials: _containers.RepeatedCompositeFieldContainer[MaterialInfo]
    layers: _containers.RepeatedCompositeFieldContainer[TextureChoice]
    packs: _containers.RepeatedCompositeFieldContainer[TextureChoice]
    themes: _containers.RepeatedCompositeFieldContainer[TextureChoice]
    palettes: _containers.RepeatedCompositeFieldContainer[TextureChoice]
    def __init__(self, materials: _Optional[_Iterable[_Union[MaterialInfo, _Mapping]]] = ..., layers: _Optional[_Iterable[_Union[TextureChoice, _Mapping]]] = ..., packs: _Optional[_Iterable[_Union[TextureChoice, _Mapping]]] = ..., themes: _Optional[_Iterable[_Union[TextureChoice, _Mapping]]] = ..., palettes: _Optional[_Iterable[_Union[TextureChoice, _Mapping]]] = ...) -> None: ...
