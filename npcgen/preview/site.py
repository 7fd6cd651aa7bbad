"""Every page, and what all of them share. Importing it imports NiceGUI."""

from functools import partial

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.gzip import GZipMiddleware
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

_COMPRESSION = 2
"""Of 1..9."""


def asgi_app(reach: Reach) -> FastAPI:
    """The pages, which reach their server by `reach`. Once in a process."""
    frame.REACH.append(reach)
    app.add_static_files("/room/static", STATIC)
    for page in (talk, cast, levels, quests, materials, server):
        page.add()
    app.add_exception_handler(RequestValidationError, _refused)
    host = FastAPI(openapi_url=None)
    # NOTE: files are compressed anew for every browser. At the usual level that takes a third of
    # what the server does for a page, and leaves a seventh fewer bytes.
    gzip = partial(GZipMiddleware, compresslevel=_COMPRESSION)
    ui.run_with(
        host,
        gzip_middleware_factory=gzip,
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
