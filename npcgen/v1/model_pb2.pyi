from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ModelState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MODEL_STATE_UNSPECIFIED: _ClassVar[ModelState]
    MODEL_STATE_AVAILABLE: _ClassVar[ModelState]
    MODEL_STATE_LOADING: _ClassVar[ModelState]
    MODEL_STATE_LOADED: _ClassVar[ModelState]
    MODEL_STATE_FAILED: _ClassVar[ModelState]
    MODEL_STATE_UNLOADING: _ClassVar[ModelState]

class SettingSource(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SETTING_SOURCE_UNSPECIFIED: _ClassVar[SettingSource]
    SETTING_SOURCE_DEFAULT: _ClassVar[SettingSource]
    SETTING_SOURCE_ENVIRONMENT: _ClassVar[SettingSource]
    SETTING_SOURCE_FLAG: _ClassVar[SettingSource]

class PullTrust(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PULL_TRUST_UNSPECIFIED: _ClassVar[PullTrust]
    PULL_TRUST_KNOWN: _ClassVar[PullTrust]
    PULL_TRUST_EARLIER: _ClassVar[PullTrust]
    PULL_TRUST_HUB: _ClassVar[PullTrust]
    PULL_TRUST_FIRST: _ClassVar[PullTrust]
MODEL_STATE_UNSPECIFIED: ModelState
MODEL_STATE_AVAILABLE: ModelState
MODEL_STATE_LOADING: ModelState
MODEL_STATE_LOADED: ModelState
MODEL_STATE_FAILED: ModelState
MODEL_STATE_UNLOADING: ModelState
SETTING_SOURCE_UNSPECIFIED: SettingSource
SETTING_SOURCE_DEFAULT: SettingSource
SETTING_SOURCE_ENVIRONMENT: SettingSource
SETTING_SOURCE_FLAG: SettingSource
PULL_TRUST_UNSPECIFIED: PullTrust
PULL_TRUST_KNOWN: PullTrust
PULL_TRUST_EARLIER: PullTrust
PULL_TRUST_HUB: PullTrust
PULL_TRUST_FIRST: PullTrust

class Model(_message.Message):
    __slots__ = ("name", "state", "backend", "architecture", "parameters_m", "quantisation", "size_mib", "context_tokens", "slots", "chat_template", "sha256", "licence", "description", "is_default", "file_changed", "adapters")
    NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    BACKEND_FIELD_NUMBER: _ClassVar[int]
    ARCHITECTURE_FIELD_NUMBER: _ClassVar[int]
    PARAMETERS_M_FIELD_NUMBER: _ClassVar[int]
    QUANTISATION_FIELD_NUMBER: _ClassVar[int]
    SIZE_MIB_FIELD_NUMBER: _ClassVar[int]
    CONTEXT_TOKENS_FIELD_NUMBER: _ClassVar[int]
    SLOTS_FIELD_NUMBER: _ClassVar[int]
    CHAT_TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    LICENCE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    IS_DEFAULT_FIELD_NUMBER: _ClassVar[int]
    FILE_CHANGED_FIELD_NUMBER: _ClassVar[int]
    ADAPTERS_FIELD_NUMBER: _ClassVar[int]
    name: str
    state: ModelState
    backend: str
    architecture: str
    parameters_m: float
    quantisation: str
    size_mib: float
    context_tokens: int
    slots: int
    chat_template: str
    sha256: str
    licence: str
    description: str
    is_default: bool
    file_changed: bool
    adapters: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., state: _Optional[_Union[ModelState, str]] = ..., backend: _Optional[str] = ..., architecture: _Optional[str] = ..., parameters_m: _Optional[float] = ..., quantisation: _Optional[str] = ..., size_mib: _Optional[float] = ..., context_tokens: _Optional[int] = ..., slots: _Optional[int] = ..., chat_template: _Optional[str] = ..., sha256: _Optional[str] = ..., licence: _Optional[str] = ..., description: _Optional[str] = ..., is_default: bool = ..., file_changed: bool = ..., adapters: _Optional[_Iterable[str]] = ...) -> None: ...

class ListModelsRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListModelsResponse(_message.Message):
    __slots__ = ("models", "next_page_token")
    MODELS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    models: _containers.RepeatedCompositeFieldContainer[Model]
    next_page_token: str
    def __init__(self, models: _Optional[_Iterable[_Union[Model, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetModelRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class GetModelResponse(_message.Message):
    __slots__ = ("model",)
    MODEL_FIELD_NUMBER: _ClassVar[int]
    model: Model
    def __init__(self, model: _Optional[_Union[Model, _Mapping]] = ...) -> None: ...

class LoadOptions(_message.Message):
    __slots__ = ("context_tokens", "slots", "threads", "n_gpu_layers")
    CONTEXT_TOKENS_FIELD_NUMBER: _ClassVar[int]
    SLOTS_FIELD_NUMBER: _ClassVar[int]
    THREADS_FIELD_NUMBER: _ClassVar[int]
    N_GPU_LAYERS_FIELD_NUMBER: _ClassVar[int]
    context_tokens: int
    slots: int
    threads: int
    n_gpu_layers: int
    def __init__(self, context_tokens: _Optional[int] = ..., slots: _Optional[int] = ..., threads: _Optional[int] = ..., n_gpu_layers: _Optional[int] = ...) -> None: ...

class LoadModelRequest(_message.Message):
    __slots__ = ("name", "options")
    NAME_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    name: str
    options: LoadOptions
    def __init__(self, name: _Optional[str] = ..., options: _Optional[_Union[LoadOptions, _Mapping]] = ...) -> None: ...

class LoadModelResponse(_message.Message):
    __slots__ = ("model",)
    MODEL_FIELD_NUMBER: _ClassVar[int]
    model: Model
    def __init__(self, model: _Optional[_Union[Model, _Mapping]] = ...) -> None: ...

class UnloadModelRequest(_message.Message):
    __slots__ = ("name", "drain_ms")
    NAME_FIELD_NUMBER: _ClassVar[int]
    DRAIN_MS_FIELD_NUMBER: _ClassVar[int]
    name: str
    drain_ms: int
    def __init__(self, name: _Optional[str] = ..., drain_ms: _Optional[int] = ...) -> None: ...

class UnloadModelResponse(_message.Message):
    __slots__ = ("unloaded", "cut_off_replies")
    UNLOADED_FIELD_NUMBER: _ClassVar[int]
    CUT_OFF_REPLIES_FIELD_NUMBER: _ClassVar[int]
    unloaded: bool
    cut_off_replies: int
    def __init__(self, unloaded: bool = ..., cut_off_replies: _Optional[int] = ...) -> None: ...

class Pace(_message.Message):
    __slots__ = ("max_tokens_per_s", "cpu_share", "paused")
    MAX_TOKENS_PER_S_FIELD_NUMBER: _ClassVar[int]
    CPU_SHARE_FIELD_NUMBER: _ClassVar[int]
    PAUSED_FIELD_NUMBER: _ClassVar[int]
    max_tokens_per_s: float
    cpu_share: float
    paused: bool
    def __init__(self, max_tokens_per_s: _Optional[float] = ..., cpu_share: _Optional[float] = ..., paused: bool = ...) -> None: ...

class SetPaceRequest(_message.Message):
    __slots__ = ("pace",)
    PACE_FIELD_NUMBER: _ClassVar[int]
    pace: Pace
    def __init__(self, pace: _Optional[_Union[Pace, _Mapping]] = ...) -> None: ...

class SetPaceResponse(_message.Message):
    __slots__ = ("pace",)
    PACE_FIELD_NUMBER: _ClassVar[int]
    pace: Pace
    def __init__(self, pace: _Optional[_Union[Pace, _Mapping]] = ...) -> None: ...

class ModelStats(_message.Message):
    __slots__ = ("model", "active_replies", "queued_replies", "batch_size", "tokens_per_s", "reused_share", "evictions", "preemptions", "parked_conversations", "parked_memory_mib", "parked_disk_mib", "engines", "resting_engines")
    MODEL_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_REPLIES_FIELD_NUMBER: _ClassVar[int]
    QUEUED_REPLIES_FIELD_NUMBER: _ClassVar[int]
    BATCH_SIZE_FIELD_NUMBER: _ClassVar[int]
    TOKENS_PER_S_FIELD_NUMBER: _ClassVar[int]
    REUSED_SHARE_FIELD_NUMBER: _ClassVar[int]
    EVICTIONS_FIELD_NUMBER: _ClassVar[int]
    PREEMPTIONS_FIELD_NUMBER: _ClassVar[int]
    PARKED_CONVERSATIONS_FIELD_NUMBER: _ClassVar[int]
    PARKED_MEMORY_MIB_FIELD_NUMBER: _ClassVar[int]
    PARKED_DISK_MIB_FIELD_NUMBER: _ClassVar[int]
    ENGINES_FIELD_NUMBER: _ClassVar[int]
    RESTING_ENGINES_FIELD_NUMBER: _ClassVar[int]
    model: str
    active_replies: int
    queued_replies: int
    batch_size: int
    tokens_per_s: float
    reused_share: float
    evictions: int
    preemptions: int
    parked_conversations: int
    parked_memory_mib: float
    parked_disk_mib: float
    engines: int
    resting_engines: int
    def __init__(self, model: _Optional[str] = ..., active_replies: _Optional[int] = ..., queued_replies: _Optional[int] = ..., batch_size: _Optional[int] = ..., tokens_per_s: _Optional[float] = ..., reused_share: _Optional[float] = ..., evictions: _Optional[int] = ..., preemptions: _Optional[int] = ..., parked_conversations: _Optional[int] = ..., parked_memory_mib: _Optional[float] = ..., parked_disk_mib: _Optional[float] = ..., engines: _Optional[int] = ..., resting_engines: _Optional[int] = ...) -> None: ...

class GetServerInfoRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetServerInfoResponse(_message.Message):
    __slots__ = ("version", "model", "uptime_s", "active_replies", "queued_replies", "queue_limit", "conversations", "draining", "models", "degraded", "free_memory_mib")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    UPTIME_S_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_REPLIES_FIELD_NUMBER: _ClassVar[int]
    QUEUED_REPLIES_FIELD_NUMBER: _ClassVar[int]
    QUEUE_LIMIT_FIELD_NUMBER: _ClassVar[int]
    CONVERSATIONS_FIELD_NUMBER: _ClassVar[int]
    DRAINING_FIELD_NUMBER: _ClassVar[int]
    MODELS_FIELD_NUMBER: _ClassVar[int]
    DEGRADED_FIELD_NUMBER: _ClassVar[int]
    FREE_MEMORY_MIB_FIELD_NUMBER: _ClassVar[int]
    version: str
    model: Model
    uptime_s: int
    active_replies: int
    queued_replies: int
    queue_limit: int
    conversations: int
    draining: bool
    models: _containers.RepeatedCompositeFieldContainer[ModelStats]
    degraded: bool
    free_memory_mib: float
    def __init__(self, version: _Optional[str] = ..., model: _Optional[_Union[Model, _Mapping]] = ..., uptime_s: _Optional[int] = ..., active_replies: _Optional[int] = ..., queued_replies: _Optional[int] = ..., queue_limit: _Optional[int] = ..., conversations: _Optional[int] = ..., draining: bool = ..., models: _Optional[_Iterable[_Union[ModelStats, _Mapping]]] = ..., degraded: bool = ..., free_memory_mib: _Optional[float] = ...) -> None: ...

class Setting(_message.Message):
    __slots__ = ("name", "value", "source", "is_secret", "description")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    IS_SECRET_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    name: str
    value: str
    source: SettingSource
    is_secret: bool
    description: str
    def __init__(self, name: _Optional[str] = ..., value: _Optional[str] = ..., source: _Optional[_Union[SettingSource, str]] = ..., is_secret: bool = ..., description: _Optional[str] = ...) -> None: ...

class GetSettingsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetSettingsResponse(_message.Message):
    __slots__ = ("settings",)
    SETTINGS_FIELD_NUMBER: _ClassVar[int]
    settings: _containers.RepeatedCompositeFieldContainer[Setting]
    def __init__(self, settings: _Optional[_Iterable[_Union[Setting, _Mapping]]] = ...) -> None: ...

class PullModelRequest(_message.Message):
    __slots__ = ("name", "licence")
    NAME_FIELD_NUMBER: _ClassVar[int]
    LICENCE_FIELD_NUMBER: _ClassVar[int]
    name: str
    licence: str
    def __init__(self, name: _Optional[str] = ..., licence: _Optional[str] = ...) -> None: ...

class PullModelResponse(_message.Message):
    __slots__ = ("received_mib", "total_mib", "note", "pulled")
    RECEIVED_MIB_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MIB_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    PULLED_FIELD_NUMBER: _ClassVar[int]
    received_mib: float
    total_mib: float
    note: str
    pulled: PulledModel
    def __init__(self, received_mib: _Optional[float] = ..., total_mib: _Optional[float] = ..., note: _Optional[str] = ..., pulled: _Optional[_Union[PulledModel, _Mapping]] = ...) -> None: ...

class PulledModel(_message.Message):
    __slots__ = ("name", "sha256", "trust", "was_there")
    NAME_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    TRUST_FIELD_NUMBER: _ClassVar[int]
    WAS_THERE_FIELD_NUMBER: _ClassVar[int]
    name: str
    sha256: str
    trust: PullTrust
    was_there: bool
    def __init__(self, name: _Optional[str] = ..., sha256: _Optional[str] = ..., trust: _Optional[_Union[PullTrust, str]] = ..., was_there: bool = ...) -> None: ...

class ListLogRecordsRequest(_message.Message):
    __slots__ = ("after", "most")
    AFTER_FIELD_NUMBER: _ClassVar[int]
    MOST_FIELD_NUMBER: _ClassVar[int]
    after: int
    most: int
    def __init__(self, after: _Optional[int] = ..., most: _Optional[int] = ...) -> None: ...

class ListLogRecordsResponse(_message.Message):
    __slots__ = ("records",)
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    records: _containers.RepeatedCompositeFieldContainer[LogRecord]
    def __init__(self, records: _Optional[_Iterable[_Union[LogRecord, _Mapping]]] = ...) -> None: ...

class LogRecord(_message.Message):
    __slots__ = ("sequence", "at_s", "level", "source", "text")
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    AT_S_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    sequence: int
    at_s: int
    level: str
    source: str
    text: str
    def __init__(self, sequence: _Optional[int] = ..., at_s: _Optional[int] = ..., level: _Optional[str] = ..., source: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...
