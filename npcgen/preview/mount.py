"""The pages as one ASGI app, which the HTTP port asks for whatever a browser may want of them.

NiceGUI keeps its pages and its loop in module variables, so there is one set of them in a process.
It is imported when a browser first comes, or at `prepare`.
"""

import asyncio
import importlib
import importlib.util
import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

from starlette.types import Receive, Scope, Send

from npcgen.preview.paths import PAGES, UPLOADS, is_static
from npcgen.preview.reach import Reach


def is_installed() -> bool:
    """Whether npcgen[preview] is."""
    return importlib.util.find_spec("nicegui") is not None


class Preview:
    """An ASGI app for every path of `serves`."""

    def __init__(self, reach: Callable[[], Reach], folder: Path) -> None:
        """`reach` is asked once the ports are open; `folder` is where NiceGUI may keep files."""
        self._reach = reach
        self._folder = folder
        self._site: Any = None
        self._lifespan: AbstractAsyncContextManager[Any] | None = None
        self._opened: Reach | None = None
        self._starting = asyncio.Lock()

    @staticmethod
    def serves(path: str) -> bool:
        return path in PAGES or is_static(path)

    @staticmethod
    def takes(path: str, method: str) -> bool:
        """Pages are only read; what they are made of takes uploads and polls too."""
        return method in ("GET", "HEAD") or path.startswith(UPLOADS)

    async def prepare(self) -> None:
        """Imports the pages on a thread and starts them, so that the first browser needn't wait."""
        async with self._starting:
            if self._lifespan is not None:
                return
            # NOTE: read when NiceGUI is imported; by default it writes to the current folder.
            os.environ.setdefault("NICEGUI_STORAGE_PATH", str(self._folder))
            site = await asyncio.to_thread(importlib.import_module, "npcgen.preview.site")
            self._opened = self._reach()
            self._site = site.asgi_app(self._opened)
            self._lifespan = self._site.router.lifespan_context(self._site)
            await self._lifespan.__aenter__()

    async def stop(self) -> None:
        if self._lifespan is not None:
            await self._lifespan.__aexit__(None, None, None)
            self._lifespan = None
        if self._opened is not None:
            await self._opened.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.prepare()
        await self._site(scope, receive, send)
