"""What models answer: what is shown of it, and what stands in the place of the rest."""

import random
from itertools import pairwise

import pytest

from npcgen.dialogue.guardrails.output import MAX_HELD_CHARS, Facts, OutputGuard
from npcgen.dialogue.guardrails.policy import GuardPolicy
from npcgen.dialogue.prompt import PastTurn, PlayerLine

POLICY = GuardPolicy("teen", "medieval")
NOBODY = Facts(player_name="Ada")
SECRET = Facts(
    locked_secrets=("He sold the blade that killed the last reeve.",),
    public=("A good blade costs twelve silver.",),
)


def said(
    reply: str, facts: Facts = NOBODY, policy: GuardPolicy = POLICY, cuts: tuple[int, ...] = ()
) -> tuple[str, list[str]]:
    """What was shown and which rules held, the reply fed in pieces that end at `cuts`."""
    guard = OutputGuard(policy, facts, lambda category: "Enough.")
    shown, rules = "", []
    places = [0, *cuts, len(reply)]
    for start, end in pairwise(places):
        guarded = guard.feed(reply[start:end])
        shown += guarded.text
        rules += [finding.rule for finding in guarded.findings]
        if guarded.stopped:
            return shown, rules
    guarded = guard.flush()
    return shown + guarded.text, rules + [finding.rule for finding in guarded.findings]


@pytest.mark.parametrize(
    "reply",
    [
        "Is it? Say what you want.",
        "I was trained by my father. I train apprentices.",
        "You say that now, friend. I told Ada: not before dusk.",
        "No, no, no. Sit down, sit down!",
        "It costs (the long one) twelve. #1 in the valley, < 3 copper.",
        "Oh... I... I... did not hear you.",
        "It costs ~20 copper, and the sign says old_mill ~ turn left.",
        "If I mend it, it holds. If I sell it, it is gone.",
        "Ada asks much. You nod, but you do not listen.",
    ],
)
def test_honest_replies_are_shown_as_they_are(reply: str) -> None:
    assert said(reply) == (reply, [])


@pytest.mark.parametrize(
    ("reply", "shown", "rule"),
    [
        ("As a language model, I can't.", "Enough.", "output.ai_talk"),
        ("I see. I'm an AI.", "I see. Enough.", "output.claims_to_be_ai"),
        ("I have a telephone here.", "I have a... Enough.", "output.industrial_word"),
        ("Two copper. Ada: Too much!", "Two copper. Enough.", "output.speaks_for_player"),
        ("Iron iron iron iron iron iron", "Iron iron iron iron... Enough.", "output.loop"),
        ("Hello.<|im_end|> More", "Hello.", "output.role_marker"),
        ('Ada shouts, "Too much!"', "Enough.", "output.speaks_for_player"),
        (
            "You must not go up. You must not go in. You must not go down.",
            "You must not go up. You must not go in. You must not... Enough.",
            "output.loop",
        ),
    ],
)
def test_what_is_caught_is_replaced(reply: str, shown: str, rule: str) -> None:
    assert said(reply) == (shown, [rule])


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        ("*sighs* Long night.", "Long night."),
        ("Ha! *slaps the table* Sit down!", "Ha! Sit down!"),
        ("Come in (smiles).", "Come in."),
        ("[nods slowly] Morning.", "Morning."),
        ("You must *never* go there.", "You must never go there."),
        ("<think>They want a blade.</think>Twelve silver.", "Twelve silver."),
        ("_yawns_ Long night.", "Long night."),
        ("Come in, ~winks~ friend.", "Come in, friend."),
        ("You must _never_ go there.", "You must never go there."),
        ("*sighs*", "Enough."),
    ],
)
def test_what_is_no_speech_is_left_out(reply: str, shown: str) -> None:
    assert said(reply)[0] == shown


def test_stage_directions_stay_where_they_are_wanted() -> None:
    policy = GuardPolicy(allow_stage_directions=True)

    assert said("*sighs* Long night.", policy=policy) == ("*sighs* Long night.", [])


def test_a_locked_secret_is_cut_off_before_it_is_told() -> None:
    shown, rules = said("Fine. I sold the blade that killed the reeve.", SECRET)

    assert (shown, rules) == ("Fine. I... Enough.", ["output.secret"])


def test_other_words_that_tell_the_same_tell_a_secret() -> None:
    shown, rules = said("The man who slew the reeve bought it here.", SECRET)

    assert (shown, rules) == ("The man who... Enough.", ["output.secret"])


def test_words_that_may_be_said_anyway_tell_no_secret() -> None:
    reply = "A good blade costs twelve silver."

    assert said(reply, SECRET) == (reply, [])


def test_the_players_word_may_be_said_back() -> None:
    reply = "A telephone? I know no such thing."

    assert said(reply, Facts(player_text="Have you a telephone?")) == (reply, [])


def test_an_era_decides_which_things_may_be_named() -> None:
    reply = "Call me on the telephone."

    assert said(reply, policy=GuardPolicy(era="modern")) == (reply, [])
    assert said(reply, policy=GuardPolicy(era="none")) == (reply, [])


def test_an_earlier_reply_to_another_question_is_not_said_again() -> None:
    reply = "The gate shuts at dusk and I stand here until dawn."
    before = (PastTurn(PlayerLine("Who are you?"), reply),)

    assert said(reply, Facts(player_text="Who is she?", recent=before))[1] == ["output.said_before"]
    assert said(reply, Facts(player_text="Who are you?", recent=before)) == (reply, [])
    other = Facts(player_text="Who is she?", recent=before)
    assert said(f"Oh, well. {reply}", other)[1] == ["output.said_before"]


REPLIES = (
    "Fine, friend. I sold the blade that killed the reeve, years ago.",
    "*sighs* Oh... *never* go (smiles) there. As an A.I. I can't.",
    "I know, <think>so</think> well. Ada: hm? You say: no.",
    "A. B. 'Tis law-abiding, e.g. here... <|x|> end",
    "So ~20, ~nods~ _well_ then, a_b _ c, ~~ __x__ and ~",
    "The railway (the long one [nods]) is what it is what it is what it is what it is.",
)


@pytest.mark.parametrize("reply", REPLIES)
def test_pieces_make_no_difference(reply: str) -> None:
    facts = Facts("Ada", "Hello.", SECRET.locked_secrets, SECRET.public)
    whole = said(reply, facts)
    for seed in range(200):
        random_source = random.Random(seed)
        count = random_source.randint(1, len(reply) - 1)
        cuts = tuple(sorted(random_source.sample(range(1, len(reply)), count)))
        assert said(reply, facts, cuts=cuts) == whole, cuts


@pytest.mark.parametrize("reply", REPLIES)
def test_little_is_held_back(reply: str) -> None:
    guard = OutputGuard(GuardPolicy(allow_stage_directions=True), Facts(), lambda category: "")
    text = f"{'word ' * 40}{reply.replace('*', '').replace('<', '')}"
    fed = shown = 0
    for char in text:
        guarded = guard.feed(char)
        if guarded.stopped:
            break
        fed, shown = fed + 1, shown + len(guarded.text)
        assert fed - shown <= 2 * MAX_HELD_CHARS
