"""Whether a reply admits that it doesn't know, on replies written by hand."""

import pytest

from npcgen.evaluation.judge.ignorance import abstains

KNOWN = "You are Brannoch Vale.\nKnows:\n- A good blade costs twelve silver.\nAda says: The mill?"
ADMITS = [
    "I do not know.",
    "I don't know, friend.",
    "dunno. couldn't tell you.",
    "Never heard of it.",
    "The mill? Haven't the faintest idea.",
    "I couldn't tell you, Ada.",
    "No idea. Ask somebody else.",
    "That is beyond me.",
    "I have no memory of you telling me that.",
    "You have not told me your name.",
    "A phone? What is that?",
    "Is that some kind of fish?",
    "I wish I knew.",
    "It escapes me, I fear.",
    "I'm not sure I understand. What's a toaster?",
    "There is no such place on any map that I have seen.",
    "My name is Brannoch Vale, and I know nothing of it.",
    "I don't know what the mill costs. A good blade costs twelve silver, if you want one.",
    "Forgive me, that knowledge has not been given to me.",
]
INVENTS = [
    "",
    "It costs five silver.",
    "The mill burned down last winter.",
    "I don't know. It costs five silver.",
    "I do not know, but the mill was sold to Harl Dunn.",
    "Never heard of it. Go north and turn left at the well.",
    "I couldn't say. Perhaps ask Old Pettigrew at the docks.",
    "No idea. The mill stands behind the chapel.",
    "Who knows? He lives in the tower.",
    "Do not tell anyone, but the mill is haunted.",
    "Please don't ask. They sold it.",
    "Yes, of course.",
    "Good morning, Ada.",
    "I don't know much. Your name is Petra, I think.",
    "Hard to say. Twelve years ago it closed.",
]


@pytest.mark.parametrize("reply", ADMITS)
def test_ignorance_is_heard_in_many_words(reply: str) -> None:
    assert abstains(reply, "mill", KNOWN)


@pytest.mark.parametrize("reply", INVENTS)
def test_who_invents_does_not_abstain_even_after_admitting(reply: str) -> None:
    assert not abstains(reply, "mill", KNOWN)
