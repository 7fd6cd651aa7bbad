"""The transformers backend. Importing it loads torch."""

from npcgen.engine.backends.transformers.backend import TransformersBackend
from npcgen.engine.backends.transformers.model import TransformersParameters

__all__ = ["TransformersBackend", "TransformersParameters"]
