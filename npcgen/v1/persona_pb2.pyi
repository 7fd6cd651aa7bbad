from npcgen.v1 import common_pb2 as _common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CardFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CARD_FORMAT_UNSPECIFIED: _ClassVar[CardFormat]
    CARD_FORMAT_V2_JSON: _ClassVar[CardFormat]
    CARD_FORMAT_V3_JSON: _ClassVar[CardFormat]
    CARD_FORMAT_PNG: _ClassVar[CardFormat]
    CARD_FORMAT_CHARX: _ClassVar[CardFormat]
CARD_FORMAT_UNSPECIFIED: CardFormat
CARD_FORMAT_V2_JSON: CardFormat
CARD_FORMAT_V3_JSON: CardFormat
CARD_FORMAT_PNG: CardFormat
CARD_FORMAT_CHARX: CardFormat

class Persona(_message.Message):
    __slots__ = ("id", "name", "role", "place", "world", "summary", "personality", "speech_style", "goals", "knowledge", "secrets", "examples", "boundaries", "fallback_lines", "model", "adapter", "deflections", "scenario", "instructions", "greetings", "conditional_secrets", "factions", "baseline_relationship", "temperament", "appearance", "relations")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    WORLD_FIELD_NUMBER: _ClassVar[int]
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    PERSONALITY_FIELD_NUMBER: _ClassVar[int]
    SPEECH_STYLE_FIELD_NUMBER: _ClassVar[int]
    GOALS_FIELD_NUMBER: _ClassVar[int]
    KNOWLEDGE_FIELD_NUMBER: _ClassVar[int]
    SECRETS_FIELD_NUMBER: _ClassVar[int]
    EXAMPLES_FIELD_NUMBER: _ClassVar[int]
    BOUNDARIES_FIELD_NUMBER: _ClassVar[int]
    FALLBACK_LINES_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    ADAPTER_FIELD_NUMBER: _ClassVar[int]
    DEFLECTIONS_FIELD_NUMBER: _ClassVar[int]
    SCENARIO_FIELD_NUMBER: _ClassVar[int]
    INSTRUCTIONS_FIELD_NUMBER: _ClassVar[int]
    GREETINGS_FIELD_NUMBER: _ClassVar[int]
    CONDITIONAL_SECRETS_FIELD_NUMBER: _ClassVar[int]
    FACTIONS_FIELD_NUMBER: _ClassVar[int]
    BASELINE_RELATIONSHIP_FIELD_NUMBER: _ClassVar[int]
    TEMPERAMENT_FIELD_NUMBER: _ClassVar[int]
    APPEARANCE_FIELD_NUMBER: _ClassVar[int]
    RELATIONS_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    role: str
    place: str
    world: str
    summary: str
    personality: str
    speech_style: str
    goals: _containers.RepeatedScalarFieldContainer[str]
    knowledge: _containers.RepeatedScalarFieldContainer[str]
    secrets: _containers.RepeatedScalarFieldContainer[str]
    examples: _containers.RepeatedCompositeFieldContainer[PersonaExample]
    boundaries: _containers.RepeatedScalarFieldContainer[str]
    fallback_lines: _containers.RepeatedScalarFieldContainer[str]
    model: str
    adapter: str
    deflections: _containers.RepeatedScalarFieldContainer[str]
    scenario: str
    instructions: str
    greetings: _containers.RepeatedScalarFieldContainer[str]
    conditional_secrets: _containers.RepeatedCompositeFieldContainer[Secret]
    factions: _containers.RepeatedScalarFieldContainer[str]
    baseline_relationship: _common_pb2.Relationship
    temperament: str
    appearance: Appearance
    relations: _containers.RepeatedCompositeFieldContainer[Relation]
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., role: _Optional[str] = ..., place: _Optional[str] = ..., world: _Optional[str] = ..., summary: _Optional[str] = ..., personality: _Optional[str] = ..., speech_style: _Optional[str] = ..., goals: _Optional[_Iterable[str]] = ..., knowledge: _Optional[_Iterable[str]] = ..., secrets: _Optional[_Iterable[str]] = ..., examples: _Optional[_Iterable[_Union[PersonaExample, _Mapping]]] = ..., boundaries: _Optional[_Iterable[str]] = ..., fallback_lines: _Optional[_Iterable[str]] = ..., model: _Optional[str] = ..., adapter: _Optional[str] = ..., deflections: _Optional[_Iterable[str]] = ..., scenario: _Optional[str] = ..., instructions: _Optional[str] = ..., greetings: _Optional[_Iterable[str]] = ..., conditional_secrets: _Optional[_Iterable[_Union[Secret, _Mapping]]] = ..., factions: _Optional[_Iterable[str]] = ..., baseline_relationship: _Optional[_Union[_common_pb2.Relationship, _Mapping]] = ..., temperament: _Optional[str] = ..., appearance: _Optional[_Union[Appearance, _Mapping]] = ..., relations: _Optional[_Iterable[_Union[Relation, _Mapping]]] = ...) -> None: ...

