"""Who is asked what, and what there is to see in it."""

from npcgen.client.options import ReplyOptions
from npcgen.demo.talk import PLAYER, Cue
from npcgen.dialogue.actions.declared import Action, Character, GameObject

GIVE = Action(
    "give_item",
    "Hands over something the NPC carries.",
    """{"properties": {"item": {"format": "object_id", "kind": "drink"},
                       "to": {"format": "character_id"}},
        "required": ["item", "to"]}""",
    when=("give me", "hand me"),
)
SCENE = (
    Cue("tamsin", "Who are you?"),
    Cue("tamsin", "What do you know about moonwort?", "lore of her trade"),
    Cue("tamsin", f"My name is {PLAYER}. Thank you, you are very kind."),
    Cue("brannoch", "Who are you?"),
    Cue("brannoch", "What do you know about moonwort?", "the same lore, which a smith can't know"),
    Cue("tamsin", "Do you know my name?", "another day: she remembers", meets=True),
    Cue(
        "tamsin",
        "Hand me the tea, please.",
        "an action that the game offers, with ids that exist",
        declared=ReplyOptions(
            actions=[GIVE],
            objects=[GameObject("feverleaf_tea", "the feverleaf tea", "drink")],
            characters=[Character("player_1", PLAYER)],
        ),
    ),
)
NEXT = (
    ("chat brannoch", "talk to the smith yourself"),
    ("persona new Mira", "write a character of your own; then: persona check mira.yaml"),
    ("quests --seed 3", "another quest of the village, as a tree"),
    ("serve", "serve a game: gRPC on port 50051, Connect and gRPC-Web on 8080"),
)
