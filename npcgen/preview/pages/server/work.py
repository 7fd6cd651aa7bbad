"""What the server does now: one row of figures, and how full each loaded model is."""

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from npcgen.client import Model, ModelStats, ServerInfo
from npcgen.preview.pages.server.metrics import Measured

_MIB = 1024 * 1024
_FIGURES = (
    "Speaking now",
    "Waiting in line",
    "Making levels, quests, materials",
    "Conversations kept",
    "Memory of the server",
    "Processor",
    "Running for",
)


class Work:
    """Two panels, filled by `show` as often as there is news."""

    def __init__(self) -> None:
        self._figures: dict[str, ui.label] = {}
        self._cpu_s: tuple[float, int] | None = None
        with ui.element("section").classes("room-panel").props('aria-label="Now"'):
            with ui.element("dl").classes("server-figures"):
                for name in _FIGURES:
                    with ui.element("div"):
                        TextElement(tag="dt", text=name).classes("room-soft")
                        with ui.element("dd"):
                            self._figures[name] = ui.label("…").classes("server-figure")
            self._state = ui.label().classes("server-state").props("role=status")
        self._slots = Slots()

    def show(self, info: ServerInfo, models: tuple[Model, ...], measured: Measured) -> None:
        making = f"{measured.generations_active}"
        if measured.generations_queued:
            making += f" and {measured.generations_queued} in line"
        figures = (
            f"{info.active_replies}",
            f"{info.queued_replies} of {info.queue_limit}",
            making,
            f"{info.conversations}",
            f"{measured.memory_bytes / _MIB:,.0f} MiB" if measured.memory_bytes else "not known",
            self._processor(measured.cpu_s, info.uptime_s),
            time_told(info.uptime_s),
        )
        for name, figure in zip(_FIGURES, figures, strict=True):
            self._figures[name].text = figure
        self._state.text = state_told(info)
        self._slots.show(info.models, models)

    def _processor(self, cpu_s: float, uptime_s: int) -> str:
        """Of one core, since the figures before these."""
        before, self._cpu_s = self._cpu_s, (cpu_s, uptime_s)
        if before is None or uptime_s <= before[1]:
            return "…" if before is None else self._figures["Processor"].text
        share = (cpu_s - before[0]) / (uptime_s - before[1])
        return f"{max(0.0, share):.0%} of a core"


class Slots:
    """Of each loaded model: who speaks, who waits, and what needn't be computed again."""

    def __init__(self) -> None:
        with ui.element("section").classes("room-panel").props('aria-label="Slots and cache"'):
            ui.label("Slots and cache").props("role=heading aria-level=2")
            ui.label(
                "A slot holds one conversation, computed and ready. What it holds is used again by "
                "the next line, and by others who begin alike."
            ).classes("room-soft")
            self._models = ui.element("div").classes("server-slots")
        self._shown: tuple[object, ...] = ()

    def show(self, stats: tuple[ModelStats, ...], models: tuple[Model, ...]) -> None:
        if self._shown == (stats, models):
            return
        self._shown = (stats, models)
        slots = {each.name: each.slots for each in models}
        self._models.clear()
        with self._models:
            if not stats:
                ui.label("No model is loaded yet.")
            for each in stats:
                _slots_of(each, slots.get(each.model, 0))


def _slots_of(stats: ModelStats, slots: int) -> None:
    with ui.element("div").props("data-testid=slots"):
        ui.label(stats.model).props("role=heading aria-level=3").classes("server-title")
        busy = f"{stats.active_replies} of {slots} slots speak"
        with ui.element("div").classes("server-squares").props("aria-hidden=true"):
            for number in range(slots):
                held = "server-square is-busy" if number < stats.active_replies else "server-square"
                ui.element("span").classes(held)
        for line in (f"{busy}, {stats.queued_replies} wait", *_cache_told(stats)):
            ui.label(line)


def _cache_told(stats: ModelStats) -> tuple[str, ...]:
    parked = f"{stats.parked_conversations} conversations parked outside the slots"
    if stats.parked_conversations:
        parked += f", {stats.parked_memory_mib:.1f} MiB of memory"
    if stats.parked_disk_mib:
        parked += f", {stats.parked_disk_mib:.1f} MiB of disk"
    lines = (
        f"{stats.tokens_per_s:.0f} tokens a second",
        f"{stats.reused_share:.0%} of all prompt tokens were there already",
        parked,
        f"{stats.evictions} times a conversation lost its slot",
    )
    if stats.engines < 2:
        return lines
    return (*lines, f"{stats.engines} engines, {stats.resting_engines} of them resting")


def state_told(info: ServerInfo) -> str:
    """What a designer should know before anything else."""
    if info.draining:
        return "The server is stopping: it finishes what it has and takes nothing new."
    if info.degraded:
        return "The default model can't speak now; characters say lines their authors wrote."
    return f"npcgen {info.version} · the default model is {info.model.name}, {info.model.state}"


def time_told(seconds: int) -> str:
    """Such as "2 h 5 min", "40 s"."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
