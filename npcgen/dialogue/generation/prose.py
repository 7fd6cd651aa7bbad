"""A model's own words for a generated persona, in fixed slots, each checked before it is taken.

The model is told what rules wrote, never the prompt. What it answers is held to a JSON schema; a
slot that names somebody who isn't there, breaks a guardrail or tells a secret stays as it was.
"""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import replace

from npcgen.dialogue.able_model import can_write
from npcgen.dialogue.game_state import UNKNOWN
from npcgen.dialogue.generation.generate import GeneratedPersona, SlotOrigin
from npcgen.dialogue.generation.setting import Setting
from npcgen.dialogue.guardrails.output import Facts, OutputGuard
from npcgen.dialogue.guardrails.policy import policy_for
from npcgen.dialogue.language_model import LanguageModel, completed
from npcgen.dialogue.persona import Example, Persona
from npcgen.dialogue.prompt import one_line
from npcgen.dialogue.secrets import locked_texts
from npcgen.engine.base import (
    Completed,
    FinishReason,
    GenerationRequest,
    Grammar,
    Message,
    Priority,
    Sampling,
)
from npcgen.errors import NpcgenError

logger = logging.getLogger(__name__)

MAX_CHARS: Mapping[str, int] = {
    "summary": 400,
    "personality": 200,
    "speech_style": 160,
    "examples[0].npc": 160,
    "examples[1].npc": 160,
}
"""The slots, and how long a text may be."""
_MAX_TOKENS = 640
_REPEAT_PENALTY = 1.1
"""A small model that goes round in circles gets out of them."""
_LEAST_TRUST = -1.0
_WORD = re.compile(r"[^\W\d_]{3,}")
_BEGINNERS = frozenset('.!?:…"“')
"""After these a word has a capital for being the first."""
SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {
            slot: {"type": "string", "minLength": 1, "maxLength": most}
            for slot, most in MAX_CHARS.items()
        },
        "required": [*MAX_CHARS],
        "additionalProperties": False,
    }
)


async def rewrite(
    made: GeneratedPersona, setting: Setting, model: LanguageModel, deadline: float
) -> GeneratedPersona:
    """`made` with the model's words where they will do; `deadline` on `time.monotonic()`."""
    if not can_write(model.info, "backstory"):
        return by_rules(made, f"the model '{model.info.name}' is too small to write")
    answer, why = await _answer(made.persona, model, deadline, made.provenance.seed)
    if why:
        return by_rules(made, why)
    texts: dict[str, str] = {}
    origins = []
    for slot in MAX_CHARS:
        text = one_line(answer.get(slot, ""))
        fault = fault_of(slot, text, made.persona, setting)
        origins.append(SlotOrigin(slot, "rules" if fault else "model", fault))
        texts |= {} if fault else {slot: text}
    info = model.info
    provenance = made.provenance
    if texts:
        provenance = replace(provenance, model=info.name, model_sha256=info.sha256)
    return replace(
        made,
        persona=_with(made.persona, texts),
        slots=tuple(origins),
        provenance=provenance,
    )


def by_rules(made: GeneratedPersona, why: str = "") -> GeneratedPersona:
    """`made` as it is; every slot says why no model wrote it."""
    return replace(made, slots=tuple(SlotOrigin(slot, "rules", why) for slot in MAX_CHARS))


def fault_of(slot: str, text: str, persona: Persona, setting: Setting) -> str:
    """Why the text won't do; "" where it will."""
    if not text or len(text) > MAX_CHARS[slot]:
        return f"has {len(text)} characters, not 1..{MAX_CHARS[slot]}"
    traits = persona.personality.split(".")[0].split(", ")
    if slot == "personality" and (missing := [each for each in traits if each not in text]):
        return f"leaves out {', '.join(missing)}"
    label = persona.speech_style.split(".")[0] + "."
    if slot == "speech_style" and not text.startswith(label):
        return f"doesn't begin with '{label}'"
    known = set(re.findall(r"\w+", " ".join(_known(persona, setting))))
    for match in _WORD.finditer(text):
        before = text[: match.start()].rstrip()[-1:]
        is_named = match[0][0].isupper() and before and before not in _BEGINNERS
        if is_named and match[0] not in known:
            return f"'{match[0]}' is nobody that exists"
    return _guarded(text, persona, setting)