class Appearance(_message.Message):
    __slots__ = ("body", "age_years", "height", "build", "muscle", "skin_tone", "age_look", "hair_style", "hair_colour", "eye_colour", "clothing", "clothing_colours", "marks")
    BODY_FIELD_NUMBER: _ClassVar[int]
    AGE_YEARS_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_FIELD_NUMBER: _ClassVar[int]
    BUILD_FIELD_NUMBER: _ClassVar[int]
    MUSCLE_FIELD_NUMBER: _ClassVar[int]
    SKIN_TONE_FIELD_NUMBER: _ClassVar[int]
    AGE_LOOK_FIELD_NUMBER: _ClassVar[int]
    HAIR_STYLE_FIELD_NUMBER: _ClassVar[int]
    HAIR_COLOUR_FIELD_NUMBER: _ClassVar[int]
    EYE_COLOUR_FIELD_NUMBER: _ClassVar[int]
    CLOTHING_FIELD_NUMBER: _ClassVar[int]
    CLOTHING_COLOURS_FIELD_NUMBER: _ClassVar[int]
    MARKS_FIELD_NUMBER: _ClassVar[int]
    body: str
    age_years: int
    height: float
    build: float
    muscle: float
    skin_tone: float
    age_look: float
    hair_style: str
    hair_colour: str
    eye_colour: str
    clothing: str
    clothing_colours: _containers.RepeatedScalarFieldContainer[str]
    marks: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, body: _Optional[str] = ..., age_years: _Optional[int] = ..., height: _Optional[float] = ..., build: _Optional[float] = ..., muscle: _Optional[float] = ..., skin_tone: _Optional[float] = ..., age_look: _Optional[float] = ..., hair_style: _Optional[str] = ..., hair_colour: _Optional[str] = ..., eye_colour: _Optional[str] = ..., clothing: _Optional[str] = ..., clothing_colours: _Optional[_Iterable[str]] = ..., marks: _Optional[_Iterable[str]] = ...) -> None: ...

class Relation(_message.Message):
    __slots__ = ("persona_id", "kind", "why")
    PERSONA_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    persona_id: str
    kind: str
    why: str
    def __init__(self, persona_id: _Optional[str] = ..., kind: _Optional[str] = ..., why: _Optional[str] = ...) -> None: ...

class Secret(_message.Message):
    __slots__ = ("text", "condition", "hint")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CONDITION_FIELD_NUMBER: _ClassVar[int]
    HINT_FIELD_NUMBER: _ClassVar[int]
    text: str
    condition: SecretCondition
    hint: str
    def __init__(self, text: _Optional[str] = ..., condition: _Optional[_Union[SecretCondition, _Mapping]] = ..., hint: _Optional[str] = ...) -> None: ...

