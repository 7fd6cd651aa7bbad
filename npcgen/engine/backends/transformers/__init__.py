"""The transformers backend. Importing it loads torch, and keeps it from asking any hub."""

import os

# NOTE: before the first import of huggingface_hub, which reads it once. Some quantisation kernels
# would be looked for on a hub otherwise, while a reply waits.
os.environ["HF_HUB_OFFLINE"] = "1"

from npcgen.engine.backends.transformers.backend import TransformersBackend
from npcgen.engine.backends.transformers.model import TransformersParameters

__all__ = ["TransformersBackend", "TransformersParameters"]
