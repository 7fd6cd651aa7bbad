"""`npcgen demo`: the scene of `npcgen.demo`, on this terminal."""

from npcgen.commands.options import BackendName, DataDir, Json, ModelName, settings_with
from npcgen.demo.play import play
from npcgen.demo.quest import PlayedQuest, quest_json
from npcgen.demo.talk import PlayedTurn, turn_json
from npcgen.terminal import notes, output, print_json


def demo(
    data_dir: DataDir = None,
    model: ModelName = None,
    backend: BackendName = None,
    json: Json = False,
) -> None:
    """Play a short scene on a server of its own."""
    settings = settings_with(data_dir=data_dir, model=model, backend=backend)
    played = list(play(settings, notes() if json else output(), notes()))
    if json:
        turns = [turn_json(each) for each in played if isinstance(each, PlayedTurn)]
        quests = [quest_json(each) for each in played if isinstance(each, PlayedQuest)]
        print_json({"turns": turns, "quest": quests[0]})
