"""`python tools/unreal_api.py`: docs/reference/unreal_api.md, out of the Unreal plugin's comments.

`--check` says whether the page is as the sources have it. Only what a `/** */` explains is on it.
"""

import html
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PUBLIC = ROOT / "clients" / "unreal" / "NpcGen" / "Source" / "NpcGen" / "Public"
PAGE = ROOT / "docs" / "reference" / "unreal_api.md"
HEADERS = (
    *("NpcComponent", "NpcTalkActions", "NpcGroupChat", "NpcGenSubsystem", "NpcGenSettings"),
    *("NpcMakeActions", "NpcQuestActions", "NpcTypes", "NpcQuestTypes", "NpcContent"),
)
_HEAD = (
    "# The Unreal plugin's API\n\nMade of the comments in the plugin's public headers by "
    "`python tools/unreal_api.py`; [the guide](../guides/unreal.md) says how to begin.\n"
)
_MACRO = r"U[A-Z]+\((?:[^()]|\([^()]*\))*\)"
_EXPLAINED = re.compile(
    rf"/\*\*(?P<comment>.*?)\*/\s*(?:{_MACRO}\s*)?(?P<declared>[^;{{]+?)\s*[;{{]", re.DOTALL
)
_TYPE = re.compile(r"^(?:class|struct|enum class) (?:NPCGEN_API )?(?P<name>\w+)", re.MULTILINE)


def page() -> str:
    return "".join((_HEAD, *map(_part, HEADERS)))


def _part(header: str) -> str:
    source = (PUBLIC / f"{header}.h").read_text(encoding="utf-8")
    # What stands before the first type only declares others.
    names = [match for match in _TYPE.finditer(source) if source[match.end()] != ";"]
    parts = []
    for number, match in enumerate(names):
        end = names[number + 1].start() if number + 1 < len(names) else len(source)
        rows = "".join(_rows(source[match.end() : end]))
        table = f"\n| | |\n|---|---|\n{rows}" if rows else ""
        parts.append(f"\n## {match['name']}\n{_summary(source[: match.start()])}{table}")
    return "".join(parts)


def _rows(body: str) -> list[str]:
    return [
        f"| `{code}` | {_plain(match['comment'])} |\n"
        for match in _EXPLAINED.finditer(body)
        if not (code := _signature(match["declared"])).startswith(("struct", "class", "enum"))
    ]


def _summary(before: str) -> str:
    """What the comment right before a type says."""
    found = re.search(rf"/\*\*((?:(?!\*/).)*)\*/\s*{_MACRO}\s*$", before, re.DOTALL)
    return f"\n{_plain(found[1])}\n" if found else ""


def _plain(comment: str) -> str:
    text = " ".join(line.strip(" *") for line in comment.splitlines())
    return html.escape(" ".join(text.split()), quote=False).replace("|", "\\|")


def _signature(declared: str) -> str:
    """On one line; of a member without its first value, of an enum's first name that alone."""
    text = " ".join(declared.split()).replace("( ", "(")
    member = text.split(" = ")[0]
    return text if "(" in member else member if "<" in member else member.split(",")[0]


def main() -> int:
    made = page()
    if "--check" in sys.argv:
        is_same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == made
        print("ok" if is_same else f"{PAGE} is old: run python tools/unreal_api.py")
        return 0 if is_same else 1
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
