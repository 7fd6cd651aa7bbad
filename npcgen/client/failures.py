"""What a client raises: the server's own errors, and those of not reaching it."""

from collections.abc import Iterable
from typing import Protocol, cast

import grpc

from npcgen.client.results import ModelState, ServerInfo
from npcgen.errors import ModelUnusable, NpcgenError, Unavailable
from npcgen.status import DETAILS_KEY, from_rpc

READY_POLL_S = 0.1


class FailedCall(Protocol):
    """What both of gRPC's kinds of error for a failed call can say, though no type says so."""

    def code(self) -> grpc.StatusCode: ...
    def details(self) -> str | None: ...
    def trailing_metadata(self) -> Iterable[tuple[str, str | bytes]] | None: ...


def raised(error: grpc.RpcError, target: str) -> NpcgenError:
    """The error of a failed call; `target` is named when no npcgen server answered."""
    call = cast(FailedCall, error)
    trailers = list(call.trailing_metadata() or ())
    failure = from_rpc(call.code(), call.details(), trailers)
    from_server = any(key == DETAILS_KEY for key, _ in trailers)
    if isinstance(failure, Unavailable) and not from_server:
        cause = failure.message.rpartition(": ")[2]
        return Unavailable(
            f"can't reach {target}: {cause}; "
            "check the address, or start a server there with: npcgen serve",
            reason="UNREACHABLE",
        )
    return failure


def is_ready(info: ServerInfo) -> bool:
    """Raises ModelUnusable when waiting longer makes no sense."""
    if info.model.state is ModelState.FAILED:
        raise ModelUnusable(
            f"the server couldn't load the model '{info.model.name}'; its log says why"
        )
    return info.model.state is ModelState.LOADED and not info.draining


def not_ready(target: str, timeout_s: float, state: str) -> Unavailable:
    return Unavailable(
        f"{target} isn't ready after {timeout_s:g} s: {state}; check the address and its log",
        reason="NOT_READY",
    )
