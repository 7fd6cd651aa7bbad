"""Guides replies through grammars, token by token, for any model whose tokens' bytes are known."""

from npcgen.engine.guides.guide import Guide, GuideCache
from npcgen.engine.guides.speakable import speakable

__all__ = ["Guide", "GuideCache", "speakable"]
