"""The evaluation as a page: a table of marks, then what the bundled personas say."""

from training.bundled import Question
from training.evaluate import Mark, Trial
from training.judge import holds
from training.speaker import Manner, Reply

HEAD = """# Results

Written by `python -m training evaluate`; not edited by hand.

Every question below is about names, trades, places, goods and wishes that the training never
saw, put to the quantised file through llama.cpp, none to three turns into a talk. Up to four
lines that only go along may stand before it: lore, memories, a feeling, news. "Told with the
question" is what such a line alone holds. "New wordings" are ways to ask that the training never
saw either. A grounded answer counts only when the reply holds the exact text from the prompt.
Style is judged by naive Bayes over the authored lines, between seven styles. Greedy is
temperature 0; the others have top-p 0.95.
"""


def page(
    facts: dict[str, str],
    tables: dict[Trial, dict[str, Mark]],
    bundled: dict[Manner, list[tuple[Question, Reply]]],
) -> str:
    """The whole of RESULTS.md."""
    about = "\n".join(f"- {label}: {text}" for label, text in facts.items())
    sections = [HEAD, about, "", "## Held-out material", "", *marks_table(tables), ""]
    for manner, replies in bundled.items():
        sections += [f"## The bundled personas, {manner.label}", "", *bundled_table(replies), ""]
    return "\n".join(sections)


def marks_table(tables: dict[Trial, dict[str, Mark]]) -> list[str]:
    labels = next(iter(tables.values()))
    head = "| asked or judged | " + " | ".join(trial.label for trial in tables) + " |"
    rows = [
        f"| {label} | " + " | ".join(table[label].text for table in tables.values()) + " |"
        for label in labels
    ]
    return [head, "|---|" + "---|" * len(tables), *rows]


def bundled_table(replies: list[tuple[Question, Reply]]) -> list[str]:
    """Each reply; those that had to hold a fact say whether they did."""
    judged = [(q, r) for q, r in replies if q.answer]
    right = Mark(sum(holds(r.text, q.answer) for q, r in judged), len(judged))
    rows = [f"| {q.persona.name} | {q.text} | {r.text} | {verdict(q, r)} |" for q, r in replies]
    return [
        f"Name, trade, place and one fact each: {right.text} right.",
        "",
        "| who | asked | said | holds it |",
        "|---|---|---|---|",
        *rows,
    ]


def verdict(question: Question, reply: Reply) -> str:
    if not question.answer:
        return ""
    return "yes" if holds(reply.text, question.answer) else "**no**"
