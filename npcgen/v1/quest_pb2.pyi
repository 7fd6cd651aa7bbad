from google.protobuf import struct_pb2 as _struct_pb2
from npcgen.v1 import common_pb2 as _common_pb2
from npcgen.v1 import persona_pb2 as _persona_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class QuestWorld(_message.Message):
    __slots__ = ("id", "name", "entities", "facts")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ENTITIES_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    entities: int
    facts: int
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., entities: _Optional[int] = ..., facts: _Optional[int] = ...) -> None: ...

class ListQuestWorldsRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListQuestWorldsResponse(_message.Message):
    __slots__ = ("worlds", "next_page_token")
    WORLDS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    worlds: _containers.RepeatedCompositeFieldContainer[QuestWorld]
    next_page_token: str
    def __init__(self, worlds: _Optional[_Iterable[_Union[QuestWorld, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class QuestWorldSource(_message.Message):
    __slots__ = ("id", "yaml")
    ID_FIELD_NUMBER: _ClassVar[int]
    YAML_FIELD_NUMBER: _ClassVar[int]
    id: str
    yaml: str
    def __init__(self, id: _Optional[str] = ..., yaml: _Optional[str] = ...) -> None: ...

class QuestFact(_message.Message):
    __slots__ = ("name", "of")
    NAME_FIELD_NUMBER: _ClassVar[int]
    OF_FIELD_NUMBER: _ClassVar[int]
    name: str
    of: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., of: _Optional[_Iterable[str]] = ...) -> None: ...

class QuestLiteral(_message.Message):
    __slots__ = ("fact", "denied")
    FACT_FIELD_NUMBER: _ClassVar[int]
    DENIED_FIELD_NUMBER: _ClassVar[int]
    fact: QuestFact
    denied: bool
    def __init__(self, fact: _Optional[_Union[QuestFact, _Mapping]] = ..., denied: bool = ...) -> None: ...

class QuestStep(_message.Message):
    __slots__ = ("id", "action", "arguments", "needs", "does", "verb", "optional")
    ID_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    ARGUMENTS_FIELD_NUMBER: _ClassVar[int]
    NEEDS_FIELD_NUMBER: _ClassVar[int]
    DOES_FIELD_NUMBER: _ClassVar[int]
    VERB_FIELD_NUMBER: _ClassVar[int]
    OPTIONAL_FIELD_NUMBER: _ClassVar[int]
    id: str
    action: str
    arguments: _containers.RepeatedScalarFieldContainer[str]
    needs: _containers.RepeatedCompositeFieldContainer[QuestLiteral]
    does: _containers.RepeatedCompositeFieldContainer[QuestLiteral]
    verb: str
    optional: bool
    def __init__(self, id: _Optional[str] = ..., action: _Optional[str] = ..., arguments: _Optional[_Iterable[str]] = ..., needs: _Optional[_Iterable[_Union[QuestLiteral, _Mapping]]] = ..., does: _Optional[_Iterable[_Union[QuestLiteral, _Mapping]]] = ..., verb: _Optional[str] = ..., optional: bool = ...) -> None: ...

class QuestReward(_message.Message):
    __slots__ = ("money", "items", "experience")
    MONEY_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    EXPERIENCE_FIELD_NUMBER: _ClassVar[int]
    money: float
    items: _containers.RepeatedScalarFieldContainer[str]
    experience: int
    def __init__(self, money: _Optional[float] = ..., items: _Optional[_Iterable[str]] = ..., experience: _Optional[int] = ...) -> None: ...

class QuestOutcome(_message.Message):
    __slots__ = ("id", "kind", "effects", "reward", "when")
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    EFFECTS_FIELD_NUMBER: _ClassVar[int]
    REWARD_FIELD_NUMBER: _ClassVar[int]
    WHEN_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: str
    effects: _containers.RepeatedCompositeFieldContainer[QuestLiteral]
    reward: QuestReward
    when: _containers.RepeatedCompositeFieldContainer[QuestLiteral]
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[str] = ..., effects: _Optional[_Iterable[_Union[QuestLiteral, _Mapping]]] = ..., reward: _Optional[_Union[QuestReward, _Mapping]] = ..., when: _Optional[_Iterable[_Union[QuestLiteral, _Mapping]]] = ...) -> None: ...

class QuestBranch(_message.Message):
    __slots__ = ("id", "means", "steps", "outcome")
    ID_FIELD_NUMBER: _ClassVar[int]
    MEANS_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    id: str
    means: _containers.RepeatedScalarFieldContainer[str]
    steps: _containers.RepeatedCompositeFieldContainer[QuestStep]
    outcome: QuestOutcome
    def __init__(self, id: _Optional[str] = ..., means: _Optional[_Iterable[str]] = ..., steps: _Optional[_Iterable[_Union[QuestStep, _Mapping]]] = ..., outcome: _Optional[_Union[QuestOutcome, _Mapping]] = ...) -> None: ...

class QuestRepair(_message.Message):
    __slots__ = ("id", "kind", "when", "grants", "giver")
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    WHEN_FIELD_NUMBER: _ClassVar[int]
    GRANTS_FIELD_NUMBER: _ClassVar[int]
    GIVER_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: str
    when: _containers.RepeatedCompositeFieldContainer[QuestLiteral]
    grants: _containers.RepeatedCompositeFieldContainer[QuestLiteral]
    giver: str
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[str] = ..., when: _Optional[_Iterable[_Union[QuestLiteral, _Mapping]]] = ..., grants: _Optional[_Iterable[_Union[QuestLiteral, _Mapping]]] = ..., giver: _Optional[str] = ...) -> None: ...

class QuestLine(_message.Message):
    __slots__ = ("key", "role", "node", "speaker", "text", "writer")
    KEY_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    SPEAKER_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    WRITER_FIELD_NUMBER: _ClassVar[int]
    key: str
    role: str
    node: str
    speaker: str
    text: str
    writer: str
    def __init__(self, key: _Optional[str] = ..., role: _Optional[str] = ..., node: _Optional[str] = ..., speaker: _Optional[str] = ..., text: _Optional[str] = ..., writer: _Optional[str] = ...) -> None: ...

class Quest(_message.Message):
    __slots__ = ("id", "world", "seed", "version", "giver", "motive", "cites", "goal", "branches", "refusal", "failures", "repairs", "extras", "lines", "cast", "properties", "provenance")
    class PropertiesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Value, _Mapping]] = ...) -> None: ...
    ID_FIELD_NUMBER: _ClassVar[int]
    WORLD_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    GIVER_FIELD_NUMBER: _ClassVar[int]
    MOTIVE_FIELD_NUMBER: _ClassVar[int]
    CITES_FIELD_NUMBER: _ClassVar[int]
    GOAL_FIELD_NUMBER: _ClassVar[int]
    BRANCHES_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_FIELD_NUMBER: _ClassVar[int]
    FAILURES_FIELD_NUMBER: _ClassVar[int]
    REPAIRS_FIELD_NUMBER: _ClassVar[int]
    EXTRAS_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    CAST_FIELD_NUMBER: _ClassVar[int]
    PROPERTIES_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    id: str
    world: str
    seed: int
    version: str
    giver: str
    motive: str
    cites: _containers.RepeatedCompositeFieldContainer[QuestFact]
    goal: _containers.RepeatedCompositeFieldContainer[QuestLiteral]
    branches: _containers.RepeatedCompositeFieldContainer[QuestBranch]
    refusal: QuestOutcome
    failures: _containers.RepeatedCompositeFieldContainer[QuestOutcome]
    repairs: _containers.RepeatedCompositeFieldContainer[QuestRepair]
    extras: _containers.RepeatedCompositeFieldContainer[QuestBranch]
    lines: _containers.RepeatedCompositeFieldContainer[QuestLine]
    cast: _containers.RepeatedScalarFieldContainer[str]
    properties: _containers.MessageMap[str, _struct_pb2.Value]
    provenance: _persona_pb2.Provenance
    def __init__(self, id: _Optional[str] = ..., world: _Optional[str] = ..., seed: _Optional[int] = ..., version: _Optional[str] = ..., giver: _Optional[str] = ..., motive: _Optional[str] = ..., cites: _Optional[_Iterable[_Union[QuestFact, _Mapping]]] = ..., goal: _Optional[_Iterable[_Union[QuestLiteral, _Mapping]]] = ..., branches: _Optional[_Iterable[_Union[QuestBranch, _Mapping]]] = ..., refusal: _Optional[_Union[QuestOutcome, _Mapping]] = ..., failures: _Optional[_Iterable[_Union[QuestOutcome, _Mapping]]] = ..., repairs: _Optional[_Iterable[_Union[QuestRepair, _Mapping]]] = ..., extras: _Optional[_Iterable[_Union[QuestBranch, _Mapping]]] = ..., lines: _Optional[_Iterable[_Union[QuestLine, _Mapping]]] = ..., cast: _Optional[_Iterable[str]] = ..., properties: _Optional[_Mapping[str, _struct_pb2.Value]] = ..., provenance: _Optional[_Union[_persona_pb2.Provenance, _Mapping]] = ...) -> None: ...

