"""The Python SDK: an npcgen server's calls as methods, over native gRPC.

`Client` is for asyncio, `SyncClient` for everything else; both have the same verbs. What a verb
sends and gives back is `calls.py`; the two clients only differ in how they wait.
"""

from npcgen.client.client import Client
from npcgen.client.connection import Tls
from npcgen.client.level_calls import GeneratedLevel, LevelProgress
from npcgen.client.local_server import LocalServer
from npcgen.client.options import ReplyOptions
from npcgen.client.quest_calls import GeneratedQuests, QuestProgress, QuestStates
from npcgen.client.results import (
    AddedMemory,
    Conversation,
    ForgottenPlayer,
    LogRecord,
    Memory,
    Model,
    ModelState,
    ModelStats,
    PersonaDetails,
    PulledModel,
    PullProgress,
    ServerInfo,
    Setting,
    SettingSource,
    Turn,
    Warmup,
    WorldDetails,
)
from npcgen.client.sync_client import SyncClient
from npcgen.client.texture_calls import GeneratedTexture, TextureProgress

__all__ = [
    "AddedMemory",
    "Client",
    "Conversation",
    "ForgottenPlayer",
    "GeneratedLevel",
    "GeneratedQuests",
    "GeneratedTexture",
    "LevelProgress",
    "LocalServer",
    "LogRecord",
    "Memory",
    "Model",
    "ModelState",
    "ModelStats",
    "PersonaDetails",
    "PullProgress",
    "PulledModel",
    "QuestProgress",
    "QuestStates",
    "ReplyOptions",
    "ServerInfo",
    "Setting",
    "SettingSource",
    "SyncClient",
    "TextureProgress",
    "Tls",
    "Turn",
    "Warmup",
    "WorldDetails",
]
