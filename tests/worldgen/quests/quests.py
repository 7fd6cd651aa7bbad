"""Quests of the village by hand, written down step by step; no planner is asked."""

from collections.abc import Sequence
from dataclasses import replace

from tests.worldgen.quests.worlds import village
from worldgen.quests.facts import Fact, Literal, read_fact, read_literal
from worldgen.quests.quest import (
    Branch,
    Line,
    Outcome,
    Quest,
    Repair,
    RepairKind,
    Reward,
    Step,
)
from worldgen.quests.schema import bundled

HOLLOW = village()


def literals(*texts: str) -> tuple[Literal, ...]:
    return tuple(read_literal(text, "test") for text in texts)


def facts(*texts: str) -> tuple[Fact, ...]:
    return tuple(read_fact(text, "test") for text in texts)


def step(text: str, *, optional: bool = False) -> Step:
    """Of `give lantern mira mill`; what it needs and does is the bundled schema's."""
    name, *arguments = text.split()
    action = bundled().actions[name]
    meant = dict(zip((p for p, _ in action.parameters), arguments, strict=True))
    meant["player"] = "player"

    def over(given: Sequence[Literal]) -> tuple[Literal, ...]:
        return tuple(
            Literal(Fact(each.fact.name, tuple(meant[word] for word in each.fact.of)), each.holds)
            for each in given
        )

    ident = text.replace(" ", "-")
    verb = action.schema.verb
    needs, does = over(action.needs), over(action.does)
    return Step(ident, name, tuple(arguments), needs, does, verb, optional)


def branch(ident: str, *steps: str, effects: Sequence[str] = (), money: float = 4) -> Branch:
    outcome = Outcome(f"done-{ident}", "success", literals(*effects), Reward(money, (), 10))
    return Branch(ident, (ident,), tuple(step(text) for text in steps), outcome)


def failure(ident: str, *when: str, effects: Sequence[str] = ()) -> Outcome:
    return Outcome(ident, "failure", literals(*effects), when=literals(*when))


def repair(
    ident: str,
    kind: RepairKind,
    when: Sequence[str],
    grants: Sequence[str] = (),
    giver: str = "",
) -> Repair:
    return Repair(ident, kind, literals(*when), literals(*grants), giver)


def extra(ident: str, *steps: str, when: Sequence[str]) -> Branch:
    outcome = Outcome(f"came-{ident}", "extra", literals("esteems mira player"), Reward(1, (), 5))
    done = tuple(step(text, optional=True) for text in steps)
    return Branch(ident, (ident,), done, replace(outcome, when=literals(*when)))


REFUSAL = Outcome("refused", "refusal")
LINES = (
    Line("k-title", "title", "", "", "A light for the mill"),
    Line("k-summary", "summary", "", "", "Mira needs the lantern that Tobin sells."),
    Line("k-offer", "offer", "", "mira", "I need a lantern. Tobin's got one, at the green."),
    Line("k-remind", "remind", "", "mira", "Still no lantern?"),
    Line("k-refuse", "refuse", "refused", "mira", "Then I'll sit in the dark."),
    Line("k-sale", "sell", "buy-lantern-tobin-green", "tobin", "The lantern? Yours, for coin."),
    Line("k-journal-1", "journal", "buy-lantern-tobin-green", "", "Tobin sold me the lantern."),
    Line("k-journal-2", "journal", "give-lantern-mira-mill", "", "Mira has her lantern."),
    Line("k-journal-3", "journal", "heir", "", "Mira is dead. Elsa asks for the lantern now."),
    Line("k-heir", "offer", "heir", "elsa", "Mira wanted it. Bring it to me."),
    Line("k-thanks", "thanks", "done-trade", "mira", "Now I can see what I mill!"),
)
LANTERN = Quest(
    id="lantern-quest",
    world="hollow",
    seed=7,
    version="1",
    giver="mira",
    motive="need",
    cites=facts("needs mira lantern"),
    goal=literals("has mira lantern"),
    branches=(
        branch(
            "trade",
            *("buy lantern tobin green", "go mill", "give lantern mira mill"),
            effects=("trusts mira player",),
        ),
        branch(
            "stealth",
            *("steal lantern tobin green", "go mill", "give lantern mira mill"),
            effects=("trusts mira player",),
        ),
    ),
    refusal=REFUSAL,
    failures=(failure("burnt", "destroyed lantern", effects=("let_down mira player",)),),
    repairs=(repair("heir", "stand_in", ("not alive mira",), giver="elsa"),),
    extras=(
        extra("coin", "go cave", "take coin cave", when=("has player coin",)),
        extra("honesty", when=("not robbed player tobin lantern",)),
    ),
    lines=LINES,
    cast=("cave", "coin", "elsa", "green", "lantern", "mill", "mira", "tobin"),
)
"""Bought or stolen from Tobin; Elsa asks for it where Mira dies."""
SALVE = Quest(
    id="salve-quest",
    world="hollow",
    seed=7,
    version="1",
    giver="mira",
    motive="care",
    cites=facts("kin mira elsa", "sick elsa"),
    goal=literals("not sick elsa"),
    branches=(
        branch(
            "key",
            *("go mill", "take crowbar mill", "unlock crowbar chapel", "go chapel"),
            *("take salve chapel", "go hut", "heal elsa salve hut"),
        ),
        branch(
            "force",
            *("force chapel", "go chapel", "take salve chapel", "go hut", "heal elsa salve hut"),
        ),
    ),
    refusal=REFUSAL,
    failures=(failure("buried", "not alive elsa"), failure("spilt", "destroyed salve")),
    cast=("chapel", "crowbar", "elsa", "hut", "mill", "mira", "salve"),
)
"""Seven steps through a locked chapel, or five through its broken door."""
