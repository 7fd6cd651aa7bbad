"""Reads what designers write, YAML or JSON, and says precisely what is wrong with it.

Knows no persona: it takes any pydantic model. An error names the file, the line, the key and the
nearest valid key. Files may come from strangers, so size, depth and aliases are bounded.
"""

import difflib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from npcgen.errors import FieldViolation, InvalidArgument, NotFound

MAX_FILE_BYTES = 256 * 1024
SUFFIXES = (".yaml", ".yml", ".json")
_MAX_DEPTH = 8
_UNPRINTABLE = yaml.reader.Reader.NON_PRINTABLE
# libyaml, which PyYAML's wheels bring along, makes the same nodes in a fraction of the time.
_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Authored = TypeVar("Authored", bound=BaseModel)
Path_ = tuple[str | int, ...]


def read_authored(
    path: Path, model: type[Authored], context: Mapping[str, object] | None = None
) -> Authored:
    """The file's content as `model`, whose validators see `context`.

    Raises NotFound when there is no such file, InvalidArgument for whatever is wrong in it.
    """
    try:
        data = _content(path)
    except OSError as error:
        raise NotFound(f"{path}: {error.strerror}; check the path", reason="NO_FILE") from error
    if len(data) > MAX_FILE_BYTES:
        raise InvalidArgument.at(
            str(path), f"larger than {MAX_FILE_BYTES // 1024} KiB; is this the right file?"
        )
    return parse_authored(data, model, str(path), context)


def parse_authored(
    data: bytes, model: type[Authored], name: str, context: Mapping[str, object] | None = None
) -> Authored:
    """`data` (UTF-8 YAML or JSON, by the ending of `name`) as `model`; raises InvalidArgument."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidArgument.at(
            name, f"byte {error.start} is not UTF-8; save the file as UTF-8"
        ) from error
    content, lines = _parse_json(text, name) if name.endswith(".json") else _parse_yaml(text, name)
    if not isinstance(content, dict):
        raise InvalidArgument.at(name, f"holds no keys; expected {_keys(model)}")
    try:
        return model.model_validate(content, context=context)
    except ValidationError as error:
        raise _explained(error, model, name, lines) from error


def explain(error: ValidationError, model: type[BaseModel], root: str) -> InvalidArgument:
    """A pydantic error about data that came from no file, as ours; paths begin with `root`."""
    violations = [
        FieldViolation(_dotted((root, *details["loc"])), _described(details, model))
        for details in error.errors()
    ]
    text = "; ".join(f"{violation.path}: {violation.description}" for violation in violations)
    return InvalidArgument(text, violations=tuple(violations))


def _content(path: Path) -> bytes:
    """At most a byte more than a file may have. NOTE: opening a pipe would wait for its writer."""
    if not path.is_dir() and path.exists() and not path.is_file():
        raise InvalidArgument.at(str(path), "is a pipe or a device; name a regular file")
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES + 1)


class _Values(yaml.constructor.SafeConstructor):
    """Makes plain values of nodes; its every complaint about one has its line."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, ArithmeticError, LookupError, AttributeError) as error:
            shown = str(node.value)[:40]
            raise yaml.constructor.ConstructorError(
                None, None, f"'{shown}' can't be read; put it in quotes", node.start_mark
            ) from error


def _parse_yaml(text: str, name: str) -> tuple[Any, Mapping[Path_, int]]:
    _check_characters(text, name)
    try:
        _check_shape(text, name)
        root = yaml.compose(text, Loader=_Parser)
        lines = _lines_by_path(root, name)
        return _Values().construct_document(root) if root is not None else None, lines
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InvalidArgument.at(f"{name}:{line}", f"not valid YAML: {error.problem}") from error


def _check_characters(text: str, name: str) -> None:
    """Before the parser does: libyaml would count bytes to the place, PyYAML itself characters."""
    if found := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        what = f"holds the character U+{ord(found[0]):04X}; remove it"
        raise InvalidArgument.at(f"{name}:{line}", f"not valid YAML: {what}")


