"""Pictures from the old blog itself, where an administrator asked for that.

An address in an export is a stranger's word. Only http and https are followed, at their own ports; a name is looked up
once and the connection goes to that very address, which must be one of the open net: not this machine, not the house's
own network, not a cloud's. Every redirect is a new address and is asked the same. Size, kind and time are bounded.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

SECONDS = 15
REDIRECTS = 3
_PORTS = {"http": 80, "https": 443}
_MOVED = frozenset({301, 302, 303, 307, 308})


class NotFetched(Exception):  # noqa: N818 - it says what became of the picture
    """Why there is no picture, in words for the report."""


def fetch(address: str) -> bytes:
    """The bytes of a picture. Raises NotFetched."""
    until = time.monotonic() + SECONDS
    for _hop in range(REDIRECTS + 1):
        answer = _ask(_checked(address), until)
        if answer.moved_to is None:
            return answer.data
        address = _joined(address, answer.moved_to)
    raise NotFetched(_("it led from one address to another too often"))


def _joined(address: str, moved_to: str) -> str:
    try:
        return urljoin(address, moved_to)
    except ValueError as odd:
        raise NotFetched(_("it led to an address that is none")) from odd


@dataclass(frozen=True)
class _Answer:
    data: bytes = b""
    moved_to: str | None = None


def _checked(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as odd:
        raise NotFetched(_("its address is none")) from odd
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        raise NotFetched(_("its address is none of the web"))
    if port not in (None, _PORTS[parts.scheme]):
        raise NotFetched(_("its address names a port of its own"))
    return parts


def _resolved(host: str, port: int) -> str:
    """One address of a host, all of whose addresses are of the open net."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise NotFetched(_("nobody knows its server")) from unknown
    addresses = [str(row[4][0]) for row in found]
    if not addresses or not all(is_of_the_open_net(address) for address in addresses):
        raise NotFetched(_("its server is not on the open net"))
    return addresses[0]


def is_of_the_open_net(address: str) -> bool:
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
        if inner is not None:
            return is_of_the_open_net(str(inner))
        if number in ipaddress.ip_network("64:ff9b::/96") or number in ipaddress.ip_network("64:ff9b:1::/48"):
            return False  # addresses of the old kind in disguise
    return number.is_global and not (number.is_multicast or number.is_reserved or number.is_unspecified)


def _ask(parts: SplitResult, until: float) -> _Answer:
    host = parts.hostname or ""
    port = _PORTS[parts.scheme]
    pinned = _resolved(host, port)
    connection = http.client.HTTPConnection(host, port)
    watch = threading.Timer(max(0.1, until - time.monotonic()), _hang_up, [connection])
    try:
        watch.daemon = True
        watch.start()
        connection.sock = _connected(pinned, port, host if parts.scheme == "https" else "", until)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(
            "GET", path, headers={"Accept": "image/*", "User-Agent": "Intramural", "Connection": "close"}
        )
        return _taken(connection.getresponse(), until)
    except (OSError, http.client.HTTPException, ValueError) as failure:
        raise NotFetched(_("its server did not answer as servers of pictures do")) from failure
    finally:
        watch.cancel()
        connection.close()


def _connected(pinned: str, port: int, name: str, until: float) -> socket.socket:
    plain = socket.create_connection((pinned, port), timeout=max(0.1, until - time.monotonic()))
    if not name:
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=name)
    except BaseException:
        plain.close()
        raise


def _hang_up(connection: http.client.HTTPConnection) -> None:
    """Time is over, however slowly something still comes."""
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            connection.close()


def _taken(response: http.client.HTTPResponse, until: float) -> _Answer:
    if response.status in _MOVED and response.getheader("Location"):
        return _Answer(moved_to=response.getheader("Location"))
    if response.status != 200:
        raise NotFetched(_("its server answered with %(status)d") % {"status": response.status})
    if not (response.getheader("Content-Type") or "").lower().startswith("image/"):
        raise NotFetched(_("what came was no picture"))
    most = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    data = bytearray()
    while chunk := response.read(64 * 1024):
        data += chunk
        if len(data) > most:
            raise NotFetched(_("it is too large"))
        if time.monotonic() > until:
            raise NotFetched(_("it took too long"))
    return _Answer(data=bytes(data))
