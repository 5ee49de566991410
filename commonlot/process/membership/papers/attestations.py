"""What a vendor certifies, as a paper."""

from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources

from django.conf import settings
from django.utils import timezone

from commonlot.engines.papers import set_paper
from commonlot.process.membership import rules
from commonlot.process.membership.models import Vendor


@dataclass(frozen=True)
class Signed:
    """A statement with who says it, for which company, and the half-open days for which it counts."""

    vendor: Vendor
    statement: rules.Statement
    citation: str
    name: str
    title: str
    starts_on: date
    ends_on: date


def attestation(signed: Signed, *, now: datetime) -> bytes:
    """Set what was certified as a tagged PDF."""
    template = resources.files(__package__).joinpath("attestation.typ").read_text(encoding="utf-8")
    facts = {
        "title": signed.statement.title,
        "company": signed.vendor.organisation.name,
        "number": signed.vendor.number,
        "citation": signed.citation,
        "points": list(signed.statement.points),
        "name": signed.name,
        "position": signed.title,
        "signed": f"{timezone.localtime(now):%B %-d, %Y, %-I:%M %p %Z}",
        "from": f"{signed.starts_on:%B %-d, %Y}",
        "until": f"{signed.ends_on:%B %-d, %Y}",
        "invented": bool(settings.COMMONLOT_DEMO),
    }
    return set_paper(template, facts, made_at=now)