def _check_shape(text: str, name: str) -> None:
    """Refuses aliases and depth, which make a small file cost a lot, as soon as they are seen."""
    depth = 0
    for event in yaml.parse(text, Loader=_Parser):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.AliasEvent):
            raise InvalidArgument.at(name, "uses a YAML alias (*name); write the value out")
        if depth > _MAX_DEPTH:
            raise InvalidArgument.at(name, f"nested deeper than {_MAX_DEPTH} levels")


def _lines_by_path(root: yaml.Node | None, name: str) -> Mapping[Path_, int]:
    lines: dict[Path_, int] = {}
    for path, line in _node_lines(root, ()) if root is not None else ():
        if path in lines:
            raise InvalidArgument.at(f"{name}:{line}", f"{_dotted(path)} stands here twice")
        lines[path] = line
    return lines


def _node_lines(node: yaml.Node, path: Path_) -> Iterable[tuple[Path_, int]]:
    """Where each value stands, by its path; the line of its key where it has one (from 1)."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, str(key.value))
            yield from _node_lines(value, inner)
            yield inner, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            inner = (*path, index)
            yield from _node_lines(item, inner)
            yield inner, item.start_mark.line + 1


def _parse_json(text: str, name: str) -> tuple[Any, Mapping[Path_, int]]:
    try:
        content = json.loads(text, object_pairs_hook=_without_twins)
    except _Twin as error:
        line = _line_of_json_key(text, error.key, last=True)
        raise InvalidArgument.at(f"{name}:{line}", f"{error.key} stands here twice") from error
    except json.JSONDecodeError as error:
        raise InvalidArgument.at(
            f"{name}:{error.lineno}", f"not valid JSON: {error.msg}"
        ) from error
    except RecursionError as error:
        raise InvalidArgument.at(name, "nested too deep") from error
    except ValueError as error:
        raise InvalidArgument.at(name, "holds a number of too many digits") from error
    keys = content if isinstance(content, dict) else {}
    return content, {(key,): _line_of_json_key(text, key) for key in keys}


class _Twin(Exception):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key, value in pairs:
        if key in content:
            raise _Twin(key)
        content[key] = value
    return content


def _line_of_json_key(text: str, key: str, *, last: bool = False) -> int:
    find = text.rfind if last else text.find
    return text.count("\n", 0, max(find(json.dumps(key, ensure_ascii=False)), 0)) + 1


def _explained(
    error: ValidationError, model: type[BaseModel], name: str, lines: Mapping[Path_, int]
) -> InvalidArgument:
    violations = []
    messages = []
    for details in error.errors():
        path = details["loc"]
        description = _described(details, model)
        line = _line(path, lines)
        violations.append(FieldViolation(_dotted(path), description))
        messages.append(": ".join(filter(None, (f"{name}:{line}", _dotted(path), description))))
    return InvalidArgument("\n".join(messages), violations=tuple(violations))


def _line(path: Path_, lines: Mapping[Path_, int]) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _described(details: ErrorDetails, model: type[BaseModel]) -> str:
    kind, path, context = details["type"], details["loc"], details.get("ctx", {})
    if kind == "extra_forbidden":
        owner = _owner(model, path)
        near = difflib.get_close_matches(str(path[-1]), owner.model_fields, n=1)
        advice = f"did you mean '{near[0]}'?" if near else f"valid keys are {_keys(owner)}"
        return f"unknown key '{path[-1]}'; {advice}"
    if kind == "missing":
        return "is required; add it"
    if kind == "string_pattern_mismatch":
        return f"'{str(details['input'])[:80]}' doesn't match {context['pattern']}"
    if kind == "value_error":
        return str(context["error"])
    if kind == "too_long":
        return f"has {context['actual_length']} entries; write at most {context['max_length']}"
    return details["msg"][:1].lower() + details["msg"][1:]


def _owner(model: type[BaseModel], path: Path_) -> type[BaseModel]:
    """The model whose key the last part of `path` would be."""
    for part in path[:-1]:
        if isinstance(part, str) and part in model.model_fields:
            inner = _inner_model(model.model_fields[part].annotation)
            model = inner or model
    return model


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_inner_model, get_args(annotation))), None)


def _keys(model: type[BaseModel]) -> str:
    return ", ".join(model.model_fields)


def _dotted(path: Path_) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
