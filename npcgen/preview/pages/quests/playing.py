"""The panel where a quest is played and broken: what became of it, and what can happen next."""

from collections.abc import Awaitable, Callable
from functools import partial

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from npcgen.preview.pages.quests.became import Became, became
from npcgen.preview.pages.quests.deeds import (
    BEGIN,
    REFUSE,
    Deed,
    deed_of,
    mishap_of,
    mishaps,
    victims,
)
from npcgen.preview.pages.quests.play import Play, Voice
from npcgen.preview.pages.quests.story import Story
from worldgen.quests.facts import Fact
from worldgen.quests.quest import Step

_ICONS = {"good": "check_circle", "bad": "dangerous", "changed": "alt_route", "calm": "info"}
_STATUS = {
    "offered": "Not begun",
    "open": "Under way",
    "succeeded": "Done",
    "failed": "Failed",
    "refused": "Given up",
}
_ROLES = {
    "offer": "asks",
    "besides": "asks besides",
    "accept": "if the player says yes",
    "refuse": "if the player says no",
    "stand_in": "asks instead",
    "remind": "while it isn't done",
    "said": "about this step",
    "rumour": "as a rumour",
    "thanks": "in thanks",
    "praise": "for what was done besides",
    "lament": "as it failed",
}
_BREAKS = {
    "killed": ("Kill somebody", "Kill"),
    "destroyed": ("Destroy something", "Destroy"),
    "locked": ("Lock a place", "Lock"),
}
"""By mishap: the label of its list, and of its button."""
Happen = Callable[..., Awaitable[None]]