def _guarded(text: str, persona: Persona, setting: Setting) -> str:
    """The rule that the text breaks, in the strictest tier."""
    facts = Facts(
        locked_secrets=locked_texts(persona.secrets, _LEAST_TRUST, UNKNOWN),
        public=(persona.name, persona.role, persona.place, *persona.knowledge),
    )
    guard = OutputGuard(policy_for("everyone", setting.world), facts, lambda category: "")
    guarded = guard.feed(text)
    found = [*guarded.findings]
    if not guarded.stopped:
        found += guard.flush().findings
    return next((each.rule for each in found if each.action != "note"), "")


def _known(persona: Persona, setting: Setting) -> list[str]:
    world = setting.world
    known = [persona.name, *(each.name for each in setting.people), *persona.knowledge]
    return [*known, f"{world.name} {world.description}"] if world else known


async def _answer(
    persona: Persona, model: LanguageModel, deadline: float, seed: int
) -> tuple[Mapping[str, str], str]:
    """What it wrote by slot, or why there is nothing."""
    messages = messages_of(persona)
    request = GenerationRequest(
        messages,
        Sampling(seed=seed, repeat_penalty=_REPEAT_PENALTY),
        _MAX_TOKENS,
        deadline=deadline,
        priority=Priority.AMBIENT,
        grammar=Grammar("json_schema", SCHEMA),
    )
    try:
        return _read(await completed(model.stream(request)))
    except NpcgenError as error:
        logger.info("no prose for %s: %s", persona.id, error)
        return {}, f"the model failed: {error.reason or type(error).__name__}"
    finally:
        model.forget(messages)


def _read(event: Completed) -> tuple[Mapping[str, str], str]:
    if event.finish_reason is not FinishReason.STOP:
        return {}, f"the model didn't come to an end: {event.finish_reason}"
    try:
        answer = json.loads(event.text)
    except ValueError:
        return {}, "the model wrote no JSON"
    if not isinstance(answer, dict):
        return {}, "the model wrote no JSON object"
    return {slot: text for slot, text in answer.items() if isinstance(text, str)}, ""


def messages_of(persona: Persona) -> tuple[Message, ...]:
    """NOTE: its secrets are not in it; what a model wasn't told it can't write down."""
    first, second = persona.examples[:2]
    system = (
        "You write down a character of a game, in plain words that fit its time. Keep every fact, "
        "invent no person and no place. Answer with JSON: "
        '"summary" two or three sentences about its life; "personality" a sentence that has its '
        'traits word for word; "speech_style" begins as its speech does and says how it talks; the '
        "two examples are what it answers to a player, in its own voice, one or two sentences."
    )
    facts = (
        f"Name: {persona.name}",
        f"Role: {persona.role}, at {persona.place}",
        f"Life: {persona.summary}",
        f"Traits: {persona.personality}",
        f"Speech: {persona.speech_style}",
        f"Wants: {'; '.join(persona.goals)}",
        f"Knows: {' '.join(persona.knowledge)}",
        f'examples[0].npc answers: "{first.player}" For instance: "{first.npc}"',
        f'examples[1].npc answers: "{second.player}" For instance: "{second.npc}"',
    )
    return Message("system", system), Message("user", "\n".join(map(one_line, facts)))


def _with(persona: Persona, texts: Mapping[str, str]) -> Persona:
    fields = {slot: text for slot, text in texts.items() if not slot.startswith("examples")}
    examples = tuple(
        Example(player=each.player, npc=texts.get(f"examples[{at}].npc", each.npc))
        for at, each in enumerate(persona.examples)
    )
    return persona.model_copy(update={**fields, "examples": examples})
