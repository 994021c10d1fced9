"""How others reach the room: this machine's addresses in the local network, and a QR code of one."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from io import BytesIO

import segno

# Addresses that are never reached: connecting a datagram socket sends nothing, and tells which of ours would be used.
ELSEWHERE = ("192.0.2.1", "10.255.255.255", "192.168.255.255", "172.31.255.255")    # RFC 5737, RFC 1918
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  compared with, not bound to


def lan_addresses() -> tuple[str, ...]:
    """Return this machine's addresses in local networks, the likeliest first; none where there is no network."""
    found = list[str]()
    for target in ELSEWHERE:
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((target, 9))
            found.append(str(probe.getsockname()[0]))
    with suppress(OSError):
        found += [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    usable = (one for one in found if not ipaddress.ip_address(one).is_loopback and one not in EVERYWHERE)
    return tuple(dict.fromkeys(usable))


def addresses(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses under which others in the room open the pages; none if this machine alone can.

    Args:
        host: what the server listens on.
        port: the port.
    """
    if host in EVERYWHERE:
        return tuple(f"http://{one}:{port}/" for one in lan_addresses())
    with suppress(ValueError):
        if ipaddress.ip_address(host).is_loopback:
            return ()
    return () if host == "localhost" else (f"http://{host}:{port}/",)


def qr_code(address: str) -> str:
    """Return an address as a QR code, an SVG that takes the size and the colour of its surroundings."""
    picture = BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, dark="#000", light="#fff",
    )
    return picture.getvalue().decode()
