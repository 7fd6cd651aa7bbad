"""A world's lore, ready to be asked: built once, and again when an entry changes.

Its entries never change, so that a recall under way goes on with the one it began with.
"""

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.lore.bm25 import TextIndex
from npcgen.dialogue.lore.entry import LoreEntry, Scope
from npcgen.dialogue.lore.gate import Knower, held_back
from npcgen.dialogue.lore.keys import KeyIndex, Mask

_MASKS = 256


class LoreIndex:
    """The enabled entries of one world, in the order of their ids."""

    def __init__(self, entries: Sequence[LoreEntry]) -> None:
        enabled = (entry for entry in entries if entry.enabled)
        self.entries = tuple(sorted(enabled, key=lambda entry: entry.id))
        scopes: dict[Scope, int] = {}
        numbers = [scopes.setdefault(entry.scope, len(scopes)) for entry in self.entries]
        self._scopes = tuple(scopes)
        self._scope_of = np.array(numbers, np.int32)
        self.keys = KeyIndex(self.entries)
        self.texts = TextIndex(self.entries)
        self._masks: OrderedDict[tuple[Knower, int], tuple[GameState, Mask]] = OrderedDict()
        self.constants = np.array([entry.constant for entry in self.entries], np.bool_)

    def allowed(self, knower: Knower, state: GameState) -> Mask:
        """Which entries may be known now: the gate, asked once for each scope there is.

        Remembered for the state that a conversation keeps from turn to turn. Read-only.
        """
        key = knower, id(state)
        # NOTE: the state is kept beside the mask, so that no other one can get its id.
        if key not in self._masks:
            open_ = [not held_back(scope, knower, state) for scope in self._scopes]
            mask = np.array(open_, np.bool_)[self._scope_of]
            mask.flags.writeable = False
            self._masks[key] = state, mask
            if len(self._masks) > _MASKS:
                self._masks.popitem(last=False)
        return self._masks[key][1]

    def everything(self) -> Mask:
        return np.ones(len(self.entries), np.bool_)
