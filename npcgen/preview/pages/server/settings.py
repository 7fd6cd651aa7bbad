"""What the server was started with, and where each setting came from."""

from collections.abc import Sequence

from nicegui import ui

from npcgen.client import Setting, SettingSource
from npcgen.preview.parts.table import table

_HEADS = ("Setting", "Value", "From", "What it does")


def show_settings(settings: Sequence[Setting]) -> None:
    """First those that somebody chose, then all of them behind a fold."""
    chosen = [each for each in settings if each.source is not SettingSource.DEFAULT]
    with ui.element("section").classes("room-panel").props('aria-label="Settings"'):
        ui.label("Settings").props("role=heading aria-level=2")
        ui.label(
            "A flag of npcgen serve goes before its variable, and that before the default. "
            "They hold until the server is started anew."
        ).classes("room-soft")
        if chosen:
            table("Chosen settings", _HEADS[:3], (_row(each)[:3] for each in chosen))
        else:
            ui.label("All of them are as they come.")
        with ui.expansion(f"All {len(settings)} settings").classes("server-wide"):
            table("All settings", _HEADS, map(_row, settings))


def _row(setting: Setting) -> tuple[str, ...]:
    return (setting.name, _value(setting), _source(setting), setting.description)


def _value(setting: Setting) -> str:
    is_default = setting.source is SettingSource.DEFAULT
    if setting.is_secret:
        return "not set" if is_default else "set, and never shown"
    return setting.value or "not set"


def _source(setting: Setting) -> str:
    return {
        SettingSource.DEFAULT: "default",
        SettingSource.ENVIRONMENT: f"NPCGEN_{setting.name.upper()}",
        SettingSource.FLAG: "command line",
        SettingSource.UNSPECIFIED: "unknown",
    }[setting.source]
