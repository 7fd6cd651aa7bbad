"""The types of the names that `__init__.py` imports when they are asked for."""

from npcgen.client import Client as Client
from npcgen.client import Conversation as Conversation
from npcgen.client import LocalServer as LocalServer
from npcgen.client import Model as Model
from npcgen.client import PersonaDetails as PersonaDetails
from npcgen.client import ServerInfo as ServerInfo
from npcgen.client import SyncClient as SyncClient
from npcgen.client import Tls as Tls
from npcgen.client import Turn as Turn
from npcgen.client import Warmup as Warmup
from npcgen.dialogue.actions.declared import Action as Action
from npcgen.dialogue.actions.declared import Character as Character
from npcgen.dialogue.actions.declared import GameObject as GameObject
from npcgen.dialogue.events import ActionChosen as ActionChosen
from npcgen.dialogue.events import Completed as Completed
from npcgen.dialogue.events import DialogueEvent as DialogueEvent
from npcgen.dialogue.events import EmotionChanged as EmotionChanged
from npcgen.dialogue.events import GroupCompleted as GroupCompleted
from npcgen.dialogue.events import RelationshipChanged as RelationshipChanged
from npcgen.dialogue.events import Safety as Safety
from npcgen.dialogue.events import Sentence as Sentence
from npcgen.dialogue.events import Started as Started
from npcgen.dialogue.feelings.axes import Emotion as Emotion
from npcgen.dialogue.feelings.axes import Feeling as Feeling
from npcgen.dialogue.feelings.axes import Relationship as Relationship
from npcgen.dialogue.game_state import GameState as GameState
from npcgen.dialogue.lore.entry import LoreEntry as LoreEntry
from npcgen.dialogue.lore.entry import Scope as Scope
from npcgen.dialogue.persona import Persona as Persona
from npcgen.dialogue.preview import PromptPart as PromptPart
from npcgen.dialogue.preview import PromptPreview as PromptPreview
from npcgen.dialogue.state import Player as Player
from npcgen.dialogue.world import World as World
from npcgen.engine.base import FinishReason as FinishReason
from npcgen.engine.base import TextDelta as TextDelta
from npcgen.errors import NpcgenError as NpcgenError

__version__: str
