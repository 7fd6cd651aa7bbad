"""One turn's guardrails: what the player may have said, then what the NPC may say. The way in.

guard = TurnGuard(policy, persona, ...)
heard = guard.hear(text)            a line instead of a reply, or the text for the prompt
guard.watch(text)                   in its place, for a text that was heard already
guarded = guard.feed(delta)         for each piece of the reply
guarded = guard.flush()             once the model is done
"""

from collections.abc import Sequence
from dataclasses import dataclass

from npcgen.dialogue.events import Safety
from npcgen.dialogue.guardrails.deflections import line_of
from npcgen.dialogue.guardrails.input import check_input
from npcgen.dialogue.guardrails.output import Facts, Guarded, OutputGuard
from npcgen.dialogue.guardrails.policy import Finding, GuardPolicy
from npcgen.dialogue.guardrails.rules import RuleBook, bundled_rules
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import PastTurn
from npcgen.dialogue.secrets import secret_text


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of the player's line."""

    text: str
    """For the prompt, the memory and the logs."""
    line: str = ""
    """What to say at once, without a model; empty where the model may answer."""
    findings: tuple[Finding, ...] = ()
    caught: str = ""
    """The category of what blocked it."""


class TurnGuard:
    """The guardrails of one turn; `hear` or `watch` comes first."""

    def __init__(
        self,
        policy: GuardPolicy,
        persona: Persona,
        *,
        turn: int = 0,
        player_name: str = "",
        recent: Sequence[PastTurn] = (),
        locked_secrets: Sequence[str] | None = None,
        rules: RuleBook | None = None,
    ) -> None:
        """`turn` counts the conversation's turns; `locked_secrets` are all of them unless given."""
        self._policy = policy
        self._persona = persona
        self._turn = turn
        self._player_name = player_name
        self._recent = recent
        every = map(secret_text, persona.secrets)
        self._locked = tuple(every) if locked_secrets is None else locked_secrets
        self._rules = rules or bundled_rules()
        self._heard: str | None = None
        self._output: OutputGuard | None = None

    def hear(self, text: str) -> Heard:
        """What of `text` may be heard, and the line that answers it where a rule blocks it."""
        verdict = check_input(text, self._policy, self._rules)
        self.watch(verdict.text)
        blocked = verdict.blocked
        if blocked is None:
            return Heard(verdict.text, findings=verdict.findings)
        line = self._line_of(blocked.category)
        return Heard(verdict.text, line, verdict.findings, blocked.category)

    def watch(self, heard: str) -> None:
        """What is fed from now on answers `heard`, the text that `hear` gave."""
        self._heard, self._output = heard, None

    def feed(self, delta: str) -> Guarded:
        """What may be shown now; feed nothing more once it is `stopped`."""
        return self._watching.feed(delta)

    def flush(self) -> Guarded:
        """The rest of the reply."""
        return self._watching.flush()

    def _line_of(self, category: str) -> str:
        return line_of(self._persona, category, self._turn, self._rules)

    @property
    def _watching(self) -> OutputGuard:
        if self._output is None:
            assert self._heard is not None, "hear() or watch() comes first"
            public = _public(self._persona)
            facts = Facts(self._player_name, self._heard, self._locked, public, self._recent)
            self._output = OutputGuard(self._policy, facts, self._line_of, self._rules)
        return self._output


def safety_of(finding: Finding) -> Safety:
    """The event that tells the game."""
    replaced = finding.action in ("block", "replace")
    return Safety(finding.rule, finding.category, finding.action, replaced)


def _public(persona: Persona) -> tuple[str, ...]:
    return (
        persona.name,
        persona.role,
        persona.place,
        persona.summary,
        *persona.knowledge,
        *persona.goals,
        *(example.npc for example in persona.examples),
    )
