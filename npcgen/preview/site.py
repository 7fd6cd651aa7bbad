"""Every page, and what all of them share. Importing it imports NiceGUI."""

from pathlib import Path

from fastapi import FastAPI
from nicegui import app, ui

from npcgen.preview import frame
from npcgen.preview.pages import cast, levels, materials, quests, server, talk
from npcgen.preview.reach import Reach

STATIC = Path(__file__).parent / "static"


def asgi_app(reach: Reach) -> FastAPI:
    """The pages, which reach their server by `reach`. Once in a process."""
    frame.REACH.append(reach)
    app.add_static_files("/room/static", STATIC)
    for page in (talk, cast, levels, quests, materials, server):
        page.add()
    host = FastAPI(openapi_url=None)
    ui.run_with(
        host,
        title="npcgen",
        dark=None,
        favicon=STATIC / "favicon.svg",
        binding_refresh_interval=None,
        reconnect_timeout=10.0,
        show_welcome_message=False,
        language="en-GB",
    )
    return host
