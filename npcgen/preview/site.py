"""Every page, and what all of them share. Importing it imports NiceGUI."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse
from nicegui import app, ui

from npcgen.preview import frame
from npcgen.preview.pages.cast import page as cast
from npcgen.preview.pages.levels import page as levels
from npcgen.preview.pages.materials import page as materials
from npcgen.preview.pages.quests import page as quests
from npcgen.preview.pages.server import page as server
from npcgen.preview.pages.talk import page as talk
from npcgen.preview.paths import STATIC
from npcgen.preview.reach import Reach


def asgi_app(reach: Reach) -> FastAPI:
    """The pages, which reach their server by `reach`. Once in a process."""
    frame.REACH.append(reach)
    app.add_static_files("/room/static", STATIC)
    for page in (talk, cast, levels, quests, materials, server):
        page.add()
    app.add_exception_handler(RequestValidationError, _refused)
    host = FastAPI(openapi_url=None)
    ui.run_with(
        host,
        title="npcgen",
        dark=None,
        favicon=STATIC / "favicon.svg",
        binding_refresh_interval=None,
        reconnect_timeout=30.0,
        show_welcome_message=False,
        language="en-GB",
    )
    return host


def _refused(request: Request, error: Exception) -> PlainTextResponse:
    """A page's address with a value that can't be one of its kind."""
    assert isinstance(error, RequestValidationError)
    problems = [f"{each['loc'][-1]}: {each['msg'].lower()}" for each in error.errors()]
    text = f"This address can't be opened; correct it after the '?'.\n{'; '.join(problems)}\n"
    return PlainTextResponse(text, 422, {"x-content-type-options": "nosniff"})
