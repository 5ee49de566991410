"""From which network a request comes, as limits count it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """Return the network that a request comes from, behind as many proxies as the operator says there are."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.COMMONLOT_PROXIES:
        passed = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(passed) >= settings.COMMONLOT_PROXIES:
            address = passed[-settings.COMMONLOT_PROXIES]
    return network_at(address)


def network_at(address: str) -> str:
    """Return the network of an internet address: one of IPv4 alone, one of IPv6 with all of its neighbors."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    mapped = known.ipv4_mapped
    return str(mapped) if mapped else str(ipaddress.ip_network((known, 64), strict=False))
