"""A persona made of one sentence: looked at, made again, kept."""

from nicegui import ui

from npcgen import Persona
from npcgen.preview.frame import client
from npcgen.preview.pages.cast.authored import free_id
from npcgen.preview.pages.cast.opened import Cast
from npcgen.preview.parts.told import told
from npcgen.preview.parts.work import Work

EXAMPLE = "the smith's angry sister, who sells fish at the ford"


class Sentence:
    """The words, and what was last made of them."""

    def __init__(self, cast: Cast, worlds: dict[str, str]) -> None:
        self._cast = cast
        self._made: Persona | None = None
        self._wish = ui.textarea("One sentence", placeholder=EXAMPLE)
        self._wish.props("outlined dense autogrow counter")
        self._world = ui.select(worlds, value="", label="World").props("outlined dense")
        self._by_model = ui.checkbox("Let the model write its texts, where it is able to (10 s)")
        self._make = ui.button("Make", icon="auto_awesome", on_click=self._begin)
        self._make.props("unelevated no-caps")
        self._work = Work("Making a character")
        cast.on_leave(self._work.cancel)
        self._result = ui.element("div")

    def _begin(self) -> None:
        self._work.begin(self._generate)

    async def _generate(self) -> None:
        self._work.tell("thinking somebody up", 0.5)
        made = await client().generate_persona(
            self._wish.value or "", world_id=self._world.value, use_model=self._by_model.value
        )
        self._made = made.persona
        self._make.text = "Make another"
        self._result.clear()
        with self._result:
            _looked_at(made.persona)
            if made.unused_words:
                ui.label(f"Not used: {', '.join(made.unused_words)}").classes("room-soft")
            ui.label(f"Seed {made.provenance.seed}").classes("room-soft")
            ui.button("Keep", icon="check", on_click=self._keep).props("unelevated no-caps")

    @told
    async def _keep(self) -> None:
        if self._made is None:
            return
        taken = [each.id async for each in client().list_personas()]
        if self._made.id in taken:
            self._made = self._made.model_copy(update={"id": free_id(self._made.name, taken)})
        kept = await client().create_persona(self._made)
        await self._cast.go(tab="people", persona=kept.id)


def _looked_at(persona: Persona) -> None:
    with ui.element("div").classes("cast-made").props('data-testid="made"'):
        ui.label(persona.name).props("role=heading aria-level=3")
        ui.label(" · ".join(filter(None, (persona.role, persona.place)))).classes("room-soft")
        for text in (persona.summary, persona.personality, persona.speech_style):
            ui.label(text)
        for example in persona.examples[:1]:
            ui.label(f"“{example.npc}”").classes("cast-quote")
        for secret in persona.secrets:
            text = secret if isinstance(secret, str) else secret.text
            ui.label(f"Secret: {text}").classes("room-soft")
