"""Asking an agency by mail how much its unit holds; it answers by the link in the mail, without signing in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.pooling import access, rules
from commonlot.process.pooling.actions.locks import lock_match, lock_pool
from commonlot.process.pooling.actions.questions import state
from commonlot.process.pooling.models import Inquiry, Match, MatchLine
from commonlot.process.pooling.queries.inquiries import answer_address, typed_words, why_not_answer
from commonlot.process.requirements.access import local
from commonlot.process.requirements.models import Participation
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record
from commonlot.records.notices.actions import post

OPEN_FOR = timedelta(days=14)


@transaction.atomic
def ask_agencies(*, match_id: int, actor: Seat, now: datetime) -> int:
    """Ask by mail every agency whose line in a group cannot be counted; return how many were asked."""
    match = lock_match(match_id)
    access.decide.require(actor, match.pool, now=now)
    rows = MatchLine.objects.still_asked().filter(match=match, asked_at=None)
    waiting = list(rows.select_related("line__participation__agency__organisation").order_by("pk"))
    if not waiting:
        raise Refused(rules.EVERY_AGENCY_WAS_ASKED)
    by_part: dict[int, list[MatchLine]] = {}
    for row in waiting:
        by_part.setdefault(row.line.participation_id, []).append(row)

    asked = 0
    for questions in by_part.values():
        to = _addresses(questions[0].line.participation, now=now)
        if to:
            asked += 1
            _post_questions(match, to, _inquiries(match, questions, to, actor=actor, now=now), now=now)
            MatchLine.objects.filter(pk__in=[row.pk for row in questions]).update(asked_at=now)
    if not asked:
        raise Refused("These agencies have no e-mail address here. Call them, and write down the answer.")
    record(at=now, actor=actor, verb="pooling.agency_asked", subject=match, within=match.pool, agencies=asked)
    return asked


def _addresses(part: Participation, *, now: datetime) -> list[str]:
    seats = part.agency.organisation.seats.own().filter(
        roles__overlap=[Role.REQUESTER, Role.AGENCY_ADMINISTRATOR],
        pk__in=part.agency.organisation.seats.current(now=now).values("pk"),
    )
    people = list(seats.order_by("pk").values_list("user__email", flat=True))
    return people or [address for address in [part.agency.contact_email] if address]


def _inquiries(
    match: Match, rows: Sequence[MatchLine], to: list[str], *, actor: Seat, now: datetime
) -> list[Inquiry]:
    return Inquiry.objects.bulk_create(
        [
            Inquiry(
                line=row.line, question=row.question, base_unit=match.base_unit, sent_to=to, asked_by=actor,
                asked_at=now, expires_at=now + OPEN_FOR,
            )
            for row in rows
        ]
    )  # fmt: skip


def _post_questions(match: Match, to: list[str], inquiries: Sequence[Inquiry], *, now: datetime) -> None:
    lines = "\n\n".join(
        f"You typed: {typed_words(each)}\n{each.question}\nAnswer here, without signing in:\n{answer_address(each)}"
        for each in inquiries
    )
    post(
        to=to,
        subject=f"A question about your needs in pool {match.pool.number}",
        text=(
            f"To add up what all agencies need we must know a little more about your lines.\n\n{lines}\n\n"
            f"Until we know, these lines are in no total. Each link takes one answer, until "
            f"{local(inquiries[0].expires_at)}. Whoever has this mail can answer; please pass it on only to the person "
            "who knows. You can also sign in and answer on the pool’s page under Pooled lines, or reply to this mail."
        ),
        cause="pooling.agency_asked",
        about=match.pool,
        now=now,
    )


@transaction.atomic
def answer_by_link(*, inquiry_id: int, holds: Fraction, source: str, now: datetime) -> Inquiry:
    """Take the one answer of a link, as said by whoever got the mail, and count the line."""
    line = Inquiry.objects.select_related("line__participation").get(pk=inquiry_id).line
    pool = lock_pool(line.participation.pool_id)
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry_id)
    inquiry.line.participation.pool = pool
    reason = why_not_answer(inquiry, pool, now=now)
    if reason is not None:
        raise Refused(reason)
    state(
        [inquiry.line], inquiry.base_unit, Decimal(holds.numerator), Decimal(holds.denominator), source=source,
        actor=None, now=now, inquiry=inquiry,
    )  # fmt: skip
    inquiry.answered_at, inquiry.answer = now, f"{_words(holds)} ({source.strip()})"[:240]
    inquiry.save(update_fields=["answered_at", "answer"])
    return inquiry


def _words(holds: Fraction) -> str:
    return f"{holds.numerator:,}" if holds.denominator == 1 else f"{holds.numerator:,}/{holds.denominator:,}"