class QuestSpec(_message.Message):
    __slots__ = ("count", "seed", "givers", "motives", "goal", "min_steps", "max_steps", "difficulty", "avoid", "deadline_ms", "yaml")
    COUNT_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    GIVERS_FIELD_NUMBER: _ClassVar[int]
    MOTIVES_FIELD_NUMBER: _ClassVar[int]
    GOAL_FIELD_NUMBER: _ClassVar[int]
    MIN_STEPS_FIELD_NUMBER: _ClassVar[int]
    MAX_STEPS_FIELD_NUMBER: _ClassVar[int]
    DIFFICULTY_FIELD_NUMBER: _ClassVar[int]
    AVOID_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_MS_FIELD_NUMBER: _ClassVar[int]
    YAML_FIELD_NUMBER: _ClassVar[int]
    count: int
    seed: int
    givers: _containers.RepeatedScalarFieldContainer[str]
    motives: _containers.RepeatedScalarFieldContainer[str]
    goal: _containers.RepeatedScalarFieldContainer[str]
    min_steps: int
    max_steps: int
    difficulty: str
    avoid: _containers.RepeatedScalarFieldContainer[str]
    deadline_ms: int
    yaml: str
    def __init__(self, count: _Optional[int] = ..., seed: _Optional[int] = ..., givers: _Optional[_Iterable[str]] = ..., motives: _Optional[_Iterable[str]] = ..., goal: _Optional[_Iterable[str]] = ..., min_steps: _Optional[int] = ..., max_steps: _Optional[int] = ..., difficulty: _Optional[str] = ..., avoid: _Optional[_Iterable[str]] = ..., deadline_ms: _Optional[int] = ..., yaml: _Optional[str] = ...) -> None: ...

