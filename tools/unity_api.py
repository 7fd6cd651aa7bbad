"""`python tools/unity_api.py`: docs/reference/unity_api.md, out of the Unity package's comments.

`--check` says whether the page is as the sources have it. Only public types and members that a
comment explains are on it.
"""

import html
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNTIME = ROOT / "clients" / "unity" / "Runtime"
PAGE = ROOT / "docs" / "reference" / "unity_api.md"
_HEAD = (
    "# The Unity package's API\n\nMade of the comments in `clients/unity/Runtime` by "
    "`python tools/unity_api.py`; [the guide](../guides/unity.md) says how to begin.\n"
)
_TYPE = re.compile(r"    public (?:\w+ )*(?P<kind>class|struct|interface|enum) (?P<name>[\w<>]+)")
_COMMENT = re.compile(r"\s*/// ?(?P<text>.*)")
_TAG = re.compile(r"</?(?:summary|c|para)[^>]*>")


@dataclass
class Type:
    name: str
    folder: str
    summary: str
    member: str
    """What its members' lines begin with."""
    members: list[tuple[str, str]] = field(default_factory=list)


def types(source: str, folder: str) -> Iterator[Type]:
    """The public types of one file; NOTE: by the indentation that our sources have."""
    comment: list[str] = []
    current: Type | None = None
    lines = source.splitlines()
    for number, line in enumerate(lines):
        if match := _COMMENT.match(line):
            comment.append(match["text"])
            continue
        if match := _TYPE.match(line):
            # What an interface or an enum has needs no word to be public.
            member = r"        public " if match["kind"] in ("class", "struct") else r"        \w"
            current = Type(match["name"], folder, _plain(comment), member)
            yield current
        elif re.match(r"    (internal|private) ", line):
            current = None
        elif current and comment and re.match(current.member, line):
            current.members.append((_signature(lines[number:]), _plain(comment)))
        if not line.strip().startswith("["):
            comment = []


def page() -> str:
    parts = [_HEAD]
    found = [
        each
        for path in sorted(RUNTIME.rglob("*.cs"))
        for each in types(path.read_text(encoding="utf-8"), path.relative_to(RUNTIME).parts[0])
    ]
    for folder in ("Unity", "Launcher", "Core"):
        parts.append(f"\n## {folder}\n")
        for each in sorted((each for each in found if each.folder == folder), key=lambda t: t.name):
            parts.append(f"\n### {each.name}\n")
            if each.summary:
                parts.append(f"\n{each.summary}\n")
            if each.members:
                rows = "".join(f"| `{code}` | {text} |\n" for code, text in each.members)
                parts.append(f"\n| | |\n|---|---|\n{rows}")
    return "".join(parts)


def _plain(comment: list[str]) -> str:
    """The summary in Markdown, without what it says of each parameter."""
    whole = re.sub(r"<(param|exception) .*?</\1>", "", " ".join(comment))
    whole = re.sub(r'<(?:see|paramref) (?:cref|name)="([^"(]*)[^"]*"\s*/>', r"`\1`", whole)
    whole = re.sub(r"<c>(.*?)</c>", r"`\1`", whole)
    return html.unescape(" ".join(_TAG.sub("", whole).split())).replace("|", "\\|")


def _signature(lines: list[str]) -> str:
    """The declaration that begins on the first line, on one line."""
    code = ""
    for line in lines:
        if line.strip() in ("{", "}"):
            break
        code += " " + line.strip()
        if re.search(r"[;,)]$|\{ get", code) and code.count("(") == code.count(")"):
            break
    code = re.sub(r" \{ get.*|^public | where .*|[;,]$", "", " ".join(code.split()))
    code = code.replace("( ", "(") if "(" in code else code.partition(" = ")[0]
    return code.replace("|", "\\|")


def main() -> int:
    """The exit status: 1 when `--check` finds another page than the sources make."""
    made = page()
    if "--check" in sys.argv:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != made)
    PAGE.write_text(made, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
