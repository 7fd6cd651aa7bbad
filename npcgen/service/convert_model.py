"""Models and their numbers -> protobuf: no defaults, no checks, no decisions."""

from npcgen.engine.models import ModelFile
from npcgen.engine.stats import EngineStats
from npcgen.service.log_tail import Logged
from npcgen.service.model_slot import ModelSlot, ModelState
from npcgen.v1 import model_pb2 as pb

_STATES = {
    ModelState.LOADING: pb.MODEL_STATE_LOADING,
    ModelState.LOADED: pb.MODEL_STATE_LOADED,
    ModelState.UNLOADING: pb.MODEL_STATE_UNLOADING,
    ModelState.FAILED: pb.MODEL_STATE_FAILED,
}
_MIB = 1024 * 1024
_UINT32 = 2**32


def slot_to(slot: ModelSlot, *, is_default: bool) -> pb.Model:
    """Looks at the model's file, which may be gone."""
    state = _STATES[slot.state]
    if slot.loaded is None:
        return pb.Model(name=slot.name, state=state, is_default=is_default)
    info = slot.loaded.info
    return pb.Model(
        name=info.name,
        state=state,
        backend=info.backend,
        architecture=info.architecture,
        parameters_m=info.parameters / 1e6,
        quantisation=info.quantisation,
        size_mib=info.size_bytes / _MIB,
        context_tokens=info.context_tokens,
        slots=info.slots,
        chat_template=info.chat_template,
        sha256=info.sha256,
        licence=info.licence,
        description=info.description,
        is_default=is_default,
        file_changed=info.file is not None and info.file.has_changed(),
        adapters=[adapter.name for adapter in info.adapters or () if not adapter.problem],
    )


def available_to(file: ModelFile) -> pb.Model:
    return pb.Model(
        name=file.name,
        state=pb.MODEL_STATE_FAILED if file.problem else pb.MODEL_STATE_AVAILABLE,
        architecture=file.architecture,
        parameters_m=file.parameters / 1e6,
        quantisation=file.quantisation,
        size_mib=file.size_bytes / _MIB,
        licence=file.licence,
        description=file.problem or file.description,
    )


def logged_to(line: Logged) -> pb.LogRecord:
    return pb.LogRecord(
        sequence=line.sequence % _UINT32,
        at_s=int(line.at_s),
        level=line.level,
        source=line.source,
        text=line.text,
    )


def stats_to(name: str, stats: EngineStats) -> pb.ModelStats:
    prompts = stats.prompt_tokens
    return pb.ModelStats(
        model=name,
        active_replies=stats.running,
        queued_replies=stats.queued,
        batch_size=stats.batch_size,
        tokens_per_s=stats.tokens_per_s,
        reused_share=stats.reused_tokens / prompts if prompts else 0.0,
        evictions=stats.backend.evictions % _UINT32,
        preemptions=stats.preemptions % _UINT32,
        parked_conversations=stats.backend.parked,
        parked_memory_mib=stats.backend.parked_memory_bytes / _MIB,
        parked_disk_mib=stats.backend.parked_disk_bytes / _MIB,
        engines=stats.engines,
        resting_engines=stats.resting,
    )
