"""Character cards of every version and container, ours: what the mutations begin with."""

import base64
import json
import zipfile
import zlib
from functools import cache
from io import BytesIO
from typing import Any

from npcgen.dialogue.cards.png import chunk_bytes
from npcgen.dialogue.cards.portrait import portrait

V1: dict[str, Any] = {
    "name": "Wenna Marsh",
    "description": "{{char}} keeps the lock on the canal. She counts every boat.",
    "personality": "patient, exact",
    "scenario": "{{user}} waits at the lower gate.",
    "first_mes": "Mind the ropes, {{user}}.",
    "mes_example": "<START>\n{{user}}: Good day.\n{{char}}: The gate opens at noon.",
    "x_colour": "green",
}
BOOK: dict[str, Any] = {
    "name": "The canal",
    "scan_depth": 3,
    "token_budget": 200,
    "recursive_scanning": True,
    "extensions": {"x_map": {"zoom": 2.5}},
    "entries": [
        {
            "keys": ["lock", "gate"],
            "content": "The lower gate leaks. {{hidden_key:flood}}",
            "extensions": {"probability": 100, "sticky": 2, "selectiveLogic": 0},
            "enabled": True,
            "insertion_order": 10,
            "case_sensitive": False,
            "priority": 5,
            "id": 1,
            "selective": True,
            "secondary_keys": ["water"],
            "position": "before_char",
            "use_regex": False,
            "constant": False,
            "x_note": None,
        },
        {
            "keys": ["fl[o0]{1,3}d"],
            "content": "@@depth 2\n@@@role system\n@@activate_only_after 1\nThe flood took it.",
            "extensions": {},
            "enabled": True,
            "insertion_order": 20,
            "use_regex": True,
            "constant": False,
            "id": "two",
        },
    ],
}
_MORE: dict[str, Any] = {
    **V1,
    "creator_notes": "Meet her at noon.",
    "system_prompt": "{{original}} Speak slowly.",
    "post_history_instructions": "",
    "alternate_greetings": ["Late again, {{user}}?", "{{random:Rain, Fog, Sun}} today."],
    "tags": ["canal", "keeper"],
    "creator": "npcgen",
    "character_version": "1.2",
    "extensions": {"talkativeness": "0.5", "depth_prompt": {"depth": 4, "prompt": ""}},
    "character_book": BOOK,
}
V2: dict[str, Any] = {"spec": "chara_card_v2", "spec_version": "2.0", "data": _MORE}
V3: dict[str, Any] = {
    "spec": "chara_card_v3",
    "spec_version": "3.0",
    "data": {
        **_MORE,
        "assets": [{"type": "icon", "uri": "ccdefault:", "name": "main", "ext": "png"}],
        "nickname": "Wenna",
        "group_only_greetings": [],
        "creation_date": 1_700_000_000,
        "source": ["canal:1"],
    },
}
WORLD_INFO: dict[str, Any] = {
    "entries": {
        "0": {
            "uid": 0,
            "key": ["weir", "/sl(u|oo)ice/i"],
            "keysecondary": ["night"],
            "comment": "The weir",
            "content": "The weir hums at night.",
            "constant": False,
            "selective": True,
            "selectiveLogic": 0,
            "order": 100,
            "position": 4,
            "disable": False,
            "probability": 100,
            "useProbability": True,
            "depth": 4,
            "scanDepth": None,
            "role": 0,
            "excludeRecursion": False,
        }
    }
}


def picture(*chunks: bytes) -> bytes:
    """A portrait with these chunks before its end."""
    drawn = _portrait()
    return drawn[:-12] + b"".join(chunks) + drawn[-12:]


def text_chunk(keyword: str, document: dict[str, Any]) -> bytes:
    return chunk_bytes(b"tEXt", keyword.encode() + b"\0" + _packed(document))


def packed_chunk(keyword: str, document: dict[str, Any]) -> bytes:
    body = keyword.encode() + b"\0\0" + zlib.compress(_packed(document))
    return chunk_bytes(b"zTXt", body)


def international_chunk(keyword: str, document: dict[str, Any]) -> bytes:
    body = keyword.encode() + b"\0\1\0en\0\0" + zlib.compress(_packed(document))
    return chunk_bytes(b"iTXt", body)


def archive(document: dict[str, Any]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("card.json", json.dumps(document))
        zipped.writestr("assets/icon/images/main.png", _portrait())
    return made.getvalue()


@cache
def samples() -> list[bytes]:
    """A file of every version and container."""
    plain = [json.dumps(each).encode() for each in (V1, V2, V3)]
    pictures = [
        picture(text_chunk("chara", V2)),
        picture(text_chunk("ccv3", V3), text_chunk("chara", V2)),
        picture(packed_chunk("Chara", V2)),
        picture(international_chunk("ccv3", V3)),
    ]
    return [*plain, *pictures, archive(V3)]


@cache
def _portrait() -> bytes:
    return portrait("Wenna")


def _packed(document: dict[str, Any]) -> bytes:
    return base64.b64encode(json.dumps(document).encode())
