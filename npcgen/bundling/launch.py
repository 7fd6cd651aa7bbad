"""The program of a bundle: the command line, with what `bundle.json` beside it says as defaults.

It also stands in for Python where npcgen starts a process of its own: `-m MODULE` and `-c CODE`.
"""

import json
import os
import runpy
import sys
from pathlib import Path

MANIFEST = "bundle.json"


def main() -> None:
    """NOTE: variables of whoever starts it go first."""
    folder = Path(sys.executable).parent
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    for name, value in manifest["variables"].items():
        os.environ.setdefault(name, value)
    if manifest["model"]:
        os.environ.setdefault("NPCGEN_MODEL", str(folder / manifest["model"]))
    match sys.argv[1:]:
        case ["-m", module, *_]:
            del sys.argv[1:3]
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        case ["-c", code, *_]:
            sys.argv[:3] = ["-c"]
            exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
        case _:
            runpy.run_module("npcgen", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
