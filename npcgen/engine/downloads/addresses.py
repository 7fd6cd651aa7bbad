"""Where files may come from: https, or plain http where a sum proves what came."""

import ipaddress

import httpx2

from npcgen.errors import FailedPrecondition, InvalidArgument

_SCHEMES = ("https", "http")
_MOST_SHOWN = 200


def hub_address(mirror: httpx2.URL, repository: str, revision: str, file: str) -> httpx2.URL:
    """Of a file in a repository: Hugging Face's own form, which mirrors keep."""
    base = str(mirror).rstrip("/")
    return httpx2.URL(f"{base}/{repository}/resolve/{revision}/{file}")


def checked_mirror(text: str, field: str) -> httpx2.URL:
    """As `checked_address`, of a whole hub, below which repositories lie."""
    address = checked_address(text, field)
    if address.query or address.fragment:
        raise InvalidArgument.at(
            field, f"{shown(address)} goes on with '?' or '#'; write a mirror as https://host/path"
        )
    return address


def checked_address(text: str, field: str) -> httpx2.URL:
    """The address. Raises InvalidArgument, which names the field, for one that can't be used."""
    try:
        address = httpx2.URL(text.strip())
    except (httpx2.InvalidURL, ValueError):
        address = httpx2.URL("")
    if not _is_of_the_web(address):
        raise InvalidArgument.at(
            field, f"{text[:_MOST_SHOWN]!r} is no address; write one as https://host/path"
        )
    if address.userinfo:
        raise InvalidArgument.at(
            field,
            f"the address of {address.host} holds a user or a password, which would end up in "
            "logs; leave it out, or fetch the file otherwise and `npcgen models import` it",
        )
    return address


def check_can_be_trusted(address: httpx2.URL, sha256: str) -> None:
    """Raises FailedPrecondition for plain http from another machine without a known sum."""
    if address.scheme == "https" or sha256 or _is_loopback(address.host):
        return
    raise FailedPrecondition(
        f"{shown(address)} is plain http, where anybody on the way can change the file, and no "
        "SHA-256 of it is known; use https, or say the sum with --sha256",
        reason="PLAIN_HTTP",
    )


def redirected(address: httpx2.URL, location: str) -> httpx2.URL:
    """Where the answer sends us. Raises FailedPrecondition where that is less safe."""
    try:
        target = address.join(location)
    except (httpx2.InvalidURL, ValueError):
        target = httpx2.URL("")
    if not _is_of_the_web(target):
        raise _refused(address, f"to {location[:_MOST_SHOWN]!r}, which is no web address")
    if address.scheme == "https" and target.scheme != "https":
        raise _refused(address, f"from https to plain http ({shown(target)})")
    return target


def shown(address: httpx2.URL) -> str:
    """For people and logs. NOTE: without its query, which may be a signature."""
    bare = address.copy_with(query=None, fragment=None, username=None, password=None)
    return str(bare)[:_MOST_SHOWN]


def _is_of_the_web(address: httpx2.URL) -> bool:
    """NOTE: a host that can't be looked up is an error that no HTTP library tells as its own."""
    try:
        address.host.encode("idna")
    except UnicodeError:
        return False
    return address.scheme in _SCHEMES and bool(address.host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refused(address: httpx2.URL, where: str) -> FailedPrecondition:
    return FailedPrecondition(
        f"{address.host} redirects {where}; that isn't followed: try another mirror (--mirror), "
        "or fetch the file otherwise and `npcgen models import` it",
        reason="REDIRECT_REFUSED",
    )
