"""Whether all that was promised of the level holds, with the pins as they are put on the map."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from nicegui import ui

from npcgen.client import Client
from npcgen.preview.frame import client
from npcgen.preview.pages.levels.desk import Made
from npcgen.preview.pages.levels.parts import heading, telling_of_specs
from npcgen.preview.parts.work import Work
from worldgen.levels.level import Level
from worldgen.levels.proof import Proof
from worldgen.levels.report import Finding
from worldgen.levels.spec import FixedTile

_SHOWN = 60
"""Findings of each sort."""


@dataclass(frozen=True, slots=True, eq=False)
class Edited:
    """A level, and what is to stand in some of its cells."""

    made: Made
    pins: tuple[FixedTile, ...]

    def is_same(self, other: "Edited | None") -> bool:
        return other is not None and (self.made, self.pins) == (other.made, other.pins)


class CheckPanel:
    """Made where it shall stand. `edited` says what is to be checked; None where nothing is."""

    def __init__(self, edited: Callable[[], Edited | None]) -> None:
        self._edited, self._client = edited, client()
        self._checked: Edited | None = None
        self._is_open = False
        heading("What holds of it")
        ui.label(
            "The server walks the way and checks every promise of the level again, with pins as "
            "they are put on the map."
        ).classes("room-soft")
        self._work = Work("Checking the level")
        self._told = ui.element("div").props('role="status" data-testid="checked"')

    def turn(self, *, is_open: bool) -> None:
        """Whether somebody looks at it: only then is anything checked."""
        self._is_open = is_open
        self.refresh()

    def refresh(self) -> None:
        """Checks again where the level or its pins are others by now."""
        edited = self._edited()
        if self._is_open and edited and not edited.is_same(self._checked):
            self._checked = edited
            self._told.clear()
            self._work.begin(lambda: self._check(edited))

    async def _check(self, edited: Edited) -> None:
        try:
            self._work.tell("checking", 0.3)
            with telling_of_specs():
                level = await asyncio.to_thread(edited.made.with_pins, edited.pins)
                self._show(await found(self._client, level, edited.made.generated.proof))
        except asyncio.CancelledError:
            self._checked = None
            raise

    def _show(self, findings: tuple[Finding, ...]) -> None:
        broken = [finding for finding in findings if not finding.holds]
        kept = [finding for finding in findings if finding.holds]
        self._told.clear()
        with self._told:
            if broken:
                ui.label(f"{len(broken)} of {len(findings)} promises are broken.").classes(
                    "levels-bad"
                )
                _list(broken)
                ui.label("Take pins away, or make the level again: it keeps both.").classes(
                    "room-soft"
                )
                heading("What still holds")
            else:
                ui.label(f"All {len(findings)} promises hold.").classes("levels-good")
            _list(kept)


async def found(client: Client, level: Level, proof: Proof) -> tuple[Finding, ...]:
    """What the server finds. Where the proof's way is blocked, it looks for another one."""
    checked = await client.validate_level(level, proof)
    findings = checked.report.findings
    if all(finding.holds for finding in findings if finding.name == "solvable"):
        return findings
    anyhow = (await client.validate_level(level)).report.findings
    other = next((it for it in anyhow if it.name == "solvable" and it.holds), None)
    if other is None:
        return findings
    told = replace(other, sentence=f"the way is blocked, and another one is open: {other.sentence}")
    return tuple(told if finding.name == "solvable" else finding for finding in findings)


def _list(findings: list[Finding]) -> None:
    with ui.element("ul").classes("levels-findings"):
        for finding in findings[:_SHOWN]:
            with ui.element("li").classes("" if finding.holds else "levels-broken"):
                ui.label("✓" if finding.holds else "✕").props("aria-hidden=true")
                said = finding.sentence or finding.name
                ui.label(f"{said[:1].upper()}{said[1:]}")
                if finding.stated_by:
                    ui.label(f"asked for by {finding.stated_by}").classes("room-soft")
        if len(findings) > _SHOWN:
            with ui.element("li"):
                ui.label(f"and {len(findings) - _SHOWN:,} more")
