"""The addresses of this computer that others on its networks can type, found with the standard library alone."""
import ipaddress
import socket
import struct
import sys
from typing import Iterator, List

_GET_ADDRESS = {"linux": 0x8915, "darwin": 0xC0206921}  # SIOCGIFADDR of ioctl
_ELSEWHERE = (("192.0.2.1", socket.AF_INET), ("2001:db8::1", socket.AF_INET6))  # RFC 5737, RFC 3849; nothing is sent


def local_addresses() -> List[str]:
    """This computer's addresses, the likeliest first, IPv4 before IPv6; without loopback and link-local ones."""
    found: List[str] = []
    for source in (_by_route, _by_interface, _by_name):
        for address in source():
            if address not in found and _is_useful(address):
                found.append(address)
    return sorted(found, key=lambda address: ":" in address)


def host_and_port(host: str, port: int) -> str:
    """The two as one word to copy or type: 192.168.1.20:12345, or [2001:db8::1]:12345."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def is_loopback(host: str) -> bool:
    """Whether what goes to `host` never leaves this computer."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_useful(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return not (ip.is_loopback or ip.is_link_local or ip.is_unspecified or ip.is_multicast)


def _by_route() -> Iterator[str]:
    """The address that packets to elsewhere would carry: connecting a datagram socket sends nothing."""
    for elsewhere, family in _ELSEWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as sock:
                sock.connect((elsewhere, 9))
                yield sock.getsockname()[0]
        except OSError:
            continue


def _by_interface() -> Iterator[str]:
    request = _GET_ADDRESS.get(sys.platform)
    if request is None:
        return
    import fcntl  # not on Windows

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        for _, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(sock.fileno(), request, struct.pack("256s", name.encode()[:15]))
            except OSError:
                continue  # an interface without an IPv4 address
            yield socket.inet_ntoa(answer[20:24])


def _by_name() -> Iterator[str]:
    try:
        infos = socket.getaddrinfo(socket.gethostname(), None)
    except OSError:
        return
    for info in infos:
        yield str(info[4][0])
