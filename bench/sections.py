"""Pages of figures that several benches write: each its own `## ` sections, and nobody else's."""

import re
from pathlib import Path


def put(page: Path, title: str, heading: str, text: str) -> None:
    """Puts the text under `## heading`, in the place of what was there; else at the end.

    A page that isn't there is begun with `# title`.
    """
    old = page.read_text("utf-8") if page.exists() else f"# {title}\n"
    section = f"## {heading}\n\n{text.strip()}\n"
    found = re.search(rf"^## {re.escape(heading)}\n.*?(?=^## |\Z)", old, re.MULTILINE | re.DOTALL)
    if found:
        rest = old[found.end() :]
        new = old[: found.start()] + section + ("\n" + rest if rest else "")
    else:
        new = old.rstrip() + "\n\n" + section
    page.write_text(new, "utf-8")
