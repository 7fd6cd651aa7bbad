"""The guardrails of a server's conversations, and the log of what they catch.

heard = guards.hear(...)            before the turn: what the NPC may hear, or says at once
guard = guards.over_reply(...)      once the mind has recalled; then feed it the model's text
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from npcgen.dialogue.events import Safety
from npcgen.dialogue.guardrails.audit import AuditEntry, AuditLog, version_of
from npcgen.dialogue.guardrails.policy import Finding, Tier, policy_for
from npcgen.dialogue.guardrails.rules import RuleBook
from npcgen.dialogue.guardrails.turn import TurnGuard, safety_of
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.prompt import PlayerLine
from npcgen.dialogue.secrets import locked_texts
from npcgen.dialogue.state import Conversation, Turn
from npcgen.dialogue.world import World
from npcgen.errors import InvalidArgument

REPORT_REASONS = ("unsafe", "untrue", "out_of_character", "repetition", "other")
MAX_COMMENT_CHARS = 1_000
_RECENT = 4
"""Past turns that a reply must not repeat."""


@dataclass(frozen=True, slots=True)
class HeardLine:
    """A line as the NPC may hear it."""

    line: PlayerLine
    deflection: str = ""
    """What to say at once, without a model; empty where the model may answer."""
    safety: tuple[Safety, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """What came of a piece of a reply."""

    text: str
    safety: tuple[Safety, ...] = ()
    stopped: bool = False
    """The reply is over, with an authored line at its end; what the model says now is nobody's."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words are watched, for the log."""

    conversation: Conversation
    turn_id: str
    model: str
    seed: int


class Guards:
    """One for all conversations. Knows no engine."""

    def __init__(
        self, tier: Tier = "teen", rules: RuleBook | None = None, log: AuditLog | None = None
    ) -> None:
        """`rules` None takes the bundled ones; `log` None keeps nothing."""
        self._tier: Tier = tier
        self._rules = rules
        self._log = log

    def hear(self, speaker: Speaker, line: PlayerLine) -> HeardLine:
        """What the NPC hears of a player's line: personal data is taken out, and where a rule
        blocks it, it hears that something was said.
        """
        if line.from_npc or not line.text:
            return HeardLine(line)
        heard = self._guard(speaker.conversation, line).hear(line.text)
        self.record(speaker, heard.findings, line.text)
        safety = tuple(map(safety_of, heard.findings))
        line = replace(line, text=heard.text, caught=heard.caught)
        return HeardLine(line, heard.line, safety)

    def over_reply(self, speaker: Speaker, line: PlayerLine) -> "ReplyGuard":
        """Watches the reply to a line that was heard.

        NOTE: made once the mind has recalled: a secret that opened in this turn may be told.
        """
        guard = self._guard(speaker.conversation, line)
        guard.watch(line.text)
        return ReplyGuard(self, guard, speaker)

    def may_say(self, persona: Persona, world: World | None, text: str) -> bool:
        """Whether no rule would cut a line that belongs to no conversation."""
        guard = TurnGuard(policy_for(self._tier, world), persona, rules=self._rules)
        guard.watch("")
        return not (guard.feed(text).stopped or guard.flush().stopped)

    def report(self, conversation: Conversation, turn: Turn, reason: str, comment: str) -> None:
        """Keeps a player's report of a turn; `reason` is one of REPORT_REASONS.

        Raises InvalidArgument for another reason, or too long a comment.
        """
        if reason not in REPORT_REASONS:
            raise InvalidArgument.at("reason", f"is '{reason}'; choose {', '.join(REPORT_REASONS)}")
        if len(comment) > MAX_COMMENT_CHARS:
            raise InvalidArgument.at(
                "comment", f"has {len(comment)} characters; send at most {MAX_COMMENT_CHARS}"
            )
        speaker = Speaker(conversation, turn.id, conversation.model, 0)
        entry = self._entry(speaker, "report", turn.past.reply)
        self._write(replace(entry, reason=reason, comment=comment))

    def record(self, speaker: Speaker, findings: Iterable[Finding], text: str) -> None:
        """Keeps what was caught in `text`."""
        for found in findings:
            entry = self._entry(speaker, "finding", text)
            rule, category, action = found.rule, found.category, found.action
            self._write(replace(entry, rule=rule, category=category, action=action))

    def _entry(self, speaker: Speaker, kind: str, text: str) -> AuditEntry:
        persona = speaker.conversation.persona
        return AuditEntry(
            kind,
            speaker.conversation.id,
            speaker.turn_id,
            persona.id,
            version_of(persona),
            speaker.model,
            speaker.seed,
            self._tier,
            text,
        )

    def _write(self, entry: AuditEntry) -> None:
        if self._log is not None:
            self._log.record(entry)

    def _guard(self, conversation: Conversation, line: PlayerLine) -> TurnGuard:
        persona = conversation.persona
        return TurnGuard(
            policy_for(self._tier, conversation.world),
            persona,
            turn=conversation.turns_begun,
            player_name=line.player_name,
            recent=[turn.past for turn in conversation.turns[-_RECENT:]],
            locked_secrets=locked_texts(
                persona.secrets, conversation.relationship.trust, conversation.game_state
            ),
            rules=self._rules,
        )


class ReplyGuard:
    """Watches one reply."""

    def __init__(self, guards: Guards, guard: TurnGuard, speaker: Speaker) -> None:
        self._guards = guards
        self._guard = guard
        self._speaker = speaker
        self._said = ""
        self.stopped = False

    def feed(self, delta: str) -> ShownPiece:
        """What may be shown now; nothing any more once it is `stopped`."""
        return ShownPiece("") if self.stopped else self._shown(delta)

    def flush(self) -> ShownPiece:
        """The rest of the reply."""
        return ShownPiece("") if self.stopped else self._shown(None)

    def _shown(self, delta: str | None) -> ShownPiece:
        self._said += delta or ""
        guarded = self._guard.flush() if delta is None else self._guard.feed(delta)
        if guarded.findings:
            self._guards.record(self._speaker, guarded.findings, self._said)
        self.stopped = guarded.stopped
        return ShownPiece(guarded.text, tuple(map(safety_of, guarded.findings)), guarded.stopped)


class _Unwatched(ReplyGuard):
    """Shows everything."""

    def __init__(self) -> None:
        self.stopped = False

    def _shown(self, delta: str | None) -> ShownPiece:
        return ShownPiece(delta or "")


class _Unguarded(Guards):
    """Catches nothing."""

    def hear(self, speaker: Speaker, line: PlayerLine) -> HeardLine:
        return HeardLine(line)

    def over_reply(self, speaker: Speaker, line: PlayerLine) -> ReplyGuard:
        return _Unwatched()

    def may_say(self, persona: Persona, world: World | None, text: str) -> bool:
        return True


NO_GUARDS: Guards = _Unguarded()
