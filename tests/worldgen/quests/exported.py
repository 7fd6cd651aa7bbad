"""Quests for the tests of exports, made by hand: with words, without, hostile, winding."""

from dataclasses import replace
from typing import Any

from tests.worldgen.quests.worlds import VILLAGE
from worldgen.provenance import Provenance
from worldgen.quests.facts import read_literal
from worldgen.quests.quest import (
    Branch,
    Line,
    Outcome,
    OutcomeKind,
    Quest,
    Repair,
    Reward,
    Step,
    stable_id,
)
from worldgen.quests.world import World, read_world
from worldgen.rng import Stream

HOSTILE = (
    """-> *+=~ {x} }{ "q" ''p'' \\ \\n # ## //c /* d */ <<jump y>> [b]z[/b] [[l->m]] <- <> <i> """
    """&amp; & | $v @ ^ (if: 1) `t` --- === :: Note: a_b é 龍 🐉 #35; % %s {{}} ]] >>"""
)
STARTS = (
    "- a", "* b", "+ c", "= d", "~ e", "(f) g", "-> h", "VAR i = 1", "INCLUDE j", "TODO: k",
    "<<l>>", "=== m", "// n", "\\", "#o", "[p]", "::q", "&amp;", "'r'", "!s", "Note: t",
    "\ufeffu", "else:", "{v}", "|w", "end", "\\[x\\]", "a\\", "a\\\\[b", "$1 $& $$",
)  # fmt: skip
"""What begins something in one format or another."""


def world() -> World:
    village_file: dict[str, Any] = {**VILLAGE}
    names = {"mira": 'Old "Mira" <Tobin>: #1 -> {x}', "lantern": "the [lantern] | lamp & oil"}
    entities: dict[str, Any] = {**village_file["entities"]}
    for entity, name in names.items():
        entities[entity] = {"type": entities[entity], "name": name}
    return read_world({**village_file, "entities": entities})


def village() -> World:
    return read_world(VILLAGE)


def step(action: str, *arguments: str, does: str = "paid mira", optional: bool = False) -> Step:
    ident = stable_id("q", action, *arguments)
    needs = (read_literal("at player green", "test"),)
    return Step(ident, action, arguments, needs, (read_literal(does, ""),), action, optional)


def outcome(ident: str, kind: OutcomeKind = "success", *when: str) -> Outcome:
    effects = (read_literal("trusts mira player", ""), read_literal("not hates mira player", ""))
    return Outcome(
        ident, kind, effects, Reward(12.5, ("coin",), 30),
        tuple(read_literal(each, "") for each in when),
    )  # fmt: skip


def line(role: str, node: str, speaker: str, text: str, quest: str = "lantern") -> Line:
    return Line(stable_id(quest, node, role), role, node, speaker, text, "plain")


BUY = step("buy", "lantern", "tobin", "green", does="has player lantern")
STEAL = step("steal", "lantern", "tobin", "green", does="has player lantern")
GO = step("go", "mill", does="at player mill")
BACK = step("go", "green", does="at player green")
GIVE = step("give", "lantern", "mira", "mill", does="has mira lantern")
TAKE = step("take", "salve", "chapel", optional=True)
PRAY = step("go", "chapel", does="at player chapel")


def extra(ident: str, *steps: Step) -> Branch:
    """Done by steps, or kept, where it has none."""
    return Branch(
        ident, (ident,), steps, outcome(f"{ident}_came", "extra", "not fears mira player")
    )


def bare() -> Quest:
    """Three ways, of which two begin alike; everything that may happen meanwhile; no words."""
    goal = (read_literal("has mira lantern", ""),)
    branches = (
        Branch("trade", ("trade",), (GO, BACK, BUY, replace(GO, id="go_again"), GIVE),
               outcome("thanked")),
        Branch("stealth", ("stealth",), (GO, BACK, STEAL, replace(GO, id="go_again"), GIVE),
               outcome("thanked")),
        Branch("short", (), (replace(PRAY, optional=True), GIVE), outcome("short of it")),
    )  # fmt: skip
    return Quest(
        id="lantern-1", world="hollow", seed=7, version="1", giver="mira", motive="need",
        cites=(read_literal("needs mira lantern", "").fact,), goal=goal, branches=branches,
        refusal=outcome("refused", "refusal"),
        failures=(outcome("dead", "failure", "not alive mira", "not alive elsa"),
                  outcome("late", "failure", "at lantern cave")),
        repairs=(Repair("heir", "stand_in", (read_literal("not alive mira", ""),),
                        (read_literal("alive elsa", ""),), "elsa"),
                 Repair("other", "substitute", (read_literal("broken lantern", ""),), ())),
        extras=(extra("salve", TAKE, replace(PRAY, id="pray_besides", optional=True)),
                extra("gentle")),
        cast=("elsa", "lantern", "mira", "tobin"),
        properties={"danger": 0.5, "count": 3, "tone": HOSTILE},
        provenance=Provenance("worldgen.quests", "1", 7, "aa", "bb"),
    )  # fmt: skip


