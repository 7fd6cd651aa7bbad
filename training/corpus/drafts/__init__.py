"""What is asked and what answers it, by intent: one module for each family of intents."""

from collections.abc import Callable, Mapping

from training.corpus.drafts import (
    facts,
    favours,
    group,
    manners,
    people,
    player,
    quests,
    selves,
    strange,
)
from training.corpus.talk_state import TalkState
from training.corpus.turn import Draft

DRAFTS: Mapping[str, Callable[[TalkState], Draft]] = {
    **facts.DRAFTS,
    **favours.DRAFTS,
    **group.DRAFTS,
    **manners.DRAFTS,
    **people.DRAFTS,
    **player.DRAFTS,
    **quests.DRAFTS,
    **selves.DRAFTS,
    **strange.DRAFTS,
}
"""Intents that have no entry are asked in one of their ways and answered by their lines."""


def draft(state: TalkState, intent: str) -> Draft:
    """A question of `intent` and what answers it."""
    if intent in DRAFTS:
        return DRAFTS[intent](state)
    return Draft(state.ask(intent), intent)
