"""How a turn begins and how it ends: one at a time, what was noticed before, what is remembered.

Every change of a conversation's turns is made here.
"""

import logging
from dataclasses import dataclass, replace
from typing import Protocol

import regex

from npcgen.dialogue.prompt import Noticed, PastTurn, PlayerLine, one_line, user_text
from npcgen.dialogue.state import ActiveTurn, Conversation, Turn
from npcgen.engine.base import FinishReason
from npcgen.errors import FailedPrecondition, InvalidArgument, NotFound, NpcgenError

logger = logging.getLogger(__name__)

MAX_TEXT_CHARS = 4_000
MAX_SCENE_CHARS = 500
MAX_STIMULUS_CHARS = 300
MAX_NOTICED = 16
"""What an NPC keeps in mind of what it noticed since it last spoke: the latest."""
CUT = "—"
_WORD_EDGE = regex.compile(r"\b", regex.WORD)


def player_line(conversation: Conversation, text: str, scene: str | None) -> PlayerLine:
    """What the player says; raises InvalidArgument for a bad text or scene."""
    text = checked_text(text)
    return PlayerLine(text, conversation.player_name, scene_now(conversation, scene))


def checked_text(text: str, path: str = "text") -> str:
    """What a player says, on one line; raises InvalidArgument when it is empty or too long."""
    text = one_line(text)
    if not text:
        raise InvalidArgument.at(path, "is empty; send what the player says", reason="EMPTY_TEXT")
    if len(text) > MAX_TEXT_CHARS:
        raise InvalidArgument.at(
            path,
            f"has {len(text)} characters; send at most {MAX_TEXT_CHARS}",
            reason="TEXT_TOO_LONG",
        )
    return text


def scene_now(conversation: Conversation, scene: str | None) -> str:
    """`scene`, or as it was; raises InvalidArgument when it is too long."""
    return conversation.scene if scene is None else checked_scene(scene)


def checked_scene(scene: str) -> str:
    """The scene on one line; raises InvalidArgument when it is too long."""
    scene = one_line(scene)
    if len(scene) > MAX_SCENE_CHARS:
        raise InvalidArgument.at(
            "scene", f"has {len(scene)} characters; send at most {MAX_SCENE_CHARS}"
        )
    return scene


def checked_stimulus(stimulus: str, path: str = "stimulus") -> str:
    """What happens, on one line; raises InvalidArgument when it is empty or too long."""
    stimulus = one_line(stimulus)
    if not stimulus:
        raise InvalidArgument.at(path, "is empty; send what happens", reason="EMPTY_TEXT")
    if len(stimulus) > MAX_STIMULUS_CHARS:
        raise InvalidArgument.at(
            path, f"has {len(stimulus)} characters; send at most {MAX_STIMULUS_CHARS}"
        )
    return stimulus


def notice(conversation: Conversation, noticed: Noticed) -> None:
    """The NPC knows it from its next turn on."""
    conversation.noticed.append(noticed)
    del conversation.noticed[:-MAX_NOTICED]


def check_free(conversation: Conversation, group: ActiveTurn | None = None) -> None:
    """Raises FailedPrecondition while a turn is under way; `group` is the caller's own."""
    active = conversation.active or conversation.group
    if active is not None and active is not group:
        raise FailedPrecondition(
            f"turn {active.id} of this conversation is still under way; "
            "wait for its completed event, or call Cancel",
            reason="TURN_IN_PROGRESS",
        )


def begin(
    conversation: Conversation,
    line: PlayerLine,
    replacing: Turn | None = None,
    group: ActiveTurn | None = None,
) -> tuple[ActiveTurn, PlayerLine]:
    """The turn, and its line with all that was noticed before. Raises FailedPrecondition.

    A turn that replaces another has that one's id, and its line as it was.
    """
    check_free(conversation, group)
    conversation.active = ActiveTurn(next_id(conversation, replacing))
    if replacing is None:
        conversation.turns_begun += 1
        line = replace(line, noticed=(*conversation.noticed, *line.noticed))
        conversation.unanswered.append(user_text(line))
    if line.text and not line.from_npc:
        conversation.unprompted, conversation.rests_until = 0, 0.0
    return conversation.active, line


def next_id(conversation: Conversation, replacing: Turn | None = None) -> str:
    """The id that the turn will have when it begins now."""
    return replacing.id if replacing else f"{conversation.id}.{conversation.turns_begun + 1}"


class Keeper(Protocol):
    """What keeps turns for good. Both return once it is done, and raise an NpcgenError when it
    can't be.
    """

    async def remember(self, conversation: Conversation, turn: Turn) -> None: ...

    async def rewrite(self, conversation: Conversation, turn: Turn) -> None:
        """For a turn that is kept already, and is another now."""
        ...

    async def keep_noticed(self, conversation: Conversation) -> None:
        """For a turn that leaves no trace but what was heard."""
        ...