def told() -> Quest:
    """The same, with words for most of it."""
    lines = (
        line("title", "", "", "A light for Mira"),
        line("summary", "", "", "Mira's lantern is gone.\nShe asks for another."),
        line("offer", "", "mira", "I can't see a thing. Bring me a lantern?"),
        line("agree", "", "player", "I'll look for one."),
        line("decline", "", "player", "Not today."),
        line("accept", "", "mira", "Bless you."),
        line("refuse", "", "mira", "Then I'll sit in the dark."),
        line("thanks", "", "mira", "Light! At last."),
        line("remind", "", "mira", "Have you forgotten me?"),
        line("objective", BUY.id, "", "Buy a lantern of Tobin"),
        line("journal", BUY.id, "", "I bought it."),
        line("greeting", BUY.id, "tobin", "Twelve coins, and it's yours."),
        line("journal", STEAL.id, "", "Take the lantern unseen"),
        line("besides", "salve", "mira", "And the salve, if you pass the chapel."),
        line("objective", "salve", "", "If you can, see to the salve"),
        line("besides", "gentle", "mira", "Be gentle with Tobin."),
        line("objective", "gentle", "", "Be gentle"),
        line("praise", "gentle_came", "mira", "You were gentle."),
        line("extra", "salve_came", "", "Mira has her salve, too."),
        line("lament", "dead", "elsa", "She won't need it any more."),
        line("letter", "heir", "elsa", "My mother asked for it."),
    )
    return replace(bare(), id="lantern", lines=lines)


def hostile() -> Quest:
    """With lines that no format likes, at every place."""
    nodes = ["", *(s.id for b in bare().branches for s in b.steps), "dead", "heir", "other"]
    texts = [HOSTILE, *STARTS, " \n two\r\nlines\u2028 here\t", "", "0", "x" * 4000]
    lines = [
        line(role, "", "mira", HOSTILE, "Hostile")
        for role in ("title", "offer", "accept", "thanks")
    ]
    for at, text in enumerate(texts):
        node = nodes[at % len(nodes)]
        lines.append(line(f"objective{at}", node, "tobin" if at % 2 else "", text, "Hostile"))
    for node in dict.fromkeys(nodes[1:]):
        lines.append(line("objective", node, "", texts[len(lines) % len(STARTS)], "Hostile"))
    return replace(bare(), id="Hostile", lines=tuple(lines))


def plain() -> Quest:
    """One way, with nothing to do and nothing that can happen."""
    return replace(
        bare(), id="plain", branches=(Branch("b", (), (), outcome("end")),), failures=(),
        repairs=(), extras=(), provenance=None, properties={}, cast=(),
    )  # fmt: skip


def winding() -> Quest:
    """A way that is the beginning of another, and one of sixty steps."""
    long = tuple(replace(GO if at % 2 else BACK, id=f"s{at}") for at in range(60))
    branches = (
        Branch("a", (), (GO, GIVE), outcome("a")),
        Branch("b", (), (GO,), outcome("b")),
        Branch("c", (), long, outcome("c")),
    )
    return replace(bare(), id="winding", branches=branches)


NOISE = [
    *"\\\\{}<>|#*+-=~/[]()!&$%^@:;'\"`_,.?0a B", "->", "<-", "//", "/*", "*/", "[[", "]]",
    "é", "龍", "\u200b", "\\n", "{{", "}}", "<<", ">>", "1. ", "- ", "TODO:", "<br>", "&lt;",
    "#9;", "%%",
]  # fmt: skip


def noisy(seed: int = 0) -> Quest:
    """Sixty steps whose objectives are made of what means something to somebody."""
    draw = Stream("noise for exports", seed)
    long = tuple(replace(GO if at % 2 else BACK, id=f"s{at}") for at in range(60))
    texts = ["x" + "".join(draw.pick(NOISE) for _ in range(12))[at % 2 :] for at in range(60)]
    lines = [
        line(role, step.id, "tobin" if role == "said" else "", text[at % 3 :], "noisy")
        for at, (step, text) in enumerate(zip(long, texts, strict=True))
        for role in ("objective", "said")
    ]
    branches = (Branch("only", (), long, outcome("end")),)
    return replace(plain(), id="noisy", branches=branches, lines=tuple(lines))


EVERY = {quest().id: quest for quest in (bare, told, hostile, plain, winding, noisy)}
