"""The sampling that a folder's generation_config.json recommends, over our defaults."""

from npcgen.engine.base import Sampling
from npcgen.engine.model_folder import ModelFolder
from npcgen.engine.sampling import with_recommended

_KEYS = {
    "temperature": "temperature",
    "top_k": "top_k",
    "top_p": "top_p",
    "min_p": "min_p",
    "typical_p": "typical_p",
    "repeat_penalty": "repetition_penalty",
}


def folder_sampling(folder: ModelFolder) -> Sampling:
    """Our defaults with what the folder says instead; a value out of range is left out."""
    return with_recommended(folder.generation, _KEYS)
