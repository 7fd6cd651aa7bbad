"""What was said, turn by turn. A long talk shows its end; what came before, when asked for."""

import json
from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui

from npcgen import ActionChosen, Completed, FinishReason, Safety, TextDelta, Turn
from npcgen.preview.pages.talk.words import Words

WINDOW = 40
"""Turns that are on the page at first, and how many more come at once."""
ENDS = {
    FinishReason.CANCELLED: "cut short",
    FinishReason.LENGTH: "cut off: it reached the most tokens of a reply",
    FinishReason.DEADLINE: "cut off: it took too long",
    FinishReason.FALLBACK: "an authored line: no model could answer in time",
    FinishReason.GUARDRAIL: "an authored line: a guardrail held",
}
Answer = Callable[[str, bool], Awaitable[None]]
"""What the game did with an action: its id, and whether it worked."""


class TurnView:
    """One exchange: the player's words, the NPC's, and what came with them."""

    def __init__(self, player: str, npc: str, turn: Turn, answer: Answer | None = None) -> None:
        self._answer = answer
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
        self._end(turn.finish_reason)

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
                self._add_action(body)
            case Safety(rule, _, action, _):
                self._note(f"guardrail {rule}: {action}", "talk-guarded")

    def begin_again(self) -> None:
        """Another reply is to come in the place of this one."""
        self._words.replace("")
        self._beside.clear()

    def settle(self, turn: Turn) -> None:
        """What the server keeps of the turn, where that isn't what was streamed."""
        if turn.npc_text != self._words.text:
            self.begin_again()
            self._words.replace(turn.npc_text)
            self._end(turn.finish_reason)

    def _end(self, reason: FinishReason) -> None:
        if reason in ENDS:
            self._note(ENDS[reason], "room-soft")

    def _note(self, text: str, kind: str) -> None:
        with self._beside:
            ui.label(text).classes(f"talk-note {kind}")

    def _add_action(self, action: ActionChosen) -> None:
        with self._beside, ui.element("div").classes("talk-action").props("data-testid=action"):
            ui.icon("bolt")
            ui.label(action.name).classes("talk-action-name")
            for name, value in json.loads(action.arguments or "{}").items():
                ui.label(f"{name}: {value}").classes("talk-argument")
            if self._answer is not None:
                _AnswerButtons(action, self._answer)


class _AnswerButtons:
    """Lets the designer be the game: did the action work?"""

    def __init__(self, action: ActionChosen, answer: Answer) -> None:
        self._action, self._answer = action, answer
        self._buttons = [
            self._button("check", "It worked", ok=True),
            self._button("close", "It failed", ok=False),
        ]

    def _button(self, icon: str, text: str, *, ok: bool) -> ui.button:
        async def tell() -> None:
            await self._answer(self._action.action_id, ok)
            for button in self._buttons:
                button.set_enabled(False)

        named = f'flat dense round size=sm aria-label="{text}: {self._action.name}"'
        return ui.button(icon=icon, on_click=tell).props(named).tooltip(f"{text} in the game")


class Transcript:
    """The turns of a talk, the last WINDOW of them at first."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._player, self._npc = "", ""
        self._turns: list[Turn] = []
        self._views: list[TurnView] = []
        self._most = WINDOW
        with (
            ui.element("div")
            .classes("talk-log")
            .props('role=log aria-label="What was said" tabindex=0'),
            ui.element("div").classes("talk-turns"),
        ):
            self._earlier = ui.button("Earlier", on_click=self._show_earlier).props("flat no-caps")
            self._list = ui.element("div").classes("talk-turns")
            self._empty = ui.label().classes("talk-empty room-soft")
        self.show("", "", ())

    def show(self, player: str, npc: str, turns: Sequence[Turn]) -> None:
        """Another talk, from its end."""
        self._player, self._npc, self._turns = player, npc, list(turns)
        self._most = WINDOW
        self._list.clear()
        with self._list:
            self._views = [TurnView(player, npc, turn) for turn in self._turns[-WINDOW:]]
        self._empty.set_text(f"Say something to {npc}." if npc else "")
        self._tidy()

    def begin(self, player_text: str) -> TurnView:
        """A turn that is under way, at the end. Call `finish` once it is over."""
        turn = Turn("", player_text, "", FinishReason.STOP)
        with self._list:
            view = TurnView(self._player, self._npc, turn, self._answer)
        self._views.append(view)
        self._turns.append(turn)
        self._tidy()
        return view

    def finish(self, turn: Turn) -> None:
        """What the last turn came to."""
        self._turns[-1] = turn

    def give_up(self) -> None:
        """The last turn came to nothing."""
        self._turns.pop()
        self._views.pop().root.delete()
        self._tidy()

    @property
    def last(self) -> TurnView | None:
        return self._views[-1] if self._views else None

    @property
    def turns(self) -> Sequence[Turn]:
        return self._turns

    def _show_earlier(self) -> None:
        self._most += WINDOW
        hidden = self._turns[: len(self._turns) - len(self._views)]
        with self._list:
            earlier = [TurnView(self._player, self._npc, turn) for turn in hidden[-WINDOW:]]
        for index, view in enumerate(earlier):
            view.root.move(target_index=index)
        self._views = earlier + self._views
        self._tidy()

    def _tidy(self) -> None:
        while len(self._views) > self._most:
            self._views.pop(0).root.delete()
        hidden = len(self._turns) - len(self._views)
        self._earlier.set_text(f"Show {min(hidden, WINDOW)} of {hidden} earlier turns")
        self._earlier.set_visibility(hidden > 0)
        self._empty.set_visibility(not self._turns)
