"""Whether a reply says a fact, on replies written by hand."""

import pytest

from npcgen.evaluation.judge.facts import holds

RIGHT = [
    ("They call me Brannoch Vale.", "Brannoch Vale"),
    ("brannoch vale. What of it?", "Brannoch Vale"),
    ("I'm a blacksmith, and a good one!", "blacksmith"),
    ("You stand at the forge by the north gate.", "the forge by the north gate"),
    ("Twenty-one silver, not a coin less.", "21 silver"),
    ("That is 120 crowns.", "one hundred and twenty crowns"),
    ("A dozen crowns a day.", "twelve crowns a day"),
    ("It opens at 7.", "The mill opens at seven."[9:]),
    ("After the flood, they shut the mill.", "The mill was shut after the flood."),
    ("Eleven miners drowned. Rest them.", "Eleven miners drowned."),
    ("I never crossed the ice.", "I have never crossed the ice."),
    ("No, the mill was shut after the flood.", "The mill was shut after the flood."),
    ("My wish? To see the sea once.", "see the sea once"),
    ("I want to find my lost brother.", "find my lost brother"),
    ("The bell rings at dusk. Ask Mora Tarn.", "The bell rings at dusk. Mora Tarn."),
]
WRONG = [
    ("They call me Brannoch.", "Brannoch Vale"),
    ("They call me Brannoch Dale.", "Brannoch Vale"),
    ("", "Brannoch Vale"),
    ("I am not Brannoch Vale.", "Brannoch Vale"),
    ("The mill was not shut after the flood.", "The mill was shut after the flood."),
    ("I crossed the ice.", "I have never crossed the ice."),
    ("Twelve silver.", "21 silver"),
    ("Twenty silver and one copper.", "21 silver"),
    ("Two hundred crowns.", "one hundred and twenty crowns"),
    ("The mill was shut.", "The mill was shut after the flood."),
    ("The mill was shut before the flood.", "The mill was shut after the flood."),
    ("The forge by the south gate.", "the forge by the north gate"),
    ("I do not know.", "The mill was shut after the flood."),
    ("The bell rings at dusk.", "The bell rings at dusk. Mora Tarn keeps it."),
    (
        "The mill? My cousin worked there when we were small, and she would bake such bread. They "
        "shut the gate at night, and she came home late, long after the men who fought the flood.",
        "The mill was shut after the flood.",
    ),
]


@pytest.mark.parametrize(("reply", "fact"), RIGHT)
def test_a_fact_in_other_words_of_the_same_meaning_is_held(reply: str, fact: str) -> None:
    assert holds(reply, fact)


@pytest.mark.parametrize(("reply", "fact"), WRONG)
def test_a_fact_that_is_cut_changed_or_denied_is_not_held(reply: str, fact: str) -> None:
    assert not holds(reply, fact)