@dataclass(frozen=True, slots=True)
class Ending:
    """How a turn ended."""

    turn: ActiveTurn
    line: PlayerLine
    text: str
    """All that was said."""
    finish_reason: FinishReason
    replacing: Turn | None = None

    @property
    def told(self) -> Turn | None:
        """The turn as it is remembered; None where nothing was said.

        One that replaces another only does so when the model spoke to its end.
        """
        was_spoken = self.finish_reason in (FinishReason.STOP, FinishReason.LENGTH)
        if not self.text or (self.replacing is not None and not was_spoken):
            return None
        text, reason = self.text, self.finish_reason
        if self.turn.heard_chars is not None:
            is_whole = reason is not FinishReason.CANCELLED
            text = heard(text, self.turn.heard_chars, is_whole=is_whole)
            reason = reason if text == self.text else FinishReason.CANCELLED
        return Turn(self.turn.id, PastTurn(self.line, text), reason)


async def end(conversation: Conversation, ending: Ending, keeper: Keeper) -> None:
    """Ends the turn; one in which nothing was said leaves no trace but the words it heard.

    Raises what `keeper` raises: then the turn is forgotten.
    """
    turn = ending.told
    before = list(conversation.turns)
    try:
        if turn is not None and not conversation.is_deleted:
            # NOTE: first here: whoever leaves while it is being kept doesn't stop that.
            if ending.replacing is None:
                conversation.turns.append(turn)
                await keeper.remember(conversation, turn)
            else:
                conversation.turns[conversation.turns.index(ending.replacing)] = turn
                await keeper.rewrite(conversation, turn)
            _take_in(conversation, turn)
        elif not conversation.is_deleted and ending.replacing is None:
            await _keep_heard(conversation, keeper)
    except NpcgenError:
        conversation.turns = before
        raise
    finally:
        conversation.active = None


async def _keep_heard(conversation: Conversation, keeper: Keeper) -> None:
    """NOTE: such a turn ends with an error of its own, or with nobody there to hear of this one."""
    try:
        await keeper.keep_noticed(conversation)
    except NpcgenError as error:
        logger.warning("what %s heard isn't kept: %s", conversation.id, error.message)


def _take_in(conversation: Conversation, turn: Turn) -> None:
    """What the turn's line holds isn't news any more.

    NOTE: a prompt never holds a turn outside the fiction, and what comes in while the NPC speaks
    stands behind, for its next turn.
    """
    if not turn.is_outside:
        known = set(map(id, turn.past.line.noticed))
        conversation.noticed = [each for each in conversation.noticed if id(each) not in known]
    heard = user_text(turn.past.line)
    conversation.unanswered = [each for each in conversation.unanswered if each != heard]


def last_turn(conversation: Conversation, turn_id: str) -> Turn:
    """The last turn, which `turn_id` has to name unless it is empty.

    Raises NotFound when there is no such turn, FailedPrecondition when others came after it.
    """
    if conversation.turns and turn_id in ("", conversation.turns[-1].id):
        return conversation.turns[-1]
    if any(turn.id == turn_id for turn in conversation.turns):
        raise FailedPrecondition(
            f"turn {turn_id} isn't the conversation's last; only that one can be changed",
            reason="NOT_LAST_TURN",
        )
    raise NotFound(
        f"no turn '{turn_id[:64]}' is finished in this conversation; send the id of its events",
        reason="TURN_NOT_FOUND",
        metadata={"turn_id": turn_id[:64]},
    )


async def cut(conversation: Conversation, turn_id: str, heard_chars: int, keeper: Keeper) -> bool:
    """Cuts the last turn, which was over, to what the player heard of it; whether it was that
    turn, and there was something to cut. Raises what `keeper` raises.
    """
    last = conversation.turns[-1] if conversation.turns else None
    if last is None or last.id != turn_id:
        return False
    text = heard(last.past.reply, heard_chars, is_whole=True)
    if text == last.past.reply:
        return False
    past = replace(last.past, reply=text)
    shorter = replace(last, past=past, finish_reason=FinishReason.CANCELLED)
    await keeper.rewrite(conversation, shorter)
    if conversation.turns and conversation.turns[-1] is last:
        conversation.turns[-1] = shorter
    return True


def heard(text: str, chars: int, *, is_whole: bool) -> str:
    """`text` up to the last word that the player heard all of, and a dash where it goes on.

    `chars` are code points. `is_whole`: whether the NPC would have said no more than `text`.
    """
    if chars >= len(text):
        return text if is_whole else text + CUT
    edges = [match.start() for match in _WORD_EDGE.finditer(text, 0, len(text))]
    edge = max((each for each in edges if each <= chars), default=0)
    return text[:edge].rstrip() + CUT
