"""The verbs for whoever runs a server, as data: what each sends and how the answer is read."""

from npcgen.client.calls import Call, Stream, call, stream
from npcgen.client.filling import filled
from npcgen.client.options import LOAD_TIMEOUT_S
from npcgen.client.results import LogRecord, PulledModel, PullProgress
from npcgen.v1 import model_pb2 as pb

PULL_TIMEOUT_S = 24 * LOAD_TIMEOUT_S
"""Four hours: for some gigabytes by a slow line."""


def pull_model(name: str, licence: str, timeout_s: float) -> Stream[PullProgress]:
    request = filled(pb.PullModelRequest, name=name, licence=licence)
    answer = pb.PullModelResponse
    return stream("ModelService/PullModel", request, answer, _read_progress, timeout_s)


def log_records(after: int, most: int) -> Call[tuple[LogRecord, ...]]:
    request = filled(pb.ListLogRecordsRequest, after=after, most=most)
    return call(
        "ModelService/ListLogRecords", request, pb.ListLogRecordsResponse, _read_log_records
    )


def _read_progress(message: pb.PullModelResponse) -> PullProgress:
    pulled = _read_pulled(message.pulled) if message.HasField("pulled") else None
    return PullProgress(message.received_mib, message.total_mib, message.note, pulled)


def _read_pulled(message: pb.PulledModel) -> PulledModel:
    trust = pb.PullTrust.Name(message.trust) if message.trust in pb.PullTrust.values() else ""
    name = trust.removeprefix("PULL_TRUST_").lower()
    return PulledModel(message.name, message.sha256, name, message.was_there)


def _read_log_records(message: pb.ListLogRecordsResponse) -> tuple[LogRecord, ...]:
    return tuple(
        LogRecord(each.sequence, each.at_s, each.level, each.source, each.text)
        for each in message.records
    )
