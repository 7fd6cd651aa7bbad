"""The folder's own safety checker: what it withholds is withheld."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from worldgen.errors import InvalidSpec
from worldgen.textures.maps import Bytes


@dataclass(frozen=True, slots=True, eq=False)
class Checker:
    network: Any
    extractor: Any
    """Makes the network's input of a picture."""

    def check(self, picture: Bytes) -> None:
        """Raises InvalidSpec for a picture that the folder's makers don't want shown."""
        seen = self.extractor([picture], return_tensors="pt").pixel_values
        seen = seen.to(self.network.device, self.network.dtype)
        with torch.no_grad():
            _, withheld = self.network(clip_input=seen, images=[np.array(picture)])
        if any(withheld):
            raise InvalidSpec.at(
                "prompt",
                "the model's safety checker withholds what was painted; change the prompt or the "
                "seed. Checkers err: whoever runs the model may open it with safety off",
            )
