"""Where a server may listen, and what is wrong when it can't."""

import errno
import ipaddress
import socket
import sys
from pathlib import Path

from npcgen.errors import ConfigError
from npcgen.settings import Settings


def check_exposure(settings: Settings) -> None:
    """Raises ConfigError for an address beyond this machine that nothing protects."""
    if is_loopback(settings.host) or settings.api_keys or settings.tls_cert:
        return
    raise ConfigError(
        f"host {settings.host} can be reached from other machines, and neither a key nor TLS "
        'protects it; set NPCGEN_API_KEYS to ["A-KEY"], or NPCGEN_TLS_CERT and NPCGEN_TLS_KEY to '
        "files, or use --host 127.0.0.1",
        reason="UNPROTECTED_HOST",
    )


def check_ports(settings: Settings) -> None:
    """Raises ConfigError when both servers are to have one port."""
    if settings.grpc_port == settings.http_port != 0:
        raise ConfigError(
            f"--grpc-port and --http-port both name port {settings.grpc_port}; gRPC and HTTP "
            "listen on one each, so choose another for either (0 takes a free one)",
            reason="SAME_PORT",
            metadata={"port": str(settings.grpc_port)},
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def address(host: str, port: int) -> str:
    """ "127.0.0.1:8080", or "[::1]:8080"."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def numeric(host: str) -> str:
    """`host` with "localhost" as the one address that every client finds."""
    return "127.0.0.1" if host == "localhost" else host


def listening_socket(host: str, port: int, flag: str) -> socket.socket:
    """A socket bound to the port, 0 for any free one. Raises ConfigError that names `flag`."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            numeric(host), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise cannot_listen(host, port, flag, error) from error
    listener = socket.socket(family, kind, protocol)
    try:
        # On Windows the option would let two servers share the port.
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen(1)
    except OSError as error:
        listener.close()
        raise cannot_listen(host, port, flag, error) from error
    listener.setblocking(False)
    return listener


def cannot_listen(host: str, port: int, flag: str, error: OSError | None = None) -> ConfigError:
    """What to tell whoever asked for an address that can't be had."""
    where = address(host, port)
    if error is None or error.errno == errno.EADDRINUSE:
        return ConfigError(
            f"{where} is in use by another program; stop it, or choose another port with {flag} "
            "(0 takes a free one)",
            reason="PORT_IN_USE",
            metadata={"port": str(port), "flag": flag},
        )
    return ConfigError(
        f"can't listen on {where}: {error.strerror}; choose another address with --host or {flag}",
        reason="CANNOT_LISTEN",
        metadata={"port": str(port), "flag": flag},
    )


def read_tls(settings: Settings) -> tuple[bytes, bytes] | None:
    """The certificate chain and its key, both PEM; None when TLS isn't asked for."""
    cert, key = settings.tls_cert, settings.tls_key
    if cert is None and key is None:
        return None
    if cert is None or key is None:
        missing = "NPCGEN_TLS_KEY" if key is None else "NPCGEN_TLS_CERT"
        raise ConfigError(f"TLS needs a certificate and its key; set {missing} too")
    return _read_pem(cert, "NPCGEN_TLS_CERT"), _read_pem(key, "NPCGEN_TLS_KEY")


def _read_pem(path: Path, setting: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{setting}: can't read {path}: {error.strerror}") from error
