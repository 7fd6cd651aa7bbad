"""Objects over a pipe: four bytes of length, then a pickle.

NOTE: pickles are code to whoever loads them. Both ends are processes of ours, and nothing that a
client sent is ever unpickled: it arrives as values inside of what we pickled.
"""

import asyncio
import pickle
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct("<I")


def packed(thing: object) -> bytes:
    data = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(data)) + data


def read(pipe: BinaryIO) -> Any:
    """The next object; raises EOFError at the end."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    return pickle.loads(pipe.read(length))


async def read_async(reader: asyncio.StreamReader) -> Any:
    """The next object; raises EOFError (as IncompleteReadError) at the end."""
    (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
    return pickle.loads(await reader.readexactly(length))
