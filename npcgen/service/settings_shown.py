"""The server's settings as anybody who may call it may see them: no key and no password."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from npcgen.settings import Settings, Source, sources
from npcgen.v1 import model_pb2 as pb

_SOURCES: dict[Source, pb.SettingSource] = {
    "default": pb.SETTING_SOURCE_DEFAULT,
    "environment": pb.SETTING_SOURCE_ENVIRONMENT,
    "flag": pb.SETTING_SOURCE_FLAG,
}


def shown(settings: Settings) -> Iterator[pb.Setting]:
    """All of them, in the order of `Settings`."""
    for name, source in sources(settings).items():
        field = Settings.model_fields[name]
        value = getattr(settings, name)
        # What `repr` leaves out is what no log may hold either.
        is_secret = not field.repr or isinstance(value, SecretStr)
        yield pb.Setting(
            name=name,
            value="" if is_secret else _told(value),
            source=_SOURCES[source],
            is_secret=is_secret,
            description=" ".join((field.description or "").split()),
        )


def _told(value: object) -> str:
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, str):
        return ",".join(_without_password(each) for each in value.split(","))
    return "" if value is None else json.dumps(value)


def _without_password(text: str) -> str:
    """A URL without its user, password, query and fragment; any other text as it is."""
    if "://" not in text:
        return text
    parts = urlsplit(text.strip())
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=host, query="", fragment="").geturl()
