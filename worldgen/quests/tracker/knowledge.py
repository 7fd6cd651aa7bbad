"""What somebody knows of a quest: their part in it, at this stage, and no more."""

from worldgen.quests.quest import Line, Quest
from worldgen.quests.tracker.stages import Stages, bundled_stages
from worldgen.quests.tracker.states import QuestState


def offered(quest: Quest) -> QuestState:
    """A quest that nobody has taken on yet."""
    return QuestState(quest.id, "offered", quest.giver)


def knowledge(
    quest: Quest, state: QuestState, npc: str, stages: Stages | None = None
) -> tuple[str, ...]:
    """Keys of lines, in the quest's order: what `npc` says at this stage, or gives the quest for.

    A giver whose place another has taken knows no more than is said of others.
    """
    stages = stages or bundled_stages()
    come = _come_about(quest, state)
    return tuple(line.key for line in quest.lines if _knows(quest, line, state, npc, stages, come))


def _knows(
    quest: Quest, line: Line, state: QuestState, npc: str, stages: Stages, come: set[str]
) -> bool:
    if line.node not in come:
        return False
    if not line.speaker:
        return npc == state.giver and state.status in stages.giver.get(line.role, ())
    replaced = npc == quest.giver and npc != state.giver
    return line.speaker == npc and not replaced and state.status in stages.stages.get(line.role, ())


def _come_about(quest: Quest, state: QuestState) -> set[str]:
    """Parts of the quest that lines may be about by now; "" is the quest itself."""
    steps = {each.step for each in state.objectives if each.status in ("done", "current")}
    extras = [extra.id for extra in quest.extras]
    come = {"", *steps, *extras, *state.repairs, *state.extras, state.outcome}
    return come | {quest.refusal.id} if state.status == "offered" else come
