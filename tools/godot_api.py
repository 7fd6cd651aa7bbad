"""`python tools/godot_api.py`: docs/reference/godot_api.md, out of the Godot add-on's comments.

Only what games use, and of that only members that a comment explains, are on it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
ADDON = ROOT / "clients" / "godot" / "addons" / "npcgen"
PAGE = ROOT / "docs" / "reference" / "godot_api.md"
SCRIPTS = {
    "Npc": "npc.gd",
    "NpcGen": "npc_gen.gd",
    "Failure": "core/failure.gd",
    "Content": "importers/content.gd",
    "Level": "importers/level.gd",
    "LocalServer": "server/local_server.gd",
}
_HEAD = (
    "# The Godot add-on's API\n\nMade of the comments in `clients/godot/addons/npcgen` by\n"
    "`python tools/godot_api.py`; [the guide](../guides/godot.md) says how to begin.\n"
)
_MEMBER = re.compile(r"(?:@export )?(signal|var|const|(?:static )?func) (?!_)(.*)")
_SECTIONS = {"signal": "Signals", "var": "Properties", "const": "Constants", "func": "Methods"}


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *(_of_script(name, path) for name, path in SCRIPTS.items())])


def _of_script(name: str, path: str) -> str:
    lines = (ADDON / path).read_text(encoding="utf-8").splitlines()
    body = next(at for at, line in enumerate(lines) if line.startswith("extends")) + 1
    summary = _comment_from(lines, body)
    parts = [f"## {name}\n", f"`{path}`: {_plain(summary)}\n"]
    members = list(_members(lines[body + len(summary) :]))
    for kind, title in _SECTIONS.items():
        rows = [f"| `{what}` | {why} |" for each, what, why in members if each == kind]
        if rows:
            parts += [f"| {title} | |\n|---|---|", *rows, ""]
    return "\n".join(parts)


def _members(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    """Kind, signature and comment of each member that has one, in order."""
    for at, line in enumerate(lines):
        comment = _comment_from(lines, at)
        is_first = at == 0 or not lines[at - 1].startswith("##")
        if not (line.startswith("##") and is_first):
            continue
        rest = lines[at + len(comment) :]
        if found := _MEMBER.match(_signature(rest)):
            yield found[1].removeprefix("static "), found[2].replace("|", "\\|"), _plain(comment)


def _signature(lines: list[str]) -> str:
    """A declaration may take several lines, and a function has a body."""
    whole = lines[0]
    for line in lines[1:]:
        if whole.count("(") == whole.count(")"):
            break
        whole += line.strip() + " "
    return whole.strip().removesuffix(":").replace("( ", "(").replace(" )", ")")


def _comment_from(lines: list[str], at: int) -> list[str]:
    end = at
    while end < len(lines) and lines[end].startswith("##"):
        end += 1
    return lines[at:end]


def _plain(comment: list[str]) -> str:
    text = " ".join(line.removeprefix("##").strip() for line in comment if line != "##")
    return re.sub(r"\[method (\w+)\]", r"`\1`", text).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
