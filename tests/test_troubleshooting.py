"""docs/guides/troubleshooting.md has every reason that the server or a client can send."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/guides/troubleshooting.md"
REASON = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
GAP = re.compile(r"\{.*\}")
FILLED_BY = {
    "{kind.upper().replace(' ', '_')}_NOT_FOUND": r'\bnot_found\("([a-z ]+)"',
    "{self._what.upper()}_PARTS_MISSING": r'\bwhat(?:: str)? ?= ?"([a-z]+)"',
    "TOO_MANY_{self._what.upper()}S": r'\bwhat(?:: str)? ?= ?"([a-z]+)"',
}
"""The reasons that aren't literals, and where in the sources is what fills their gap."""


def test_the_page_has_every_reason_once() -> None:
    explained = re.findall(r'^\| <a id="(\w+)"></a>`(\w+)`', PAGE.read_text("utf-8"), re.MULTILINE)
    assert [anchor for anchor, _ in explained] == [reason.lower() for _, reason in explained]
    assert sorted(reason for _, reason in explained) == sorted(server_reasons() | client_reasons())


def client_reasons() -> set[str]:
    tables = json.loads((ROOT / "clients/conformance/reasons.json").read_text("utf-8"))
    return {entry["reason"] for entries in tables.values() for entry in entries}


def server_reasons() -> set[str]:
    return {
        reason
        for path in sources()
        for expression in reason_expressions(ast.parse(path.read_text("utf-8")))
        for reason in literals(expression)
    }


def sources() -> list[Path]:
    return [path for path in (ROOT / "npcgen").rglob("*.py") if path.parent.name != "v1"]


def reason_expressions(tree: ast.Module) -> Iterator[ast.expr]:
    """Whatever is assigned to, or passed for, something called `reason`."""
    places = {
        node.name: [argument.arg for argument in node.args.args].index("reason")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any(argument.arg == "reason" for argument in node.args.args)
    }
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="reason", value=value):
                yield value
            case ast.Assign(targets=[target], value=value) if "reason" in ast.unparse(target):
                yield value
            case ast.AnnAssign(target=ast.Name(id="default_reason"), value=ast.expr() as value):
                yield value
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in places:
                yield from arguments[places[name] :][:1]


def literals(expression: ast.expr) -> Iterator[str]:
    if isinstance(expression, ast.JoinedStr):
        made_of = ast.unparse(expression)[2:-1]
        everything = "".join(path.read_text("utf-8") for path in sources())
        names = re.findall(FILLED_BY[made_of], everything)
        yield from (GAP.sub(name.upper().replace(" ", "_"), made_of) for name in names)
        return
    for node in ast.walk(expression):
        if isinstance(node, ast.Constant) and REASON.fullmatch(str(node.value)):
            yield str(node.value)
