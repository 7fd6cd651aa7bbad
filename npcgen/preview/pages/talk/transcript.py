"""What was said, turn by turn. A long talk shows its end; what came before, when asked for."""

from collections.abc import Callable, Sequence
from functools import partial

from nicegui import ui

from npcgen import FinishReason, Turn
from npcgen.preview.pages.talk.heard import Told
from npcgen.preview.pages.talk.turn_view import Hands, TurnView

WINDOW = 40
"""Turns that are on the page at first, and how many more come at once."""
STARTERS = ("Good day. Who are you?", "What goes on around here?", "What are you hiding?")
"""For somebody who doesn't know yet what to say."""


class Transcript:
    """The turns of a talk, the last WINDOW of them at first."""

    def __init__(self, hands: Hands, told_of: Callable[[str], Told | None]) -> None:
        """`told_of` says what is known of a turn by its id."""
        self._hands, self._told_of = hands, told_of
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
            with ui.element("div").classes("talk-empty") as self._empty:
                self._ask = ui.label().classes("room-soft")
                for line in STARTERS:
                    ui.button(line, on_click=partial(hands.start, line), color=None).props(
                        "outline dense no-caps"
                    )
        self.show("", "", ())

    def show(self, player: str, npc: str, turns: Sequence[Turn]) -> None:
        """Another talk, from its end."""
        self._player, self._npc, self._turns = player, npc, list(turns)
        self._most = WINDOW
        self._list.clear()
        with self._list:
            self._views = [self._view(turn) for turn in self._turns[-WINDOW:]]
        self._ask.set_text(f"Say something to {npc}, or begin with:" if npc else "")
        self._tidy()

    def begin(self, player_text: str) -> TurnView:
        """A turn that is under way, at the end. Call `finish` once it is over."""
        turn = Turn("", player_text, "", FinishReason.STOP)
        with self._list:
            view = self._view(turn)
        self._views.append(view)
        self._turns.append(turn)
        self._tidy()
        return view

    def finish(self, turn: Turn) -> None:
        """What the last turn came to."""
        self._turns[-1] = turn
        self._views[-1].settle(turn, self._told_of(turn.id))

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

    def _view(self, turn: Turn) -> TurnView:
        told = self._told_of(turn.id) if turn.id else None
        return TurnView(self._player, self._npc, turn, self._hands, told)

    def _show_earlier(self) -> None:
        self._most += WINDOW
        hidden = self._turns[: len(self._turns) - len(self._views)]
        with self._list:
            earlier = [self._view(turn) for turn in hidden[-WINDOW:]]
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
        self._empty.set_visibility(bool(self._npc) and not self._turns)
