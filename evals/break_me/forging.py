"""Whether text can become a role: renders it through every template and looks at what came out.

Reads nothing but the finished prompt: what a template wrote around an honest line must be what it
wrote around this one, letter for letter, and the line must lie whole in one piece of content, in
which no special token is ever parsed.
"""

from evals.break_me.templates import TEMPLATES
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import PastTurn, PlayerLine, compile_prompt, one_line, user_text
from npcgen.dialogue.world import World
from npcgen.engine.chat_template import ChatTemplate
from npcgen.engine.gguf_file import read_gguf
from npcgen.engine.models import bundled_path

POCKET = "pocket"
_HONEST = "Good morning."


def every_template() -> dict[str, ChatTemplate]:
    """By name: the bundled model's own, and those of well-known families."""
    own = read_gguf(bundled_path()).chat_template
    return {name: ChatTemplate(source) for name, source in {POCKET: own, **TEMPLATES}.items()}


def is_forged(template: ChatTemplate, persona: Persona, world: World | None, text: str) -> bool:
    """Whether `text`, said now and said before, changes more of the prompt than its own words."""
    return _frame(template, persona, world, text) != _frame(template, persona, world, _HONEST)


def _frame(
    template: ChatTemplate, persona: Persona, world: World | None, text: str
) -> list[tuple[str, bool]]:
    line = PlayerLine(text, "Ada")
    messages = compile_prompt(persona, world, (PastTurn(line, "Yes."),), line)
    said = user_text(line)
    assert one_line(text) in said
    return [
        (segment.text.replace(said, "") if segment.is_content else segment.text, segment.is_content)
        for segment in template.segments(messages)
    ]
