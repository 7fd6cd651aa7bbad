"""What stands beside a talk: the prompt, the character's sheet, settings, attacks, a test."""

from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.events import ValueChangeEventArguments

from npcgen.preview.pages.talk.attack_view import AttackView
from npcgen.preview.pages.talk.export_view import ExportView
from npcgen.preview.pages.talk.heard import Told
from npcgen.preview.pages.talk.persona import PersonaSheet
from npcgen.preview.pages.talk.prompt import PromptView
from npcgen.preview.pages.talk.settings import SettingsForm
from npcgen.preview.parts.told import telling

_PROMPT, _CHARACTER, _SETTINGS, _ATTACK, _TEST = (
    "Prompt",
    "Character",
    "Settings",
    "Attack",
    "Test",
)


class Side:
    """The tabs; each is made by what is given for it."""

    def __init__(
        self,
        root: Element,
        *,
        sheet: Callable[[], PersonaSheet],
        settings: Callable[[], SettingsForm],
        attack: Callable[[], AttackView],
        export: Callable[[], ExportView],
        persona_id: Callable[[], str],
    ) -> None:
        """Within `root`; `persona_id` says who is spoken to now."""
        self._persona_id = persona_id
        with root, ui.element("section").classes("talk-side room-panel") as self.root:
            with ui.tabs().props("dense no-caps align=left").classes("talk-tabs") as self._tabs:
                for name in (_PROMPT, _CHARACTER, _SETTINGS, _ATTACK, _TEST):
                    ui.tab(name)
            self._tabs.on_value_change(self._turn_to)
            self._panels = ui.tab_panels(self._tabs, value=_PROMPT).classes("talk-panels")
            # They scroll, so that the keyboard has to reach them.
            with self._panels.props("tabindex=0"):
                with ui.tab_panel(_PROMPT):
                    self.prompt = PromptView()
                with ui.tab_panel(_CHARACTER):
                    self.sheet = sheet()
                with ui.tab_panel(_SETTINGS):
                    self.settings = settings()
                with ui.tab_panel(_ATTACK):
                    self.attack = attack()
                with ui.tab_panel(_TEST):
                    self._export = export()

    def explain(self, told: Told) -> None:
        """Shows what the model read for a turn."""
        self._tabs.set_value(_PROMPT)
        self.prompt.show(told)
        self._to_the_top()

    async def _turn_to(self, event: ValueChangeEventArguments[Any]) -> None:
        self._to_the_top()
        if event.value == _CHARACTER:
            with telling():
                await self.sheet.show(self._persona_id())
        if event.value == _TEST:
            self._export.show()

    def _to_the_top(self) -> None:
        ui.run_javascript(f"getHtmlElement({self._panels.id}).scrollTop = 0")
