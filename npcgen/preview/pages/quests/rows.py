"""A quest as a row of the list: what can be shown, looked for and sorted by."""

from dataclasses import dataclass

from worldgen.quests.quest import Quest, Reward
from worldgen.quests.world import World

DANGERS = ("easy", "normal", "hard")
COLUMNS = {
    "title": "Quest",
    "giver": "Asked by",
    "motive": "Why",
    "coins": "Reward",
    "experience": "Experience",
    "danger": "Danger",
    "steps": "Steps",
    "ways": "Ways",
    "ends": "Ends",
}
"""Fields of a row that the list shows, with their heads."""


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    title: str
    giver: str
    motive: str
    coins: float
    """The most that one of its ways pays."""
    reward: str
    experience: int
    danger: str
    steps: int
    """Of its first way."""
    ways: int
    ends: int
    """How it can end: by each way, by failing, by being refused."""

    def cell(self, column: str) -> str:
        return self.reward if column == "coins" else str(getattr(self, column))

    def sort_key(self, column: str) -> tuple[float, str]:
        if column == "danger":
            return float(DANGERS.index(self.danger) if self.danger in DANGERS else -1), self.title
        value = getattr(self, column)
        return (0.0, value.casefold()) if isinstance(value, str) else (float(value), self.title)


def row_of(world: World, quest: Quest) -> Row:
    rewards = [branch.outcome.reward for branch in quest.branches]
    best = max(rewards, key=lambda reward: (reward.money, reward.experience), default=Reward())
    ends = {branch.outcome.id for branch in quest.branches} | {end.id for end in quest.failures}
    return Row(
        id=quest.id,
        title=title_of(quest),
        giver=world.called(quest.giver),
        motive=motive_name(quest.motive),
        coins=best.money,
        reward=reward_text(world, best, with_experience=False),
        experience=best.experience,
        danger=str(quest.properties.get("difficulty", "")),
        steps=len(quest.branches[0].steps) if quest.branches else 0,
        ways=len(quest.branches),
        ends=len(ends) + 1,
    )


def title_of(quest: Quest) -> str:
    return next((line.text for line in quest.lines if line.role == "title"), quest.id)


def motive_name(motive: str) -> str:
    return motive.replace("_", " ")


def reward_text(world: World, reward: Reward, *, with_experience: bool = True) -> str:
    """In words: "7 coins, the lamp oil and 25 experience"."""
    coins = "1 coin" if reward.money == 1 else f"{reward.money:,.10g} coins"
    parts = [coins] if reward.money else []
    parts += [world.called(item) for item in reward.items]
    if with_experience and reward.experience:
        parts.append(f"{reward.experience} experience")
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]])) or "nothing"
