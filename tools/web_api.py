"""`python -m tools.web_api`: docs/reference/web_api.md, out of the TypeScript package's comments.

Of its declarations, which `npm run build` in clients/web makes; what its two entries export is on
the page. `--check` says whether the page is as they have it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
DIST = ROOT / "clients" / "web" / "dist"
PAGE = ROOT / "docs" / "reference" / "web_api.md"
ENTRIES = {"@npcgen/client": "index.d.ts", "@npcgen/client/server": "server/index.d.ts"}
_HEAD = (
    "# The TypeScript package's API\n\nMade of the comments in `clients/web/src` by "
    "`python -m tools.web_api`; [the guide](../guides/web.md) says how to begin. The messages, "
    "which `@npcgen/client/proto` exports, are those of [all calls](api.md).\n"
)
_FROM = re.compile(r"export (?:type )?\{(?P<names>[^}]*)\} from \"\./(?P<file>[\w/]+)\.js\"")
_DECLARED = re.compile(
    r"export (?:declare )?(?P<kind>class|interface|type|function|const) (?P<name>\w+)"
)


@dataclass
class Declared:
    name: str
    kind: str
    code: str
    about: str
    members: list[tuple[str, str]] = field(default_factory=list)


def declared(source: str) -> Iterator[Declared]:
    """What one file declares. NOTE: by the indentation that the compiler writes."""
    comment = ""
    current: Declared | None = None
    for depth, code in _statements(source):
        if code.startswith("/*"):
            comment = _plain(code)
            continue
        if depth == 0 and (match := _DECLARED.match(code)):
            current = Declared(match["name"], match["kind"], code, comment)
            yield current
        elif depth == 1 and current and not code.startswith(("#", "private", "}")):
            current.members.append((code, comment))
        comment = ""


def _statements(source: str) -> Iterator[tuple[int, str]]:
    """Comments, declarations and members with their depth, each on one line; deeper ones aside."""
    begun: list[str] = []
    depth = 0
    for line in source.splitlines():
        if not begun:
            depth = (len(line) - len(line.lstrip(" "))) // 4
        begun.append(line.strip())
        code = " ".join(begun)
        is_comment = code.startswith("/*")
        if code.endswith("*/") if is_comment else _is_whole(code, depth):
            begun = []
            if depth < 2:
                yield depth, code


def _is_whole(code: str, depth: int) -> bool:
    if depth == 0 and re.match(r"export (declare class|interface)", code):
        return code.endswith("{")
    return code in ("}", "};", "") or (code.endswith(";") and _closed(code))


def _closed(code: str) -> bool:
    return all(code.count(left) == code.count(right) for left, right in ("()", "{}", "[]"))


def page() -> str:
    parts = [_HEAD]
    for entry, file in ENTRIES.items():
        parts.append(f"\n## {entry}\n")
        for each in _exported(DIST / file):
            parts.append(f"\n### {each.name}\n")
            if each.about:
                parts.append(f"\n{each.about}\n")
            if each.kind in ("type", "function", "const"):
                parts.append(f"\n```ts\n{_signature(each.code)}\n```\n")
            if each.members:
                rows = "".join(_row(code, about) for code, about in each.members)
                parts.append(f"\n| | |\n|---|---|\n{rows}")
    return "".join(parts)


def _exported(entry: Path) -> Iterator[Declared]:
    """In the entry's order."""
    for match in _FROM.finditer(entry.read_text(encoding="utf-8")):
        names = [name.strip().removeprefix("type ") for name in match["names"].split(",")]
        file = entry.parent / f"{match['file']}.d.ts"
        found = {each.name: each for each in declared(file.read_text(encoding="utf-8"))}
        yield from (found[name] for name in names if name)


def _row(code: str, about: str) -> str:
    cells = [each.replace("|", "\\|") for each in (_signature(code), about)]
    return f"| `{cells[0]}` | {cells[1]} |\n"


def _plain(comment: str) -> str:
    words = re.sub(r"^/\*\*|\*/$", "", comment).split(" * ")
    return " ".join(" ".join(words).split()).removeprefix("* ")


def _signature(code: str) -> str:
    return re.sub(r"^export (declare )?", "", code).removesuffix(";")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