class SecretCondition(_message.Message):
    __slots__ = ("trust", "quest", "stage", "item", "flag")
    TRUST_FIELD_NUMBER: _ClassVar[int]
    QUEST_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    ITEM_FIELD_NUMBER: _ClassVar[int]
    FLAG_FIELD_NUMBER: _ClassVar[int]
    trust: float
    quest: str
    stage: int
    item: str
    flag: str
    def __init__(self, trust: _Optional[float] = ..., quest: _Optional[str] = ..., stage: _Optional[int] = ..., item: _Optional[str] = ..., flag: _Optional[str] = ...) -> None: ...

class PersonaExample(_message.Message):
    __slots__ = ("player", "npc")
    PLAYER_FIELD_NUMBER: _ClassVar[int]
    NPC_FIELD_NUMBER: _ClassVar[int]
    player: str
    npc: str
    def __init__(self, player: _Optional[str] = ..., npc: _Optional[str] = ...) -> None: ...

class CreatePersonaRequest(_message.Message):
    __slots__ = ("request_id", "persona")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PERSONA_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    persona: Persona
    def __init__(self, request_id: _Optional[str] = ..., persona: _Optional[_Union[Persona, _Mapping]] = ...) -> None: ...

class CreatePersonaResponse(_message.Message):
    __slots__ = ("persona",)
    PERSONA_FIELD_NUMBER: _ClassVar[int]
    persona: Persona
    def __init__(self, persona: _Optional[_Union[Persona, _Mapping]] = ...) -> None: ...

class GetPersonaRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetPersonaResponse(_message.Message):
    __slots__ = ("persona", "bundled")
    PERSONA_FIELD_NUMBER: _ClassVar[int]
    BUNDLED_FIELD_NUMBER: _ClassVar[int]
    persona: Persona
    bundled: bool
    def __init__(self, persona: _Optional[_Union[Persona, _Mapping]] = ..., bundled: bool = ...) -> None: ...

class ListPersonasRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPersonasResponse(_message.Message):
    __slots__ = ("personas", "next_page_token")
    PERSONAS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    personas: _containers.RepeatedCompositeFieldContainer[Persona]
    next_page_token: str
    def __init__(self, personas: _Optional[_Iterable[_Union[Persona, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class UpdatePersonaRequest(_message.Message):
    __slots__ = ("persona",)
    PERSONA_FIELD_NUMBER: _ClassVar[int]
    persona: Persona
    def __init__(self, persona: _Optional[_Union[Persona, _Mapping]] = ...) -> None: ...

class UpdatePersonaResponse(_message.Message):
    __slots__ = ("persona",)
    PERSONA_FIELD_NUMBER: _ClassVar[int]
    persona: Persona
    def __init__(self, persona: _Optional[_Union[Persona, _Mapping]] = ...) -> None: ...

class DeletePersonaRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class DeletePersonaResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ImportCardRequest(_message.Message):
    __slots__ = ("request_id", "card", "id", "trust_prompts")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    TRUST_PROMPTS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    card: bytes
    id: str
    trust_prompts: bool
    def __init__(self, request_id: _Optional[str] = ..., card: _Optional[bytes] = ..., id: _Optional[str] = ..., trust_prompts: bool = ...) -> None: ...

class ImportCardResponse(_message.Message):
    __slots__ = ("persona", "spec", "lore_entries", "warnings")
    PERSONA_FIELD_NUMBER: _ClassVar[int]
    SPEC_FIELD_NUMBER: _ClassVar[int]
    LORE_ENTRIES_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    persona: Persona
    spec: str
    lore_entries: int
    warnings: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, persona: _Optional[_Union[Persona, _Mapping]] = ..., spec: _Optional[str] = ..., lore_entries: _Optional[int] = ..., warnings: _Optional[_Iterable[str]] = ...) -> None: ...

class ExportCardRequest(_message.Message):
    __slots__ = ("id", "format")
    ID_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    id: str
    format: CardFormat
    def __init__(self, id: _Optional[str] = ..., format: _Optional[_Union[CardFormat, str]] = ...) -> None: ...

class ExportCardResponse(_message.Message):
    __slots__ = ("data",)
    DATA_FIELD_NUMBER: _ClassVar[int]
    data: bytes
    def __init__(self, data: _Optional[bytes] = ...) -> None: ...

class GeneratePersonaRequest(_message.Message):
    __slots__ = ("request_id", "prompt", "seed", "world_id", "keep", "use_model", "model")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PROMPT_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    WORLD_ID_FIELD_NUMBER: _ClassVar[int]
    KEEP_FIELD_NUMBER: _ClassVar[int]
    USE_MODEL_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    prompt: str
    seed: int
    world_id: str
    keep: bool
    use_model: bool
    model: str
    def __init__(self, request_id: _Optional[str] = ..., prompt: _Optional[str] = ..., seed: _Optional[int] = ..., world_id: _Optional[str] = ..., keep: bool = ..., use_model: bool = ..., model: _Optional[str] = ...) -> None: ...

class GeneratePersonaResponse(_message.Message):
    __slots__ = ("persona", "relations", "unused_words", "slots", "provenance")
    PERSONA_FIELD_NUMBER: _ClassVar[int]
    RELATIONS_FIELD_NUMBER: _ClassVar[int]
    UNUSED_WORDS_FIELD_NUMBER: _ClassVar[int]
    SLOTS_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    persona: Persona
    relations: _containers.RepeatedCompositeFieldContainer[GeneratedRelation]
    unused_words: _containers.RepeatedScalarFieldContainer[str]
    slots: _containers.RepeatedCompositeFieldContainer[SlotOrigin]
    provenance: Provenance
    def __init__(self, persona: _Optional[_Union[Persona, _Mapping]] = ..., relations: _Optional[_Iterable[_Union[GeneratedRelation, _Mapping]]] = ..., unused_words: _Optional[_Iterable[str]] = ..., slots: _Optional[_Iterable[_Union[SlotOrigin, _Mapping]]] = ..., provenance: _Optional[_Union[Provenance, _Mapping]] = ...) -> None: ...

class GeneratedRelation(_message.Message):
    __slots__ = ("persona_id", "kind", "inverse_kind", "why")
    PERSONA_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    INVERSE_KIND_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    persona_id: str
    kind: str
    inverse_kind: str
    why: str
    def __init__(self, persona_id: _Optional[str] = ..., kind: _Optional[str] = ..., inverse_kind: _Optional[str] = ..., why: _Optional[str] = ...) -> None: ...

class SlotOrigin(_message.Message):
    __slots__ = ("slot", "writer", "why")
    SLOT_FIELD_NUMBER: _ClassVar[int]
    WRITER_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    slot: str
    writer: str
    why: str
    def __init__(self, slot: _Optional[str] = ..., writer: _Optional[str] = ..., why: _Optional[str] = ...) -> None: ...

class Provenance(_message.Message):
    __slots__ = ("generator", "generator_version", "seed", "model", "model_sha256", "spec_sha256", "content_sha256", "digital_source_type")
    GENERATOR_FIELD_NUMBER: _ClassVar[int]
    GENERATOR_VERSION_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    MODEL_SHA256_FIELD_NUMBER: _ClassVar[int]
    SPEC_SHA256_FIELD_NUMBER: _ClassVar[int]
    CONTENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    DIGITAL_SOURCE_TYPE_FIELD_NUMBER: _ClassVar[int]
    generator: str
    generator_version: str
    seed: int
    model: str
    model_sha256: str
    spec_sha256: str
    content_sha256: str
    digital_source_type: str
    def __init__(self, generator: _Optional[str] = ..., generator_version: _Optional[str] = ..., seed: _Optional[int] = ..., model: _Optional[str] = ..., model_sha256: _Optional[str] = ..., spec_sha256: _Optional[str] = ..., content_sha256: _Optional[str] = ..., digital_source_type: _Optional[str] = ...) -> None: ...
