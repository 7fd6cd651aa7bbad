"""A talk as a test: a pytest file that says the same lines again, for a designer to edit."""

from collections.abc import Mapping, Sequence

from npcgen import Turn

_HEAD = '''\
"""{name} is still {name}: says the lines of a talk again, and looks at the answers.

Run it with: pytest {file}. It talks to a server that runs (npcgen serve); NPCGEN_SERVER=HOST:PORT
names another one. For each line, write into `holds` what the answer must hold, and into `never`
what it must not; big and small letters are the same. `said` is what was heard in the talk.
"""

import os
from collections.abc import Iterator

import pytest

from npcgen import Completed, SyncClient

PERSONA = {persona!r}
PLAYER = {player!r}
SCENE = {scene!r}
NEVER = {never}
"""What no answer may hold."""
WORD_FOR_WORD = False
"""True: every answer has to be what was `said`, with the same model, persona and seeds."""
LINES: list[dict] = [
'''
_LINE = """\
    {{
        "say": {say!r},
        "said": {said!r},
        "holds": [],
        "never": [],
        "seed": {seed},
    }},
"""
_FOOT = """\
]


@pytest.fixture(scope="module")
def answers() -> Iterator[list[str]]:
    with SyncClient(os.environ.get("NPCGEN_SERVER", "127.0.0.1:50051")) as client:
        talk = client.start_conversation(PERSONA, player=PLAYER, scene=SCENE)
        yield [answered(client, talk.id, line) for line in LINES]
        client.delete_conversation(talk.id)


def answered(client: SyncClient, talk_id: str, line: dict) -> str:
    *_, last = client.chat(talk_id, line["say"], seed=line["seed"])
    assert isinstance(last.body, Completed)
    return last.body.text


@pytest.mark.parametrize("number", range(len(LINES)))
def test_the_answer_is_as_it_should_be(answers: list[str], number: int) -> None:
    line, answer = LINES[number], answers[number]
    assert answer, f"no answer to: {line['say']}"
    for words in line["holds"]:
        assert words.casefold() in answer.casefold()
    for words in [*NEVER, *line["never"]]:
        assert words.casefold() not in answer.casefold()
    if WORD_FOR_WORD:
        assert answer == line["said"]
"""
_MOST_LINES = 200


def regression_test(
    persona_id: str,
    name: str,
    player: str,
    scene: str,
    secrets: Sequence[str],
    turns: Sequence[Turn],
    seeds: Mapping[str, int],
) -> str:
    """The file. `seeds` are those that are known, by turn; the other lines have one of their own.

    Raises ValueError for a talk in which nothing was said.
    """
    said = [turn for turn in turns if turn.player_text][-_MOST_LINES:]
    if not said:
        raise ValueError("nothing was said yet; say something, then export the talk")
    head = _HEAD.format(
        name=_plain(name),
        file=file_name(persona_id),
        persona=persona_id,
        player=player,
        scene=scene,
        never=list(secrets),
    )
    lines = (
        _LINE.format(say=turn.player_text, said=turn.npc_text, seed=seeds.get(turn.id, number))
        for number, turn in enumerate(said, start=1)
    )
    return head + "".join(lines) + _FOOT


def file_name(persona_id: str) -> str:
    return f"test_{persona_id.replace('-', '_')}.py"


def _plain(name: str) -> str:
    """Fit to stand in a docstring."""
    return name.replace("\\", " ").replace('"', "'")