class PlayPanel:
    """`happen` makes deeds so; `back` takes the last one back, `anew` all of them."""

    def __init__(
        self,
        happen: Happen,
        back: Callable[[], Awaitable[None]],
        anew: Callable[[], Awaitable[None]],
    ) -> None:
        self._happen, self._back, self._anew = happen, back, anew
        self._root = ui.element("div").classes("quests-play")

    def show(self, play: Play, voices: list[Voice], *, take_focus: bool) -> None:
        story = play.story
        self._root.clear()
        with self._root:
            verdict = self._verdict(story, play)
            self._giver(story, play, voices)
            if not play.is_over:
                self._could(story, play)
                self._break(story, play)
            self._voices(story, voices)
            self._history(story, play)
            if take_focus:
                ui.run_javascript(f"getHtmlElement({verdict.id}).focus()")

    def _verdict(self, story: Story, play: Play) -> ui.element:
        if play.moments:
            told = became(story, play.moments[-1])
        else:
            hint = (
                "Let the player say yes, then press what happens. Or break it: kill somebody, and "
            )
            hint += "see what becomes of the quest."
            told = Became("Nothing has happened yet", "calm", (hint,))
        box = ui.element("div").classes(f"quests-verdict quests-{told.tone}")
        box.props('role="status" tabindex="-1" data-testid="verdict"')
        with box:
            ui.icon(_ICONS[told.tone])
            with ui.element("div"):
                if play.moments:
                    ui.label(f"{play.moments[-1].deed.says}").classes("quests-small room-soft")
                ui.label(told.heading).classes("quests-heading")
                for text in filter(None, told.told):
                    ui.label(text)
                ui.label(f"The quest: {_STATUS[story.state.status].lower()}").classes(
                    "quests-small room-soft"
                )
        return box

    def _giver(self, story: Story, play: Play, voices: list[Voice]) -> None:
        """What whoever asks would say first."""
        giver = story.state.giver
        voice = next((voice for voice in voices if voice.speaker == giver), None)
        if voice is None:
            is_alive = Fact("alive", (giver,)) in play.facts
            silent = "has nothing to say of it." if is_alive else "is dead, and says nothing."
            ui.label(f"{story.name(giver)} {silent}").classes("room-soft")
        else:
            with ui.element("div").classes("quests-voice").props('data-testid="giver"'):
                ui.label(f"{story.name(giver)} would say now").classes("quests-small room-soft")
                TextElement(tag="blockquote", text=voice.lines[0].text)

    def _voices(self, story: Story, voices: list[Voice]) -> None:
        """All that anybody would say, each with when."""
        if not voices:
            return
        with ui.expansion("Who would say what now").props("dense dense-toggle"):
            for voice in voices:
                with ui.element("div").classes("quests-voice"):
                    ui.label(story.name(voice.speaker)).classes("quests-speaker")
                    for line in voice.lines:
                        TextElement(tag="blockquote", text=line.text)
                        ui.label(_ROLES.get(line.role, line.role)).classes("quests-small room-soft")

    def _could(self, story: Story, play: Play) -> None:
        TextElement(tag="h3", text="What the player could do")
        if not play.moments:
            with ui.element("div").classes("quests-buttons"):
                self._button("Say yes", BEGIN)
                self._button("Say no", REFUSE)
            return
        now, later = _steps(story)
        with ui.element("div").classes("quests-buttons"):
            for step in now:
                self._button(story.step_text(step), deed_of(story, step))
            self._button("Give it up", REFUSE)
        if later:
            with (
                ui.expansion("Something that is due later").props("dense dense-toggle"),
                ui.element("div").classes("quests-buttons"),
            ):
                for step in later:
                    self._button(story.step_text(step), deed_of(story, step))

    def _break(self, story: Story, play: Play) -> None:
        TextElement(tag="h3", text="Break it")
        known = mishaps(story.world)
        giver = story.state.giver
        if "killed" in known and Fact("alive", (giver,)) in play.facts:
            deed = mishap_of(story.world, known["killed"], giver, play.facts)
            name = f"Kill {story.name(giver)}, who asks for it"
            with ui.element("div").classes("quests-buttons"):
                self._button(name, deed).props("icon=dangerous color=negative")
        for name in (name for name in _BREAKS if name in known):
            self._break_by(story, play, name)

    def _break_by(self, story: Story, play: Play, name: str) -> None:
        mishap = mishaps(story.world)[name]
        label, verb = _BREAKS[name]
        cast = set(story.quest.cast)
        found = victims(story.world, mishap, play.facts)
        found.sort(key=lambda entity: (entity not in cast, entity == story.state.giver))
        names = {
            entity: story.name(entity) + (" (in this quest)" if entity in cast else "")
            for entity in found
        }
        if not names:
            return
        with ui.element("div").classes("quests-break"):
            chosen = ui.select(names, label=label, value=found[0], with_input=True)
            chosen.props("outlined dense options-dense")

            async def strike() -> None:
                if chosen.value in names:
                    await self._happen(mishap_of(story.world, mishap, chosen.value, play.facts))

            ui.button(verb, on_click=strike).props(
                f'outline no-caps color=negative aria-label="{verb} whom or what is chosen"'
            )

    def _history(self, story: Story, play: Play) -> None:
        if not play.moments:
            return
        TextElement(tag="h3", text="What happened")
        with ui.element("ol").classes("quests-history"):
            for moment in play.moments:
                told = became(Story(story.world, story.quest, moment.after), moment)
                with ui.element("li"):
                    ui.label(moment.deed.says)
                    ui.label(told.heading).classes("quests-small room-soft")
                    if moment.effects:
                        ui.label(f"The game makes so: {story.so(moment.effects)}.").classes(
                            "quests-small room-soft"
                        )
        with ui.element("div").classes("quests-buttons"):
            ui.button("Take back the last", icon="undo", on_click=self._back).props(
                "outline no-caps dense"
            )
            ui.button("Begin anew", icon="restart_alt", on_click=self._anew).props(
                "flat no-caps dense"
            )

    def _button(self, text: str, deed: Deed) -> ui.button:
        return ui.button(text, on_click=partial(self._happen, deed)).props("outline no-caps")


def _steps(story: Story) -> tuple[list[Step], list[Step]]:
    """Those that are due, and those that are due later; each once."""
    steps = story.steps()
    by_status: dict[str, list[Step]] = {"current": [], "later": []}
    for each in story.state.objectives:
        if each.status in by_status and each.step in steps:
            by_status[each.status].append(steps[each.step])
    now = list({step.id: step for step in by_status["current"]}.values())
    due = {step.id for step in now}
    later = {step.id: step for step in by_status["later"] if step.id not in due}
    return now, list(later.values())
