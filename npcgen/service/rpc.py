"""What a call is, whichever transport it came over: a service's methods as a table.

A service is a plain class with a method for each call of its descriptor, in snake case, that
takes (request, CallContext) and returns a message, or an async generator of messages.
"""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass

from npcgen.errors import InvalidArgument, Overloaded

Transport = Literal["grpc", "http"]
_MARGIN_S = 0.25
Decode = Callable[[], Message]
"""Gives the request, or raises InvalidArgument for bytes that aren't one."""


@dataclass(frozen=True, slots=True)
class CallContext:
    """What a call brings along besides its message."""

    request_id: str
    transport: Transport
    remaining_s: float | None = None
    """Seconds until the caller stops waiting; None when it named no deadline."""

    @property
    def answer_s(self) -> float | None:
        """Seconds for the answer, a little less, so that its end still arrives in time."""
        if self.remaining_s is None:
            return None
        return max(self.remaining_s * 0.75, self.remaining_s - _MARGIN_S)


@dataclass(frozen=True, slots=True)
class Method:
    """One call of a service, with the function that answers it."""

    path: str
    """As on the wire: "/npcgen.v1.DialogueService/Chat"."""
    request_type: type[Message]
    response_type: type[Message]
    streams: bool
    """Whether it answers with a stream of messages."""
    safe: bool
    """Whether it changes nothing, so that HTTP may GET it."""
    function: Callable[[Any, CallContext], Any]

    @property
    def service_name(self) -> str:
        return self.path.split("/")[1]

    @property
    def name(self) -> str:
        return self.path.split("/")[2]

    def call(self, request: Message, context: CallContext) -> Awaitable[Message]:
        """The answer of a method that doesn't stream."""
        answer: Awaitable[Message] = self.function(request, context)
        return answer

    def stream(self, request: Message, context: CallContext) -> AsyncGenerator[Message, None]:
        """The answers of a method that streams."""
        answers: AsyncGenerator[Message, None] = self.function(request, context)
        return answers


def methods_of(descriptor: ServiceDescriptor, service: object) -> list[Method]:
    """Every call of the service; raises AttributeError when `service` lacks one."""
    return [_method(method, service) for method in descriptor.methods]


def too_large(max_bytes: int, length: int | None = None) -> Overloaded:
    """The error for a request of more than `max_bytes`; `length` is what it has, where known."""
    numbers = {"max_bytes": str(max_bytes)}
    if length is None:
        has = f"more than {max_bytes} bytes; send less"
    else:
        has = f"{length} bytes; send at most {max_bytes}"
        numbers["bytes"] = str(length)
    return Overloaded(f"the request has {has}", reason="REQUEST_TOO_LARGE", metadata=numbers)


def decode_binary(data: bytes, message_type: type[Message]) -> Message:
    """The message; raises InvalidArgument for bytes that aren't one, invalid UTF-8 included."""
    try:
        return message_type.FromString(data)
    except DecodeError as error:
        raise InvalidArgument(
            f"these {len(data)} bytes are no {message_type.DESCRIPTOR.full_name}: damaged, made "
            "with another proto, or a string in them is not UTF-8",
            reason="MALFORMED_REQUEST",
        ) from error


def services_of(methods: Iterable[Method]) -> list[str]:
    """The services' full names, each once."""
    return list(dict.fromkeys(method.service_name for method in methods))


def known_paths(methods: Iterable[Method]) -> str:
    """The services and their calls, for whoever asked for one that doesn't exist."""
    calls: dict[str, list[str]] = {}
    for method in methods:
        calls.setdefault(method.service_name, []).append(method.name)
    return "; ".join(f"{service}: {', '.join(names)}" for service, names in calls.items())


def _method(descriptor: MethodDescriptor, service: object) -> Method:
    service_name = descriptor.containing_service.full_name
    safe = descriptor.GetOptions().idempotency_level == MethodOptions.NO_SIDE_EFFECTS
    return Method(
        path=f"/{service_name}/{descriptor.name}",
        request_type=GetMessageClass(descriptor.input_type),
        response_type=GetMessageClass(descriptor.output_type),
        streams=descriptor.server_streaming,
        safe=safe,
        function=getattr(service, _snake_case(descriptor.name)),
    )


def _snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
