"""docs/reference/api, against the stubs, and where its links and those of troubleshooting lead."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.protobuf import json_format, message_factory
from google.protobuf.descriptor import FileDescriptor

import npcgen.v1

ROOT = Path(__file__).parents[1]
API = ROOT / "docs/reference/api"
PAGES = [*sorted(API.glob("*.md")), API.with_suffix(".md"), ROOT / "docs/guides/troubleshooting.md"]
FILES = [
    importlib.import_module(f"npcgen.v1.{path.stem}").DESCRIPTOR
    for path in Path(npcgen.v1.__path__[0]).glob("*_pb2.py")
]
CALLS = {
    f"{service.full_name}/{call.name}": call
    for file in FILES
    for service in file.services_by_name.values()
    for call in service.methods
}
EXAMPLE = re.compile(r"```sh\n(.*?) \\\n  http://127.0.0.1:8080/(\S+)\n```", re.DOTALL)


def page(name: str) -> str:
    return (API / f"{name}.md").read_text("utf-8")


def test_every_call_is_there_once() -> None:
    text = "".join(path.read_text("utf-8") for path in API.glob("*.md"))
    assert sorted(re.findall(r"^- `POST /(\S+)`, `", text, re.MULTILINE)) == sorted(CALLS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: Path(file.name).stem)
def test_every_field_and_enum_value_is_there_in_order(file: FileDescriptor) -> None:
    text = page(Path(file.name).stem)
    rows = re.findall(r"^\| (?:↳ )?`(\w+)` \| `?(\w+)`? \|", text, re.MULTILINE)
    fields = [(f.name, f.json_name) for m in file.message_types_by_name.values() for f in m.fields]
    values = [(v.name, str(v.number)) for e in file.enum_types_by_name.values() for v in e.values]
    assert rows == fields + values


@pytest.mark.parametrize("name", [Path(file.name).stem for file in FILES])
def test_every_example_is_a_request_of_its_call(name: str) -> None:
    for command, path in EXAMPLE.findall(page(name)):
        call = CALLS[path]
        body = enveloped(command) if call.server_streaming else plain(command)
        json_format.Parse(body, message_factory.GetMessageClass(call.input_type)())


def plain(command: str) -> str:
    head, quoted = command.split(" -d ")
    assert head == "curl -H 'content-type: application/json'"
    return unquoted(quoted)


def enveloped(command: str) -> str:
    printed, _, curl = command.removeprefix("printf ").partition(" | \\\n  ")
    assert curl == "curl -N -H 'content-type: application/connect+json' --data-binary @-"
    octal, body = unquoted(printed)[:20], unquoted(printed)[20:].replace("%%", "%")
    flags, *length = (int(digits, 8) for digits in octal.split("\\")[1:])
    assert (flags, int.from_bytes(length)) == (0, len(body.encode()))
    return body


def unquoted(word: str) -> str:
    return word[1:-1].replace("'\\''", "'")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_links_lead_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)]+)\)", path.read_text("utf-8")):
        target, _, anchor = link.partition("#")
        found = (path.parent / target).resolve() if target else path
        assert found.exists(), link
        assert not anchor or anchor in anchors(found), link


def anchors(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    yield from re.findall(r'<a id="(\w+)">', text)
    for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        yield re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
