"""`npcgen doctor`: what is there and what isn't, on one screen."""

from dataclasses import asdict

import typer

from npcgen.commands.options import BackendName, DataDir, Json, ModelName, settings_with
from npcgen.doctor import Finding, State, examine
from npcgen.terminal import output, plain, print_json

_STYLES: dict[State, str] = {"ok": "green", "warn": "yellow", "fail": "bold red"}


def doctor(
    data_dir: DataDir = None,
    model: ModelName = None,
    backend: BackendName = None,
    json: Json = False,
) -> None:
    """Say what is there, what is missing, and what to do about it.

    Changes nothing. Exits 1 when something is missing that a server needs.
    """
    settings = settings_with(data_dir=data_dir, model=model, backend=backend)
    findings = []
    for finding in examine(settings):
        findings.append(finding)
        if not json:
            _show(finding)
    failed = any(finding.state == "fail" for finding in findings)
    if json:
        print_json({"ok": not failed, "findings": [asdict(finding) for finding in findings]})
    if failed:
        raise typer.Exit(1)


def _show(finding: Finding) -> None:
    advice = f" -> {finding.advice}" if finding.advice else ""
    output().print(
        plain(f"{finding.state:<5}", style=_STYLES[finding.state]),
        plain(f"{finding.subject:<18}{finding.detail}{advice}"),
        sep="",
    )
