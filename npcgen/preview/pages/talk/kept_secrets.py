"""What becomes of a character's secrets at a line: told, or held back, and why. Knows no page."""

from collections.abc import Iterator
from dataclasses import dataclass

from npcgen import GameState, Persona, PromptPreview


@dataclass(frozen=True, slots=True)
class KeptSecret:
    """One of its secrets."""

    text: str
    is_open: bool
    """Whether the model read it, so that it may be told."""
    why: str


def kept_secrets(
    persona: Persona, prompt: PromptPreview, trust: float, state: GameState
) -> Iterator[KeptSecret]:
    """All of them, in their author's order. `trust` and `state` are those of the line."""
    read = {part.id: part.why for part in prompt.parts if part.origin == "secret"}
    for at, secret in enumerate(persona.secrets):
        if isinstance(secret, str):
            yield KeptSecret(secret, False, "it is never told, whatever the player does")
        elif (why := read.get(f"secret-{at}")) is not None:
            yield KeptSecret(secret.text, True, why)
        else:
            unmet = secret.condition.unmet(trust, state)
            yield KeptSecret(secret.text, False, unmet or "there was no room for it in the prompt")