class GenerateQuestsRequest(_message.Message):
    __slots__ = ("world", "spec", "writer", "prompt")
    WORLD_FIELD_NUMBER: _ClassVar[int]
    SPEC_FIELD_NUMBER: _ClassVar[int]
    WRITER_FIELD_NUMBER: _ClassVar[int]
    PROMPT_FIELD_NUMBER: _ClassVar[int]
    world: QuestWorldSource
    spec: QuestSpec
    writer: str
    prompt: str
    def __init__(self, world: _Optional[_Union[QuestWorldSource, _Mapping]] = ..., spec: _Optional[_Union[QuestSpec, _Mapping]] = ..., writer: _Optional[str] = ..., prompt: _Optional[str] = ...) -> None: ...

class GenerateQuestsResponse(_message.Message):
    __slots__ = ("event",)
    EVENT_FIELD_NUMBER: _ClassVar[int]
    event: QuestEvent
    def __init__(self, event: _Optional[_Union[QuestEvent, _Mapping]] = ...) -> None: ...

class QuestEvent(_message.Message):
    __slots__ = ("sequence", "progress", "quest", "completed")
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    QUEST_FIELD_NUMBER: _ClassVar[int]
    COMPLETED_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    progress: _common_pb2.GenerationProgress
    quest: Quest
    completed: QuestsCompleted
    def __init__(self, sequence: _Optional[int] = ..., progress: _Optional[_Union[_common_pb2.GenerationProgress, _Mapping]] = ..., quest: _Optional[_Union[Quest, _Mapping]] = ..., completed: _Optional[_Union[QuestsCompleted, _Mapping]] = ...) -> None: ...

