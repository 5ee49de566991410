"""Teaching the program words of the trade, and taking them back; open pools are sorted anew."""

from datetime import datetime

from django.db import transaction

from commonlot.kernel.errors import Refused
from commonlot.process.pooling import access
from commonlot.process.pooling.actions.runs import run_pooling
from commonlot.process.pooling.models import TradeWord
from commonlot.process.pooling.queries.learnt import as_word, open_pools, standing_words
from commonlot.process.pooling.rules import objections, words
from commonlot.records.access.models import Organisation, Seat
from commonlot.records.audit.actions import record


@transaction.atomic
def add_word(*, word: words.Word, because: str, actor: Seat, now: datetime) -> TradeWord:
    """Teach the program a word; refused where it contradicts the shipped tables or another word."""
    lead = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    access.teach_words.require(actor, now=now)
    plain = words.plain_word(word)
    objection = objections.objection(plain, standing_words(lead.pk))
    if objection is not None:
        raise Refused(objection.sentence, field=objection.field)
    if not because.strip():
        raise Refused("Say where the word comes from; a colleague will want to know.", field="because")

    row = TradeWord.objects.create(
        lead_agency=lead,
        kind=plain.kind,
        typed=plain.typed,
        key=plain.key,
        means=plain.means,
        unit=plain.unit,
        plural=plain.plural,
        holds=plain.holds,
        holds_unit=plain.holds_unit,
        because=because.strip()[:300],
        added_by=actor,
        added_at=now,
    )
    record(at=now, actor=actor, verb="pooling.word_added", subject=row, says=words.said(plain))
    _sort_open_pools_again(actor)
    return row


@transaction.atomic
def take_back_word(*, word_id: int, because: str, actor: Seat, now: datetime) -> TradeWord:
    """Take a word back; it stays in the list with the reason, and lines are read without it from then on."""
    lead = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    row = TradeWord.objects.select_for_update().get(pk=word_id)
    access.take_back_word.require(actor, row, now=now)
    if not because.strip():
        raise Refused("Say why the word is taken back.", field="because")
    if row.kind == TradeWord.Kind.OWN_UNIT:
        _require_unused(row, lead)

    row.taken_back_by, row.taken_back_at, row.taken_back_because = actor, now, because.strip()[:300]
    row.save(update_fields=["taken_back_by", "taken_back_at", "taken_back_because"])
    record(
        at=now, actor=actor, verb="pooling.word_taken_back", subject=row,
        says=words.said(as_word(row)), because=row.taken_back_because,
    )  # fmt: skip
    _sort_open_pools_again(actor)
    return row


def _require_unused(row: TradeWord, lead: Organisation) -> None:
    user = TradeWord.objects.standing().filter(lead_agency=lead, holds_unit=row.unit).first()
    if user is not None:
        raise Refused(f"“{user.typed}” is said to hold so many of it. Take that back first.")


def _sort_open_pools_again(actor: Seat) -> None:
    """Ask for every pool on the desk to be sorted anew, behind a sorting that may be under way."""
    from commonlot.process.pooling import jobs

    for pool in open_pools(actor.organisation_id):
        jobs.sort_again.configure(lock=f"pooling-{pool.pk}").defer(pool_id=pool.pk, seat_id=actor.pk)


def sort_again(*, pool_id: int, seat_id: int, now: datetime) -> bool:
    """Start a sorting with the words as they are now; return False where one waits already, or none is due."""
    try:
        run_pooling(pool_id=pool_id, actor=Seat.objects.get(pk=seat_id), now=now)
    except Refused:
        # A sorting that waits behind this job reads the words when it begins; a pool that left the desk needs none.
        return False
    return True
