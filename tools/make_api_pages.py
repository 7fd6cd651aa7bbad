"""Writes docs/reference/api.md and api/ from the comments of protos/, or with --check says whether
they are stale.

One page a proto file. What holds of every call is written by hand, in tools/api_index.md.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import grpc

from tools.api_examples import Examples
from tools.api_schema import ROOT, Call, Enum, Field, File, Message, Service, files

INDEX = Path("docs/reference/api.md")
FOLDER = Path("docs/reference/api")
_PROSE = ROOT / "tools/api_index.md"
_TROUBLE = "../../guides/troubleshooting.md"
_WELL_KNOWN = "https://protobuf.dev/reference/protobuf/google.protobuf/"
_CODES = {code.name for code in grpc.StatusCode}
_CAPITALS = re.compile(r"\b[A-Z]{2,}[A-Z0-9]*(?:_[A-Z][A-Z0-9]*)+\b")
_CAMEL = re.compile(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b")


def main() -> None:
    """Raises SystemExit with the stale pages where --check finds any."""
    fresh = pages(files())
    found = [INDEX, *(path.relative_to(ROOT) for path in (ROOT / FOLDER).glob("*.md"))]
    if "--check" in sys.argv:
        stale = [str(path) for path in {*fresh, *found} if _read(path) != fresh.get(path)]
        sys.exit(f"stale: {', '.join(sorted(stale))}; run: make protos" if stale else None)
    for path in {*found} - {*fresh}:
        (ROOT / path).unlink(missing_ok=True)
    (ROOT / FOLDER).mkdir(parents=True, exist_ok=True)
    for path, text in fresh.items():
        (ROOT / path).write_text(text, encoding="utf-8")


def _read(path: Path) -> str | None:
    whole = ROOT / path
    return whole.read_text(encoding="utf-8") if whole.is_file() else None


def pages(found: tuple[File, ...]) -> dict[Path, str]:
    """Every page's text, by its path in the repository."""
    links, examples = _links(found), Examples(found)
    written = {FOLDER / f"{file.name}.md": _Page(file, links, examples).text() for file in found}
    contents = "\n".join(_contents(file) for file in found)
    prose = _PROSE.read_text(encoding="utf-8")
    return {INDEX: prose.replace("CONTENTS\n", contents + "\n"), **written}


def _links(found: Iterable[File]) -> dict[str, str]:
    """Where each call, message, enum and its values are described, within the folder of pages."""
    links: dict[str, str] = {}
    for file in found:
        names = {call.name: call.name for service in file.services for call in service.calls}
        names |= {message.name: message.name for message in file.messages}
        names |= {enum.name: enum.name for enum in file.enums}
        names |= {value.name: enum.name for enum in file.enums for value in enum.values}
        links |= {name: f"{file.name}.md#{at.lower()}" for name, at in names.items()}
    return links


def _contents(file: File) -> str:
    page = f"api/{file.name}.md"
    if not file.services:
        return f"- [{file.name}]({page}): {_escaped(file.comment)}"
    [service] = file.services
    calls = " · ".join(f"[{call.name}]({page}#{call.name.lower()})" for call in service.calls)
    return f"- [{service.name}]({page}): {_escaped(file.comment)}  \n  {calls}"


