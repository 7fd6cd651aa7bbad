"""What became of a quest by something that happened, in words."""

from dataclasses import dataclass, replace
from typing import Literal as OneOf

from npcgen.preview.pages.quests.play import Moment
from npcgen.preview.pages.quests.rows import reward_text
from npcgen.preview.pages.quests.story import Story
from worldgen.quests.quest import Branch, Outcome, Repair
from worldgen.quests.tracker import QuestState

Tone = OneOf["good", "bad", "changed", "calm"]


@dataclass(frozen=True, slots=True)
class Became:
    heading: str
    tone: Tone
    told: tuple[str, ...] = ()
    """Sentences, or quotes."""


def became(story: Story, moment: Moment) -> Became:
    """`story` is the quest as it stands after the moment."""
    if moment.after.status != moment.before.status:
        return _turned(story, moment)
    found = [
        *_new_repairs(story, moment),
        *_new_ways(story, moment),
        *_lost_ways(story, moment),
        *_done(story, moment),
        *_lost_besides(story, moment),
    ]
    if moment.after.stuck and not moment.before.stuck:
        told = "Nobody is to blame, but no way leads to the end any more. It isn't failed: what "
        told += "happens next may open one again."
        found.insert(0, Became("Nothing leads on for now", "bad", (told,)))
    if not found:
        return Became("Nothing changes for this quest", "calm", (_still(story),))
    first = found[0]
    rest = [text for each in found[1:] for text in (f"{each.heading}.", *each.told)]
    return replace(first, told=(*first.told, *rest))


def _turned(story: Story, moment: Moment) -> Became:
    """It was taken on, or it is over."""
    state = moment.after
    if state.status == "open":
        told = story.texts_of("", "journal")
        return Became("The quest is under way", "calm", tuple(told[:1]))
    if state.status == "refused":
        return Became("The player gave it up", "bad", _ending(story, story.quest.refusal, state))
    if state.status == "failed":
        failure = next(each for each in story.quest.failures if each.id == state.outcome)
        why = f"It fails because {story.so(failure.when)}."
        return Became("The quest fails", "bad", (why, *_ending(story, failure, state)))
    ends = {each.outcome.id: each.outcome for each in story.content.quest.branches}
    outcome = ends[state.outcome]
    told = [*_ending(story, outcome, state)]
    told.append(f"The player gets {reward_text(story.world, outcome.reward)}.")
    told += [_besides(story, extra) for extra in story.quest.extras if _came(extra, state)]
    return Became("The quest is done", "good", tuple(told))


def _ending(story: Story, outcome: Outcome, state: QuestState) -> tuple[str, ...]:
    return tuple(story.texts_of(outcome.id, "success", "failure", "refusal"))


def _came(extra: Branch, state: QuestState) -> bool:
    return extra.outcome.id in state.extras


def _besides(story: Story, extra: Branch) -> str:
    told = " ".join(story.texts_of(extra.outcome.id, "extra"))
    return f"{told} For that: {reward_text(story.world, extra.outcome.reward)}."


def _new_repairs(story: Story, moment: Moment) -> list[Became]:
    new = [name for name in moment.after.repairs if name not in moment.before.repairs]
    return [_repair(story, each) for each in story.quest.repairs if each.id in new]


def _repair(story: Story, repair: Repair) -> Became:
    if repair.kind == "stand_in":
        return Became(f"{story.name(repair.giver)} asks for it from now on", "changed")
    told = story.texts_of(repair.id, "letter", "substitute", "detour")
    heading = {
        "letter": "A letter says what to do",
        "substitute": "Something else will do instead",
    }.get(repair.kind, "There is another way")
    granted = (f"From now on, {story.so(repair.grants)}.",) if repair.grants else ()
    return Became(heading, "changed", (*told, *granted))


def _new_ways(story: Story, moment: Moment) -> list[Became]:
    known = {way.id for way in moment.before.detours}
    new = [way for way in moment.after.detours if way.id not in known]
    return [
        Became(
            "No known way led on, so a new one was planned",
            "changed",
            tuple(f"{at}. {story.step_text(step)}" for at, step in enumerate(way.steps, 1)),
        )
        for way in new
    ]


def _lost_ways(story: Story, moment: Moment) -> list[Became]:
    still = set(moment.after.possible)
    ways = {way.id: way for way in (*story.quest.branches, *moment.before.detours)}
    lost = [ways[name] for name in moment.before.possible if name not in still and name in ways]
    if not lost:
        return []
    names = ", ".join(f"“{story.way_name(way)}”" for way in lost)
    verb = "leads" if len(lost) == 1 else "lead"
    heading = f"{len(lost)} of {len(moment.before.possible)} ways {verb} nowhere any more"
    told = f"Lost: {names}."
    left = ", ".join(
        f"“{story.way_name(way)}”" for way in story.content.quest.branches if way.id in still
    )
    return [Became(heading, "changed", (told, f"Still open: {left}." if left else ""))]


def _done(story: Story, moment: Moment) -> list[Became]:
    before = {each.step for each in moment.before.objectives if each.status == "done"}
    after = {each.step for each in moment.after.objectives if each.status == "done"}
    new = [step for name, step in story.steps().items() if name in after - before]
    if not new:
        return []
    told = [text for step in new for text in story.texts_of(step.id, "journal")]
    done = "; ".join(story.step_text(step).rstrip(".") for step in new)
    return [Became(f"Done: {done}", "good", tuple(told))]


def _lost_besides(story: Story, moment: Moment) -> list[Became]:
    """What was to be kept so, and isn't."""
    before = {each.step for each in moment.before.objectives if each.status == "closed"}
    after = {each.step for each in moment.after.objectives if each.status == "closed"}
    lost = [extra for extra in story.quest.extras if extra.id in after - before]
    told = tuple(text for extra in lost for text in story.texts_of(extra.id, "objective"))
    return [Became("What was asked besides is lost", "changed", told)] if lost else []


def _still(story: Story) -> str:
    open_ways = len(story.state.possible)
    if story.state.status != "open":
        return "It is over already."
    return f"{open_ways} {'way leads' if open_ways == 1 else 'ways lead'} to its end, as before."
