"""How a client reaches its server: channel options, TLS, the key, and what is retried."""

import json
import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import grpc

import npcgen.v1
from npcgen.errors import ConfigError

DEFAULT_TARGET = "127.0.0.1:50051"
DEFAULT_TIMEOUT_S = 30.0
_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Tls:
    """Encrypts the connection; with no argument, trusts the authorities gRPC ships."""

    ca: Path | None = None
    """PEM file of the authority (or the self-signed certificate) to trust instead."""
    cert: Path | None = None
    """PEM chain that says who the client is, with its `key`; None for none."""
    key: Path | None = None
    server_name: str = ""
    """The name in the server's certificate, where it differs from the target's."""


def credentials(tls: Tls) -> grpc.ChannelCredentials:
    """Raises ConfigError for a file that can't be read."""
    return grpc.ssl_channel_credentials(*map(_content, (tls.ca, tls.key, tls.cert)))


def channel_options(tls: Tls | None) -> list[tuple[str, str | int]]:
    options: list[tuple[str, str | int]] = [
        ("grpc.service_config", _service_config()),
        ("grpc.initial_reconnect_backoff_ms", 100),
        ("grpc.max_reconnect_backoff_ms", 5_000),
        # A network that died silently ends a stream in 40 s, not at its deadline.
        ("grpc.keepalive_time_ms", 30_000),
        ("grpc.keepalive_timeout_ms", 10_000),
    ]
    if tls is not None and tls.server_name:
        options.append(("grpc.ssl_target_name_override", tls.server_name))
    return options


def metadata(api_key: str | None) -> tuple[tuple[str, str], ...]:
    """Raises ConfigError for a key that no header can carry."""
    if api_key and not (api_key.isascii() and api_key.isprintable()):
        raise ConfigError("the API key holds a character that no header can carry; check the key")
    return (("authorization", f"Bearer {api_key}"),) if api_key else ()


def _content(path: Path | None) -> bytes | None:
    try:
        return path.read_bytes() if path is not None else None
    except OSError as error:
        raise ConfigError(f"TLS needs {path}: {error.strerror}; check the path") from error


def _service_config() -> str:
    """gRPC's own retries, for unary calls alone: a stream that began can't be begun again."""
    retry_policy = {
        "maxAttempts": _ATTEMPTS,
        "initialBackoff": "0.1s",
        "maxBackoff": "2s",
        "backoffMultiplier": 3,
        "retryableStatusCodes": ["UNAVAILABLE"],
    }
    return json.dumps(
        {"methodConfig": [{"name": list(_unary_methods()), "retryPolicy": retry_policy}]}
    )


def _unary_methods() -> Iterable[dict[str, str]]:
    """Of every service there is a stub for, so that a new one needs no word here."""
    for module in pkgutil.iter_modules(npcgen.v1.__path__, "npcgen.v1."):
        if not module.name.endswith("_pb2"):
            continue
        for service in import_module(module.name).DESCRIPTOR.services_by_name.values():
            for method in service.methods:
                if not method.server_streaming:
                    yield {"service": service.full_name, "method": method.name}
