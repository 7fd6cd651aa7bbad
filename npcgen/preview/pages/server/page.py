"""The page /server: what runs, how fast it answers, and which models can speak."""

from nicegui import ui
from nicegui.events import GenericEventArguments

from npcgen.client import Model, ModelState, ServerInfo
from npcgen.errors import NpcgenError, Unauthenticated
from npcgen.preview import frame
from npcgen.preview.pages.server import metrics as server_metrics
from npcgen.preview.pages.server.calls import Speed
from npcgen.preview.pages.server.log import Log
from npcgen.preview.pages.server.models import Models
from npcgen.preview.pages.server.settings import show_settings
from npcgen.preview.pages.server.work import Work
from npcgen.preview.parts.told import telling

STYLE = '<link rel="stylesheet" href="/room/static/server.css">'
REFRESH_S = 2.5
LIST_EVERY = 4
"""Refreshes until files are looked at again, for models that came or went."""
_STEADY = frozenset({ModelState.LOADED, ModelState.AVAILABLE, ModelState.FAILED})
_VISIBILITY = """<script>
document.addEventListener("visibilitychange", () =>
  emitEvent("server_seen", document.visibilityState === "visible"));
</script>"""


def add() -> None:
    @ui.page("/server")
    async def page() -> None:
        await ui.context.client.connected()
        ui.add_head_html(STYLE)
        with frame.frame("/server"):
            await ServerPage().open()


class ServerPage:
    """Asks the server again and again, while somebody looks."""

    def __init__(self) -> None:
        self._client = frame.client()
        self._known: tuple[Model, ...] = ()
        self._refreshes = -1
        ui.label("Server").props("role=heading aria-level=1")
        self._trouble = ui.label().classes("server-trouble").props("role=alert")
        self._trouble.set_visibility(False)
        with ui.element("div").classes("server-columns"):
            with ui.element("div"):
                self._work = Work()
                self._speed = Speed()
                self._log = Log(self._client)
            with ui.element("div"):
                self._models = Models(self._client, self.look_again)
                self._settings = ui.element("div")
        self._timer = ui.timer(REFRESH_S, self.refresh, immediate=False)
        ui.add_body_html(_VISIBILITY)
        ui.on("server_seen", self._seen)

    async def open(self) -> None:
        await self.refresh()
        with self._settings, telling():
            show_settings(await self._client.settings())

    async def refresh(self) -> None:
        try:
            info = await self._client.server_info()
            models = await self._listed(info)
            measured = server_metrics.read(await frame.metrics())
            await self._log.look(info.uptime_s)
        except Unauthenticated:
            raise
        except NpcgenError as error:
            self._trouble.text = f"What stands here may be old: {error}"
            self._trouble.set_visibility(True)
            return
        self._trouble.set_visibility(False)
        self._work.show(info, models, measured)
        self._speed.show(measured)
        self._models.show(models, info.free_memory_mib)

    async def look_again(self) -> None:
        """`refresh`, the list of models included."""
        self._refreshes = -1
        await self.refresh()

    async def _listed(self, info: ServerInfo) -> tuple[Model, ...]:
        """The models; asked for where they change, else now and then."""
        self._refreshes += 1
        loaded = {each.model for each in info.models}
        known = {each.name for each in self._known if each.state is ModelState.LOADED}
        is_changing = any(each.state not in _STEADY for each in self._known)
        if loaded != known or is_changing or self._refreshes % LIST_EVERY == 0:
            self._known = tuple([each async for each in self._client.list_models()])
        return self._known

    async def _seen(self, event: GenericEventArguments) -> None:
        """Nobody looks at a page in the background, so it costs nothing then."""
        self._timer.active = bool(event.args)
        if self._timer.active:
            await self.refresh()