class QuestReport(_message.Message):
    __slots__ = ("quests", "skeletons", "motives", "givers", "steps", "branches", "left_out", "lines_by_model", "lines_plain", "refused")
    class MotivesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    class StepsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: int
        value: int
        def __init__(self, key: _Optional[int] = ..., value: _Optional[int] = ...) -> None: ...
    class BranchesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: int
        value: int
        def __init__(self, key: _Optional[int] = ..., value: _Optional[int] = ...) -> None: ...
    class RefusedEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    QUESTS_FIELD_NUMBER: _ClassVar[int]
    SKELETONS_FIELD_NUMBER: _ClassVar[int]
    MOTIVES_FIELD_NUMBER: _ClassVar[int]
    GIVERS_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    BRANCHES_FIELD_NUMBER: _ClassVar[int]
    LEFT_OUT_FIELD_NUMBER: _ClassVar[int]
    LINES_BY_MODEL_FIELD_NUMBER: _ClassVar[int]
    LINES_PLAIN_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    quests: int
    skeletons: int
    motives: _containers.ScalarMap[str, int]
    givers: int
    steps: _containers.ScalarMap[int, int]
    branches: _containers.ScalarMap[int, int]
    left_out: _containers.RepeatedScalarFieldContainer[str]
    lines_by_model: int
    lines_plain: int
    refused: _containers.ScalarMap[str, int]
    def __init__(self, quests: _Optional[int] = ..., skeletons: _Optional[int] = ..., motives: _Optional[_Mapping[str, int]] = ..., givers: _Optional[int] = ..., steps: _Optional[_Mapping[int, int]] = ..., branches: _Optional[_Mapping[int, int]] = ..., left_out: _Optional[_Iterable[str]] = ..., lines_by_model: _Optional[int] = ..., lines_plain: _Optional[int] = ..., refused: _Optional[_Mapping[str, int]] = ...) -> None: ...

class QuestsCompleted(_message.Message):
    __slots__ = ("seed", "generator_version", "content_sha256", "report", "spec", "provenance", "total_ms", "unused_words")
    SEED_FIELD_NUMBER: _ClassVar[int]
    GENERATOR_VERSION_FIELD_NUMBER: _ClassVar[int]
    CONTENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    REPORT_FIELD_NUMBER: _ClassVar[int]
    SPEC_FIELD_NUMBER: _ClassVar[int]
    PROVENANCE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MS_FIELD_NUMBER: _ClassVar[int]
    UNUSED_WORDS_FIELD_NUMBER: _ClassVar[int]
    seed: int
    generator_version: str
    content_sha256: str
    report: QuestReport
    spec: QuestSpec
    provenance: _persona_pb2.Provenance
    total_ms: float
    unused_words: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, seed: _Optional[int] = ..., generator_version: _Optional[str] = ..., content_sha256: _Optional[str] = ..., report: _Optional[_Union[QuestReport, _Mapping]] = ..., spec: _Optional[_Union[QuestSpec, _Mapping]] = ..., provenance: _Optional[_Union[_persona_pb2.Provenance, _Mapping]] = ..., total_ms: _Optional[float] = ..., unused_words: _Optional[_Iterable[str]] = ...) -> None: ...

