"""What protos/ says, with its comments, as buf's descriptors have it.

Knows nothing of pages. Paths into SourceCodeInfo are those of google/protobuf/descriptor.proto.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from google.protobuf import descriptor_pb2 as pb

ROOT = Path(__file__).resolve().parent.parent
PROTOS = ROOT / "protos"
_BUF = Path(sys.executable).with_name("buf.exe" if sys.platform == "win32" else "buf")

_Path = tuple[int, ...]
_MESSAGE, _ENUM, _SERVICE, _SYNTAX = 4, 5, 6, 12
_FIELD, _ONEOF = 2, 8


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    json_name: str
    type: str
    """A scalar's name, or a message's or an enum's, without its package where that is ours."""
    comment: str
    is_list: bool = False
    key: str = ""
    """The type of a map's keys; empty for what is no map."""
    is_enum: bool = False
    may_be_unset: bool = False
    oneof: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    name: str
    comment: str
    fields: tuple[Field, ...]
    oneofs: Mapping[str, str]
    """The comments of the oneofs, by name."""


@dataclass(frozen=True, slots=True)
class EnumValue:
    name: str
    number: int
    comment: str


@dataclass(frozen=True, slots=True)
class Enum:
    name: str
    comment: str
    values: tuple[EnumValue, ...]


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    path: str
    """Of its URL, without the leading slash."""
    comment: str
    request: str
    response: str
    streams: bool
    """Whether it answers with many messages."""
    may_repeat: bool
    changes_nothing: bool


@dataclass(frozen=True, slots=True)
class Service:
    name: str
    comment: str
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class File:
    name: str
    """Without folder and ending: "dialogue"."""
    comment: str
    services: tuple[Service, ...]
    messages: tuple[Message, ...]
    enums: tuple[Enum, ...]


def files() -> tuple[File, ...]:
    """Every file of our own package, by name. Raises CalledProcessError where buf finds a fault."""
    command: list[str | Path] = [_BUF, "build", PROTOS, "-o", "-"]
    image = subprocess.run(command, check=True, capture_output=True).stdout
    found = pb.FileDescriptorSet.FromString(image).file
    return tuple(
        _Reader(each).file() for each in sorted(found, key=lambda file: file.name) if _is_ours(each)
    )


def _is_ours(file: pb.FileDescriptorProto) -> bool:
    return (PROTOS / file.name).is_file()


class _Reader:
    def __init__(self, file: pb.FileDescriptorProto) -> None:
        self._file = file
        self._prefix = f".{file.package}."
        self._comments = {
            tuple(each.path): _text("".join(each.leading_detached_comments) + each.leading_comments)
            for each in file.source_code_info.location
        }

    def file(self) -> File:
        return File(
            Path(self._file.name).stem,
            self._comment(_SYNTAX),
            tuple(self._services()),
            tuple(self._messages()),
            tuple(self._enums()),
        )

    def _comment(self, *path: int) -> str:
        return self._comments.get(path, "")

    def _services(self) -> Iterator[Service]:
        for at, service in enumerate(self._file.service):
            calls = tuple(
                self._call(service.name, each, self._comment(_SERVICE, at, 2, place))
                for place, each in enumerate(service.method)
            )
            yield Service(service.name, self._comment(_SERVICE, at), calls)

    def _call(self, service: str, call: pb.MethodDescriptorProto, comment: str) -> Call:
        level = call.options.idempotency_level
        return Call(
            call.name,
            f"{self._file.package}.{service}/{call.name}",
            comment,
            self._named(call.input_type),
            self._named(call.output_type),
            call.server_streaming,
            level != pb.MethodOptions.IDEMPOTENCY_UNKNOWN,
            level == pb.MethodOptions.NO_SIDE_EFFECTS,
        )

    def _messages(self) -> Iterator[Message]:
        for at, message in enumerate(self._file.message_type):
            path = (_MESSAGE, at)
            fields = tuple(
                self._field(message, each, self._comment(*path, _FIELD, place))
                for place, each in enumerate(message.field)
            )
            oneofs = {
                each.name: self._comment(*path, _ONEOF, place)
                for place, each in enumerate(message.oneof_decl)
            }
            comment = self._comment(*path)
            yield Message(message.name, comment, fields, MappingProxyType(oneofs))

    def _field(
        self, message: pb.DescriptorProto, field: pb.FieldDescriptorProto, comment: str
    ) -> Field:
        entry = next((each for each in message.nested_type if self._is_entry(field, each)), None)
        valued = entry.field[1] if entry else field
        in_oneof = field.HasField("oneof_index") and not field.proto3_optional
        return Field(
            field.name,
            field.json_name,
            self._type(valued),
            comment,
            is_list=entry is None and field.label == pb.FieldDescriptorProto.LABEL_REPEATED,
            key=self._type(entry.field[0]) if entry else "",
            is_enum=valued.type == pb.FieldDescriptorProto.TYPE_ENUM,
            may_be_unset=field.proto3_optional,
            oneof=message.oneof_decl[field.oneof_index].name if in_oneof else "",
        )

    def _is_entry(self, field: pb.FieldDescriptorProto, nested: pb.DescriptorProto) -> bool:
        return nested.options.map_entry and field.type_name.endswith(f".{nested.name}")

    def _type(self, field: pb.FieldDescriptorProto) -> str:
        if field.type_name:
            return self._named(field.type_name)
        return pb.FieldDescriptorProto.Type.Name(field.type).removeprefix("TYPE_").lower()

    def _named(self, full_name: str) -> str:
        return full_name.removeprefix(self._prefix).removeprefix(".")

    def _enums(self) -> Iterator[Enum]:
        for at, enum in enumerate(self._file.enum_type):
            values = tuple(
                EnumValue(each.name, each.number, self._comment(_ENUM, at, 2, place))
                for place, each in enumerate(enum.value)
            )
            yield Enum(enum.name, self._comment(_ENUM, at), values)


def _text(comment: str) -> str:
    """A comment's words on one line."""
    return " ".join(comment.split())
