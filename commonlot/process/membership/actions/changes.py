"""Writing other facts over those that stand there: the trail gets both."""

from collections.abc import Collection, Mapping
from typing import Any

from commonlot.kernel.errors import Refused
from commonlot.process.membership.models import Agency, Vendor


def take_over(member: Agency | Vendor, facts: Mapping[str, Any], kept: Collection[str]) -> dict[str, Any]:
    """Write those facts that are kept and differ, the name too if it is among them; return before and after."""
    before: dict[str, Any] = {}
    if "name" in facts and facts["name"].strip() != member.organisation.name:
        before["name"] = _rename(member, facts["name"].strip())
    changed = [name for name in kept if name in facts and facts[name] != getattr(member, name)]
    for name in changed:
        before[name] = getattr(member, name)
        setattr(member, name, facts[name])
    if changed:
        member.save(update_fields=changed)
    return {"before": before, "after": {name: facts[name] for name in before}} if before else {}


def _rename(member: Agency | Vendor, name: str) -> str:
    if not name:
        raise Refused("Give the name.", field="name")
    organisation, before = member.organisation, member.organisation.name
    organisation.name = name
    organisation.save(update_fields=["name"])
    return before
