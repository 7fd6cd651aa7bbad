"""The sheet of the character who is spoken to: change it, and the talk goes on with the change."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from npcgen import Client, Persona, PersonaDetails
from npcgen.preview.pages.cast.authored import authored, free_id
from npcgen.preview.pages.cast.form import Form
from npcgen.preview.pages.talk.choices import Choices
from npcgen.preview.parts.told import telling


class PersonaSheet:
    """A form that is made when somebody first looks, and again for another persona."""

    def __init__(
        self,
        client: Client,
        people: Choices,
        check_free: Callable[[], None],
        saved: Callable[[Persona], Awaitable[None]],
    ) -> None:
        """`check_free` raises ValueError where nothing may be saved now; `saved` is awaited with
        the persona as the server keeps it.
        """
        self._client, self._people = client, people
        self._check_free, self._saved = check_free, saved
        self._shown: PersonaDetails | None = None
        self._form: Form | None = None
        self._root = ui.element("div").classes("talk-sheet")

    async def show(self, persona_id: str) -> None:
        """The sheet of that persona; what was typed in it stays."""
        if self._shown is not None and self._shown.persona.id == persona_id:
            return
        self._shown = await self._client.get_persona(persona_id)
        worlds = {each.id: each.name async for each in self._client.list_worlds()}
        self._root.clear()
        with self._root:
            self._build(self._shown, worlds)

    async def follow(self, persona_id: str) -> None:
        """Another persona is spoken to: shows it, where a sheet is open."""
        if self._shown is not None:
            with telling():
                await self.show(persona_id)

    def _build(self, details: PersonaDetails, worlds: dict[str, str]) -> None:
        persona = details.persona
        with ui.element("div").classes("talk-save"):
            ui.button("Save and go on", on_click=self._save, color=None).props(
                "unelevated no-caps"
            ).classes("talk-send")
            if details.bundled:
                ui.label(
                    f"{persona.name} came with the server and stays as it is: what you change is "
                    "saved as a character of your own."
                ).classes("room-soft talk-small")
        others = {id: each.name for id, each in self._people.personas.items() if id != persona.id}
        self._form = Form(persona.model_dump(), worlds, others, lambda: None)

    async def _save(self) -> None:
        shown, form = self._shown, self._form
        if shown is None or form is None:
            return
        # NOTE: the button that was pressed goes away with the sheet that was saved.
        with self._root, telling():
            self._check_free()
            persona = authored(Persona, shown.persona.model_dump() | form.values())
            if shown.bundled:
                own_id = free_id(persona.name, self._people.personas)
                kept = await self._client.create_persona(persona.model_copy(update={"id": own_id}))
            else:
                kept = await self._client.update_persona(persona)
            self._shown = None
            await self._saved(kept)
            await self.show(kept.id)
            ui.notify(f"Saved as {kept.id}; the talk goes on.", type="positive", position="top")
