"""The head of a talk: who is spoken to, by which model, and what begins anew."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from npcgen import Persona
from npcgen.preview.pages.talk.choices import Choices

Chosen = Callable[[str], Awaitable[None]]


class Head:
    """`letter` tells two sides apart; the rest is awaited when somebody chooses."""

    def __init__(
        self,
        letter: str,
        choices: Choices,
        model: str,
        *,
        choose_who: Chosen,
        choose_model: Chosen,
        set_feelings: Callable[[], Awaitable[None]],
        begin_anew: Callable[[], Awaitable[None]],
    ) -> None:
        self._choices = choices
        models = {"": "Default model", **{name: name for name in choices.models}}
        with ui.element("div").classes("talk-head"):
            ui.label(letter).classes("talk-letter").props(f'aria-label="Side {letter}"')
            self._who = _select("Character", choices.people, None, choose_who)
            chosen = model if model in models else ""
            self._model = _select("Model", models, chosen, choose_model)
            self._feel = _button("mood", "Set how they feel", set_feelings)
            self._anew = _button("restart_alt", "New talk", begin_anew)
        with ui.element("div").classes("talk-about"):
            self._about = ui.label().classes("room-soft")
            ui.link("New character", "/cast?tab=new").classes("talk-link")

    def show(self, persona: Persona | None) -> None:
        """Who is spoken to; None for somebody who isn't there any more."""
        self._who.set_value(persona.id if persona else None)
        self._about.set_text(persona.place if persona else "")

    def look_again(self) -> None:
        """There may be others to choose."""
        self._who.set_options(self._choices.people)

    def set_enabled(self, enabled: bool) -> None:
        for each in (self._who, self._model, self._feel, self._anew):
            each.set_enabled(enabled)


def _select(label: str, options: dict[str, str], value: str | None, chosen: Chosen) -> ui.select:
    async def choose() -> None:
        if select.value is not None:
            await chosen(select.value)

    select = ui.select(options, label=label, value=value, on_change=choose)
    return select.props("outlined dense options-dense")


def _button(icon: str, name: str, do: Callable[[], Awaitable[None]]) -> ui.button:
    button = ui.button(icon=icon, on_click=do).props(f'flat round aria-label="{name}"')
    return button.tooltip(name)