class ValidateQuestRequest(_message.Message):
    __slots__ = ("world", "quest", "sweep")
    WORLD_FIELD_NUMBER: _ClassVar[int]
    QUEST_FIELD_NUMBER: _ClassVar[int]
    SWEEP_FIELD_NUMBER: _ClassVar[int]
    world: QuestWorldSource
    quest: Quest
    sweep: bool
    def __init__(self, world: _Optional[_Union[QuestWorldSource, _Mapping]] = ..., quest: _Optional[_Union[Quest, _Mapping]] = ..., sweep: bool = ...) -> None: ...

class QuestFinding(_message.Message):
    __slots__ = ("name", "at", "message")
    NAME_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    name: str
    at: str
    message: str
    def __init__(self, name: _Optional[str] = ..., at: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class ValidateQuestResponse(_message.Message):
    __slots__ = ("valid", "findings", "content_sha256", "undecided")
    VALID_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    CONTENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    UNDECIDED_FIELD_NUMBER: _ClassVar[int]
    valid: bool
    findings: _containers.RepeatedCompositeFieldContainer[QuestFinding]
    content_sha256: str
    undecided: _containers.RepeatedCompositeFieldContainer[QuestFinding]
    def __init__(self, valid: bool = ..., findings: _Optional[_Iterable[_Union[QuestFinding, _Mapping]]] = ..., content_sha256: _Optional[str] = ..., undecided: _Optional[_Iterable[_Union[QuestFinding, _Mapping]]] = ...) -> None: ...

class ExportQuestsRequest(_message.Message):
    __slots__ = ("world", "quests", "format", "export_id", "part", "more")
    WORLD_FIELD_NUMBER: _ClassVar[int]
    QUESTS_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    EXPORT_ID_FIELD_NUMBER: _ClassVar[int]
    PART_FIELD_NUMBER: _ClassVar[int]
    MORE_FIELD_NUMBER: _ClassVar[int]
    world: QuestWorldSource
    quests: _containers.RepeatedCompositeFieldContainer[Quest]
    format: str
    export_id: str
    part: int
    more: bool
    def __init__(self, world: _Optional[_Union[QuestWorldSource, _Mapping]] = ..., quests: _Optional[_Iterable[_Union[Quest, _Mapping]]] = ..., format: _Optional[str] = ..., export_id: _Optional[str] = ..., part: _Optional[int] = ..., more: bool = ...) -> None: ...

class ExportQuestsResponse(_message.Message):
    __slots__ = ("file", "data", "last")
    FILE_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    LAST_FIELD_NUMBER: _ClassVar[int]
    file: str
    data: bytes
    last: bool
    def __init__(self, file: _Optional[str] = ..., data: _Optional[bytes] = ..., last: bool = ...) -> None: ...

class GameEvent(_message.Message):
    __slots__ = ("id", "time", "literals", "quest_id", "refuses")
    ID_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    LITERALS_FIELD_NUMBER: _ClassVar[int]
    QUEST_ID_FIELD_NUMBER: _ClassVar[int]
    REFUSES_FIELD_NUMBER: _ClassVar[int]
    id: str
    time: float
    literals: _containers.RepeatedCompositeFieldContainer[QuestLiteral]
    quest_id: str
    refuses: bool
    def __init__(self, id: _Optional[str] = ..., time: _Optional[float] = ..., literals: _Optional[_Iterable[_Union[QuestLiteral, _Mapping]]] = ..., quest_id: _Optional[str] = ..., refuses: bool = ...) -> None: ...

class QuestObjective(_message.Message):
    __slots__ = ("branch_id", "step_id", "status")
    BRANCH_ID_FIELD_NUMBER: _ClassVar[int]
    STEP_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    branch_id: str
    step_id: str
    status: str
    def __init__(self, branch_id: _Optional[str] = ..., step_id: _Optional[str] = ..., status: _Optional[str] = ...) -> None: ...

class QuestJournalEntry(_message.Message):
    __slots__ = ("time", "key")
    TIME_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    time: float
    key: str
    def __init__(self, time: _Optional[float] = ..., key: _Optional[str] = ...) -> None: ...

class QuestState(_message.Message):
    __slots__ = ("quest_id", "status", "giver", "branch_id", "objectives", "outcome_id", "repair_ids", "journal", "stuck", "extra_ids", "detours")
    QUEST_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    GIVER_FIELD_NUMBER: _ClassVar[int]
    BRANCH_ID_FIELD_NUMBER: _ClassVar[int]
    OBJECTIVES_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_ID_FIELD_NUMBER: _ClassVar[int]
    REPAIR_IDS_FIELD_NUMBER: _ClassVar[int]
    JOURNAL_FIELD_NUMBER: _ClassVar[int]
    STUCK_FIELD_NUMBER: _ClassVar[int]
    EXTRA_IDS_FIELD_NUMBER: _ClassVar[int]
    DETOURS_FIELD_NUMBER: _ClassVar[int]
    quest_id: str
    status: str
    giver: str
    branch_id: str
    objectives: _containers.RepeatedCompositeFieldContainer[QuestObjective]
    outcome_id: str
    repair_ids: _containers.RepeatedScalarFieldContainer[str]
    journal: _containers.RepeatedCompositeFieldContainer[QuestJournalEntry]
    stuck: bool
    extra_ids: _containers.RepeatedScalarFieldContainer[str]
    detours: _containers.RepeatedCompositeFieldContainer[QuestBranch]
    def __init__(self, quest_id: _Optional[str] = ..., status: _Optional[str] = ..., giver: _Optional[str] = ..., branch_id: _Optional[str] = ..., objectives: _Optional[_Iterable[_Union[QuestObjective, _Mapping]]] = ..., outcome_id: _Optional[str] = ..., repair_ids: _Optional[_Iterable[str]] = ..., journal: _Optional[_Iterable[_Union[QuestJournalEntry, _Mapping]]] = ..., stuck: bool = ..., extra_ids: _Optional[_Iterable[str]] = ..., detours: _Optional[_Iterable[_Union[QuestBranch, _Mapping]]] = ...) -> None: ...

class QuestUpdates(_message.Message):
    __slots__ = ("states", "effects", "settled_event_ids")
    STATES_FIELD_NUMBER: _ClassVar[int]
    EFFECTS_FIELD_NUMBER: _ClassVar[int]
    SETTLED_EVENT_IDS_FIELD_NUMBER: _ClassVar[int]
    states: _containers.RepeatedCompositeFieldContainer[QuestState]
    effects: _containers.RepeatedCompositeFieldContainer[QuestLiteral]
    settled_event_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, states: _Optional[_Iterable[_Union[QuestState, _Mapping]]] = ..., effects: _Optional[_Iterable[_Union[QuestLiteral, _Mapping]]] = ..., settled_event_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class OfferQuestRequest(_message.Message):
    __slots__ = ("play_id", "world", "quest")
    PLAY_ID_FIELD_NUMBER: _ClassVar[int]
    WORLD_FIELD_NUMBER: _ClassVar[int]
    QUEST_FIELD_NUMBER: _ClassVar[int]
    play_id: str
    world: QuestWorldSource
    quest: Quest
    def __init__(self, play_id: _Optional[str] = ..., world: _Optional[_Union[QuestWorldSource, _Mapping]] = ..., quest: _Optional[_Union[Quest, _Mapping]] = ...) -> None: ...

class OfferQuestResponse(_message.Message):
    __slots__ = ("state",)
    STATE_FIELD_NUMBER: _ClassVar[int]
    state: QuestState
    def __init__(self, state: _Optional[_Union[QuestState, _Mapping]] = ...) -> None: ...

class StartQuestRequest(_message.Message):
    __slots__ = ("request_id", "play_id", "world", "quest", "time")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PLAY_ID_FIELD_NUMBER: _ClassVar[int]
    WORLD_FIELD_NUMBER: _ClassVar[int]
    QUEST_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    play_id: str
    world: QuestWorldSource
    quest: Quest
    time: float
    def __init__(self, request_id: _Optional[str] = ..., play_id: _Optional[str] = ..., world: _Optional[_Union[QuestWorldSource, _Mapping]] = ..., quest: _Optional[_Union[Quest, _Mapping]] = ..., time: _Optional[float] = ...) -> None: ...

class StartQuestResponse(_message.Message):
    __slots__ = ("updates",)
    UPDATES_FIELD_NUMBER: _ClassVar[int]
    updates: QuestUpdates
    def __init__(self, updates: _Optional[_Union[QuestUpdates, _Mapping]] = ...) -> None: ...

class ReportGameEventRequest(_message.Message):
    __slots__ = ("play_id", "events", "settled_before")
    PLAY_ID_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    SETTLED_BEFORE_FIELD_NUMBER: _ClassVar[int]
    play_id: str
    events: _containers.RepeatedCompositeFieldContainer[GameEvent]
    settled_before: float
    def __init__(self, play_id: _Optional[str] = ..., events: _Optional[_Iterable[_Union[GameEvent, _Mapping]]] = ..., settled_before: _Optional[float] = ...) -> None: ...

class ReportGameEventResponse(_message.Message):
    __slots__ = ("updates",)
    UPDATES_FIELD_NUMBER: _ClassVar[int]
    updates: QuestUpdates
    def __init__(self, updates: _Optional[_Union[QuestUpdates, _Mapping]] = ...) -> None: ...

class GetQuestStateRequest(_message.Message):
    __slots__ = ("play_id", "quest_id", "npc_id")
    PLAY_ID_FIELD_NUMBER: _ClassVar[int]
    QUEST_ID_FIELD_NUMBER: _ClassVar[int]
    NPC_ID_FIELD_NUMBER: _ClassVar[int]
    play_id: str
    quest_id: str
    npc_id: str
    def __init__(self, play_id: _Optional[str] = ..., quest_id: _Optional[str] = ..., npc_id: _Optional[str] = ...) -> None: ...

class GetQuestStateResponse(_message.Message):
    __slots__ = ("states", "known_line_keys")
    STATES_FIELD_NUMBER: _ClassVar[int]
    KNOWN_LINE_KEYS_FIELD_NUMBER: _ClassVar[int]
    states: _containers.RepeatedCompositeFieldContainer[QuestState]
    known_line_keys: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, states: _Optional[_Iterable[_Union[QuestState, _Mapping]]] = ..., known_line_keys: _Optional[_Iterable[str]] = ...) -> None: ...

