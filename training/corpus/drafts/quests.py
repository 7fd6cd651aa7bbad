"""What the persona wants done, in the words by which quests come to mind on a server."""

from collections.abc import Callable, Mapping
from functools import partial

from npcgen.dialogue.turn_context import Recalled
from training.corpus.context import recall
from training.corpus.facts import amount
from training.corpus.talk_state import TalkState
from training.corpus.turn import Draft
from worldgen.quests.dialogue_side import bundled_frames
from worldgen.quests.tracker.states import Status


class Quest:
    """A task, half of the time with a reward, and its lines at each stage."""

    def __init__(self, state: TalkState) -> None:
        self._words = state.words
        paid = state.rng.random() < 0.5
        self.values = {"task": state.words.fill("{task}")}
        if paid:
            self.values["reward"] = amount(state.words).replace("one ", "two ")
        self.offer = self._line("paid_offers" if paid else "offers")

    def _line(self, key: str) -> str:
        return self._words.fill(self._words.talk(key), **self.values)

    def told(self, role: str, status: Status, key: str = "") -> Recalled:
        """The line of `role` as somebody who gave the quest is told it; the offer by default."""
        text = self._line(key) if key else self.offer
        return recall("quest", bundled_frames().around(role, status).replace("{text}", text))


def offer(state: TalkState) -> Draft:
    """Asked for work while a quest waits for somebody to take it on."""
    quest = Quest(state)
    role = state.rng.choice(("offer", "offer", "summary"))
    told, task = quest.told(role, "offered"), quest.values["task"]
    question = state.ask(state.rng.choice(("quest_offer", "goal")))
    return Draft(question, "quest_offer", quest.values, task, told, needs="task")


def answered(intent: str, role: str, key: str, state: TalkState) -> Draft:
    """The player takes the quest on, or doesn't."""
    quest = Quest(state)
    told, beside = quest.told(role, "offered", key), quest.told("offer", "offered")
    values = {"task": quest.values["task"]}
    return Draft(state.ask(intent), intent, values, "", told, beside=(beside,))


def remind(state: TalkState) -> Draft:
    """Asked what there was to do, with the quest still open."""
    quest = Quest(state)
    task = quest.values["task"]
    told = quest.told("remind", "open", "quest_reminders")
    beside = quest.told(state.rng.choice(("offer", "summary")), "open")
    question = state.ask("quest_remind")
    return Draft(question, "quest_remind", quest.values, task, told, needs="task", beside=(beside,))


def done(state: TalkState) -> Draft:
    """It is done; the reward is in what the persona is told, if there is any."""
    quest = Quest(state)
    reward = quest.values.get("reward", "")
    key = "quest_paid" if reward else "quest_thanked"
    told, success = quest.told("thanks", "succeeded", key), quest.told("success", "succeeded")
    needs = "reward" if reward else ""
    question = state.ask("quest_done")
    return Draft(question, "quest_done", quest.values, reward, told, needs=needs, beside=(success,))


def failed(state: TalkState) -> Draft:
    quest = Quest(state)
    told, failure = quest.told("lament", "failed", "quest_lost"), quest.told("failure", "failed")
    values = {"task": quest.values["task"]}
    return Draft(state.ask("quest_failed"), "quest_failed", values, "", told, beside=(failure,))


DRAFTS: Mapping[str, Callable[[TalkState], Draft]] = {
    "quest_offer": offer,
    "quest_thanks": partial(answered, "quest_thanks", "accept", "quest_accepted"),
    "quest_declined": partial(answered, "quest_declined", "refuse", "quest_refused"),
    "quest_remind": remind,
    "quest_done": done,
    "quest_failed": failed,
}
