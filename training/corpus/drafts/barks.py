"""Lines for passers-by, in the situations that a game asks them for."""

from training.corpus.talk_state import TalkState
from training.corpus.turn import Draft


def bark(state: TalkState, kind: str) -> Draft:
    """`kind` as in `turn.BARKS`."""
    lines = f"bark_{kind}"
    situation = state.words.fill(state.words.talk(lines), called=state.called)
    return Draft("", lines, verbatim=True, situation=situation)
