"""The authored line that stands in the place of what a rule caught. Pure."""

from npcgen.dialogue.guardrails.rules import RuleBook, bundled_rules
from npcgen.dialogue.persona import Persona

OUTSIDE_THE_FICTION = frozenset({"self_harm"})
"""Categories that no character answers."""
_ANY = "any"
_SENTENCE_ENDS = '.!?…。！？"”’)'


def line_of(persona: Persona, category: str, turn: int, rules: RuleBook | None = None) -> str:
    """The line for the conversation's turn of that number: the persona's own, one after the other.

    Where its author wrote none, plain ones of ours for the category.
    """
    defaults = (rules or bundled_rules()).lines
    lines = defaults.get(category, defaults[_ANY])
    if category not in OUTSIDE_THE_FICTION and persona.deflections:
        lines = persona.deflections
    return lines[turn % len(lines)]


def joined(said: str, line: str) -> str:
    """`line` as it follows `said`, the part of a reply that was shown already."""
    spoken = said.rstrip()
    if not spoken:
        return line
    if spoken[-1] in _SENTENCE_ENDS:
        return f" {line}"
    return f"... {line}" if spoken[-1].isalnum() else f" ... {line}"
