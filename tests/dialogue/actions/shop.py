"""What a small shop declares, for the tests of actions."""

from npcgen.dialogue.actions.declared import Action, Character, Declared, GameObject

GIVE = Action(
    "give_item",
    "Hands over something the NPC carries.",
    '{"properties": {"item": {"format": "object_id"}, "to": {"format": "character_id"}}, '
    '"required": ["item", "to"]}',
)
OPEN = Action("open_door", "Opens a door.", when=("let me in",))
KEY = GameObject("key_iron", "the iron key", "key")
CUP = GameObject("cup_1", "a tin cup", "cup")
ADA = Character("ada", "Ada")
CORRIN = Character("corrin", "Corrin Hale")
SHOP = Declared((GIVE, OPEN), (KEY, CUP), (ADA, CORRIN))
