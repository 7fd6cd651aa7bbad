"""One exchange on the page: what was said, what came with it, what it cost."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from nicegui import ui

from npcgen import ActionChosen, Completed, FinishReason, Safety, TextDelta, Turn
from npcgen.preview.pages.talk.heard import Told
from npcgen.preview.pages.talk.words import Words

ENDS = {
    FinishReason.CANCELLED: "cut short",
    FinishReason.LENGTH: "cut off: it reached the most tokens of a reply",
    FinishReason.DEADLINE: "cut off: it took too long",
    FinishReason.FALLBACK: "an authored line: no model could answer in time",
    FinishReason.GUARDRAIL: "an authored line: a guardrail held",
}


@dataclass(frozen=True, slots=True)
class Hands:
    """What the buttons in a talk do."""

    answer: Callable[[ActionChosen, bool], Awaitable[None]]
    """Tells the NPC whether the action worked in the game."""
    explain: Callable[[Told], None]
    """Shows what the model read for a turn."""
    start: Callable[[str], Awaitable[None]]
    """Says a first line."""


class TurnView:
    """`told` is what is known of the turn beside its words."""

    def __init__(
        self, player: str, npc: str, turn: Turn, hands: Hands, told: Told | None = None
    ) -> None:
        self._hands = hands
        with ui.element("div").classes("talk-turn") as self.root:
            for each in turn.noticed:
                ui.label(each).classes("talk-noticed room-soft")
            if turn.player_text:
                with ui.element("div").classes("talk-line talk-player"):
                    ui.label(player or "You").classes("talk-speaker")
                    ui.label(turn.player_text).classes("talk-text")
            with ui.element("div").classes("talk-line talk-npc"):
                ui.label(npc).classes("talk-speaker")
                self._words = Words(turn.npc_text).classes("talk-text")
                self._beside = ui.element("div").classes("talk-beside")
                self._cost = ui.element("div").classes("talk-cost")
        self._tell(turn, told)

    @property
    def heard(self) -> str:
        """What of the reply is on the page."""
        return self._words.text

    def hear(self, body: object) -> None:
        """What of a turn's events is said or done."""
        match body:
            case TextDelta(words):
                self._words.add(words)
            case Completed(text, finish_reason):
                if text != self._words.text:
                    self._words.replace(text)
                self._end(finish_reason)
            case ActionChosen():
                self._add_action(body, {})
            case Safety():
                self._add_finding(body)

    def begin_again(self) -> None:
        """Another reply is to come in the place of this one."""
        self._words.replace("")
        self._beside.clear()
        self._cost.clear()

    def settle(self, turn: Turn, told: Told | None) -> None:
        """What the server keeps of the turn, which may not be what was streamed last."""
        if turn.npc_text != self._words.text:
            self.begin_again()
            self._words.replace(turn.npc_text)
            self._tell(turn, told)
        elif told is not None:
            self._add_cost(told)

    def _tell(self, turn: Turn, told: Told | None) -> None:
        self._end(turn.finish_reason)
        if told is None:
            return
        for finding in told.findings:
            self._add_finding(finding)
        for action in told.actions:
            self._add_action(action, told.worked)
        self._add_cost(told)

    def _end(self, reason: FinishReason) -> None:
        if reason in ENDS:
            self._note(ENDS[reason], "room-soft")

    def _add_finding(self, finding: Safety) -> None:
        self._note(f"guardrail {finding.rule}: {finding.action}", "talk-guarded")

    def _note(self, text: str, kind: str) -> None:
        with self._beside:
            ui.label(text).classes(f"talk-note {kind}")

    def _add_cost(self, told: Told) -> None:
        self._cost.clear()
        with self._cost:
            why = ui.button("Why?", icon="psychology_alt", on_click=lambda: self._why(told))
            why.props('flat dense no-caps size=sm aria-label="Why it said this"')
            why.tooltip("What the model read for this answer, and why")
            ui.label(cost_told(told)).classes("room-soft")

    def _why(self, told: Told) -> None:
        self._hands.explain(told)

    def _add_action(self, action: ActionChosen, worked: dict[str, bool]) -> None:
        with self._beside, ui.element("div").classes("talk-action").props("data-testid=action"):
            ui.icon("bolt")
            ui.label(action.name).classes("talk-action-name")
            for name, value in json.loads(action.arguments or "{}").items():
                ui.label(f"{name}: {value}").classes("talk-argument")
            _AnswerButtons(action, self._hands, worked.get(action.action_id))


def cost_told(told: Told) -> str:
    """Such as "first word after 46 ms · 41 tokens/s · 23 tokens said · 312 read"; empty where no
    model spoke.
    """
    if told.started is None or told.completed is None or not told.was_read:
        return ""
    usage, timings = told.completed.usage, told.completed.timings
    read = f"{told.started.prompt_tokens} read"
    if told.started.reused_tokens:
        read += f", {told.started.reused_tokens} of them reused"
    return " · ".join(
        (
            f"first word after {timings.ttft_ms:.0f} ms",
            f"{timings.tokens_per_s:.0f} tokens/s",
            f"{usage.completion_tokens} tokens said",
            read,
        )
    )


class _AnswerButtons:
    """Lets the designer be the game: did the action work?"""

    def __init__(self, action: ActionChosen, hands: Hands, worked: bool | None) -> None:
        self._action, self._hands = action, hands
        self._buttons = [
            self._button("check", "It worked", ok=True),
            self._button("close", "It failed", ok=False),
        ]
        self._said = ui.label().classes("talk-argument")
        if worked is not None:
            self._show(worked)

    def _button(self, icon: str, text: str, *, ok: bool) -> ui.button:
        named = f'flat dense round size=sm aria-label="{text}: {self._action.name}"'
        button = ui.button(icon=icon, on_click=partial(self._tell, ok)).props(named)
        return button.tooltip(f"{text} in the game")

    async def _tell(self, ok: bool) -> None:
        await self._hands.answer(self._action, ok)
        self._show(ok)

    def _show(self, ok: bool) -> None:
        for button in self._buttons:
            button.set_visibility(False)
        self._said.set_text("it worked" if ok else "it failed")