class SaveQuestsRequest(_message.Message):
    __slots__ = ("play_id",)
    PLAY_ID_FIELD_NUMBER: _ClassVar[int]
    play_id: str
    def __init__(self, play_id: _Optional[str] = ...) -> None: ...

class SaveQuestsResponse(_message.Message):
    __slots__ = ("data",)
    DATA_FIELD_NUMBER: _ClassVar[int]
    data: bytes
    def __init__(self, data: _Optional[bytes] = ...) -> None: ...

class LoadQuestsRequest(_message.Message):
    __slots__ = ("play_id", "world", "data")
    PLAY_ID_FIELD_NUMBER: _ClassVar[int]
    WORLD_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    play_id: str
    world: QuestWorldSource
    data: bytes
    def __init__(self, play_id: _Optional[str] = ..., world: _Optional[_Union[QuestWorldSource, _Mapping]] = ..., data: _Optional[bytes] = ...) -> None: ...

class LoadQuestsResponse(_message.Message):
    __slots__ = ("states",)
    STATES_FIELD_NUMBER: _ClassVar[int]
    states: _containers.RepeatedCompositeFieldContainer[QuestState]
    def __init__(self, states: _Optional[_Iterable[_Union[QuestState, _Mapping]]] = ...) -> None: ...

class DeletePlayRequest(_message.Message):
    __slots__ = ("play_id",)
    PLAY_ID_FIELD_NUMBER: _ClassVar[int]
    play_id: str
    def __init__(self, play_id: _Optional[str] = ...) -> None: ...

class DeletePlayResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
