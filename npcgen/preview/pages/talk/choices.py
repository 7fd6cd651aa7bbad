"""Who there is to talk to, and what may speak for them."""

from dataclasses import dataclass, field

from npcgen import Client, Persona
from npcgen.client import ModelState


@dataclass(slots=True)
class Choices:
    """Looked up when the page opens, and when a sheet was saved."""

    personas: dict[str, Persona] = field(default_factory=dict)
    models: list[str] = field(default_factory=list)
    """Those that are loaded."""

    @property
    def people(self) -> dict[str, str]:
        """Each persona's id with how a list names it."""
        return {id: f"{each.name}, {each.role}" for id, each in self.personas.items()}

    async def look(self, client: Client) -> None:
        self.personas = {each.id: each async for each in client.list_personas()}
        self.models = [
            each.name async for each in client.list_models() if each.state is ModelState.LOADED
        ]
