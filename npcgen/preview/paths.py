"""The room's paths. Nothing here needs NiceGUI."""

from pathlib import Path

STATIC = Path(__file__).parent / "static"
"""The folder of what browsers load."""
PAGES = {
    "/": "Talk",
    "/cast": "Cast",
    "/levels": "Levels",
    "/quests": "Quests",
    "/materials": "Materials",
    "/server": "Server",
}
"""Each page with its name, in the order of the menu."""
UPLOADS = "/_nicegui"
"""What isn't only read begins with it."""
_STATIC = (UPLOADS, "/room/", "/favicon.ico")


def is_static(path: str) -> bool:
    """Whether `path` holds what pages are made of: scripts, styles, pictures, their socket."""
    return path.startswith(_STATIC)
