"""`npcgen demo`: the scene of `npcgen.demo`, on this terminal."""

from npcgen.commands.options import BackendName, DataDir, Json, ModelName, settings_with
from npcgen.demo import play, turn_json
from npcgen.terminal import notes, output, print_json


def demo(
    data_dir: DataDir = None,
    model: ModelName = None,
    backend: BackendName = None,
    json: Json = False,
) -> None:
    """Play a short scene on a server of its own."""
    settings = settings_with(data_dir=data_dir, model=model, backend=backend)
    turns = [turn_json(turn) for turn in play(settings, notes() if json else output(), notes())]
    if json:
        print_json({"turns": turns})
