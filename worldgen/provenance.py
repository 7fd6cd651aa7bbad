"""What made a piece of content, so that it can be made again, and told from what people made."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DIGITAL_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
"""IPTC: made by an algorithm, with no trained model in it."""
TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
"""IPTC: made by a model that was trained on samples."""
WITH_MODEL = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
"""IPTC: the same, with parts that a trained model made."""
FROM_PICTURE = "http://cv.iptc.org/newscodes/digitalsourcetype/composite"
"""IPTC: made of parts of other pictures, of which nothing is known here."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """`spec_sha256` and `content_sha256` are SHA-256 in hexadecimal."""

    generator: str
    """Example: "worldgen.dungeon"."""
    version: str
    """NOTE: it changes whenever the same spec and seed would give something else."""
    seed: int
    spec_sha256: str
    content_sha256: str
    digital_source_type: str = DIGITAL_SOURCE_TYPE


def json_sha256(value: Mapping[str, Any]) -> str:
    """In hexadecimal, of its JSON with sorted keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
