"""The links at which an agency answers a question without signing in.

A link names one inquiry and is signed: it cannot be guessed, opens that one question and nothing else, works until it
is answered or expires, and only while the pool is being pooled.
"""

from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from commonlot.process.pooling import rules
from commonlot.process.pooling.models import Inquiry
from commonlot.process.requirements.access import local
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.states import PoolStatus

SALT = "commonlot.pooling.inquiry"
LONGEST_TOKEN = 120


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")


def answer_address(inquiry: Inquiry) -> str:
    """Return the address at which a question is answered."""
    token = _signer().sign(str(inquiry.pk))
    return f"{settings.COMMONLOT_ADDRESS}{reverse('pooling:answer_by_link', args=[token])}"


def inquiry_of(token: str) -> Inquiry | None:
    """Return the question of a link; none if the link was not made here or its line is gone."""
    try:
        pk = int(_signer().unsign(token[:LONGEST_TOKEN]))
    except (BadSignature, ValueError):
        return None
    rows = Inquiry.objects.select_related(
        "line__participation__agency__organisation", "line__participation__pool"
    )
    return rows.filter(pk=pk).first()


def why_not_answer(inquiry: Inquiry, pool: Pool, *, now: datetime) -> str | None:
    """Return why a link no longer takes an answer, or None."""
    if inquiry.answered_at is not None:
        return f"This question was answered on {local(inquiry.answered_at)}."
    if now >= inquiry.expires_at:
        return f"This link worked until {local(inquiry.expires_at)}. Please call the county, or sign in to answer."
    if pool.status != PoolStatus.POOLING:
        return "The county has finished adding up this pool, so the question is closed."
    waiting = inquiry.line.match_lines.still_asked().filter(match__base_unit=inquiry.base_unit)
    if not waiting.exclude(match__status="rejected").exists():
        return "The county no longer needs this answer. Thank you."
    return None


def typed_words(inquiry: Inquiry) -> str:
    """Write what the agency typed: 14 cases, white copy paper."""
    line = inquiry.line
    unit = rules.typed_unit_words(line.unit, line.quantity)
    return f"{line.quantity.normalize():,f} {unit}, {line.description}"
