"""Objects over a pipe: four bytes of length, then a pickle.

NOTE: pickles are code to whoever loads them. Both ends are processes of ours, and nothing that a
client sent is ever unpickled: it arrives as values inside of what we pickled.
"""

import pickle
import struct
from typing import IO, Any

_LENGTH = struct.Struct("<I")


def packed(thing: object) -> bytes:
    data = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(data)) + data


def read(pipe: IO[bytes]) -> Any:
    """The next object; raises EOFError at the end."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)