class _Page:
    def __init__(self, file: File, links: Mapping[str, str], examples: Examples) -> None:
        self._file = file
        self._links = links
        self._examples = examples
        self._requests = {message.name: message for message in file.messages}

    def text(self) -> str:
        file = self._file
        title = file.services[0].name if file.services else file.name.capitalize()
        proto = f"protos/npcgen/v1/{file.name}.proto"
        about = file.services[0].comment if file.services else ""
        blocks = [
            f"# {title}",
            f"{_escaped(file.comment)} {self._said(about)}".strip(),
            f"Made from [{proto}](../../../{proto}) by `make protos`. [All calls](../api.md).",
            *(block for service in file.services for block in self._calls(service)),
            "## Messages",
            *(block for message in file.messages for block in self._message(message)),
            *(["## Enums"] if file.enums else []),
            *(block for enum in file.enums for block in self._enum(enum)),
        ]
        return "\n\n".join(blocks) + "\n"

    def _calls(self, service: Service) -> Iterator[str]:
        yield "## Calls"
        rows = [
            f"| [{call.name}](#{call.name.lower()}) | {_kind(call)} | {self._repeats(call)} |"
            for call in service.calls
        ]
        yield "\n".join(["| call | answers | may be sent again |", "|---|---|---|", *rows])
        for call in service.calls:
            yield from self._call(call, service)

    def _call(self, call: Call, service: Service) -> Iterator[str]:
        yield f"### {call.name}"
        yield self._said(call.comment)
        errors = [*self._errors(call.comment)]
        if any(self._errors(service.comment)):
            errors.append(f"[those of the service](#{service.name.lower()})")
        many = "a stream of " if call.streams else ""
        lines = [
            f"- `POST /{call.path}`, `{_content_type(call)}`",
            f"- {self._type(call.request)} → {many}{self._type(call.response)}",
            f"- May be sent again: {self._repeats(call)}",
            f"- Errors: {', '.join([*errors, '[those of any call](../api.md#errors)'])}",
        ]
        yield "\n".join(lines)
        example = self._examples.shell(call)
        if example:
            yield f"```sh\n{example}\n```"

    def _repeats(self, call: Call) -> str:
        if call.changes_nothing:
            return "yes, it changes nothing"
        if call.may_repeat:
            return "yes, it comes to the same"
        if any(field.name == "request_id" for field in self._requests[call.request].fields):
            return "yes, with the same `requestId`"
        return "no, it would be done twice"

    def _errors(self, comment: str) -> Iterator[str]:
        for name in dict.fromkeys(re.findall(r"\b[A-Z][A-Z_0-9]{4,}\b", comment)):
            if name in _CODES:
                yield f"`{name}`"
            elif name not in self._links:
                yield _reason(name)

    def _message(self, message: Message) -> Iterator[str]:
        yield f"### {message.name}"
        yield self._said(message.comment)
        if message.fields:
            head = ["| field | JSON | type | |", "|---|---|---|---|"]
            yield "\n".join([*head, *self._rows(message)])

    def _rows(self, message: Message) -> Iterator[str]:
        oneof = ""
        for field in message.fields:
            if field.oneof and field.oneof != oneof:
                said = self._said(message.oneofs[field.oneof])
                yield f"| *one of `{field.oneof}`* | | | {_cell(said)} |"
            oneof = field.oneof
            name = f"{'↳ ' if oneof else ''}`{field.name}`"
            said = _cell(self._said(field.comment))
            yield f"| {name} | `{field.json_name}` | {self._field_type(field)} | {said} |"

    def _field_type(self, field: Field) -> str:
        name = self._type(field.type)
        if field.key:
            return f"map of {field.key} to {name}"
        if field.is_list:
            return f"list of {name}"
        return f"{name}, may be unset" if field.may_be_unset else name

    def _type(self, name: str) -> str:
        if name in self._links:
            return f"[{name}]({self._here(name)})"
        *package, short = name.split(".")
        return f"[{short}]({_WELL_KNOWN}#{short.lower()})" if package else name

    def _enum(self, enum: Enum) -> Iterator[str]:
        yield f"### {enum.name}"
        yield self._said(enum.comment)
        rows = [
            f"| `{each.name}` | {each.number} | {_cell(self._said(each.comment))} |"
            for each in enum.values
        ]
        yield "\n".join(["| name | number | |", "|---|---|---|", *rows])

    def _said(self, comment: str) -> str:
        """A comment as Markdown, with links to what it names."""
        linked = _CAMEL.sub(lambda found: self._named(found[0]), _escaped(comment))
        return _CAPITALS.sub(lambda found: self._capitals(found[0]), linked)

    def _named(self, name: str) -> str:
        return f"[{name}]({self._here(name)})" if name in self._links else name

    def _capitals(self, name: str) -> str:
        if name in self._links:
            return f"[`{name}`]({self._here(name)})"
        is_plain = name in _CODES or name.startswith("NPCGEN_")
        return f"`{name}`" if is_plain else _reason(name)

    def _here(self, name: str) -> str:
        return self._links[name].removeprefix(f"{self._file.name}.md")


def _kind(call: Call) -> str:
    return "a stream" if call.streams else "once"


def _content_type(call: Call) -> str:
    return "application/connect+json" if call.streams else "application/json"


def _reason(name: str) -> str:
    return f"[`{name}`]({_TROUBLE}#{name.lower()})"


def _escaped(comment: str) -> str:
    return comment.replace("*", r"\*").replace("<", "&lt;")


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


if __name__ == "__main__":
    main()
