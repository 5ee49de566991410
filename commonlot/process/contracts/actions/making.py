"""From an approved award to one contract for each vendor, with participants and allotments."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from commonlot.process.award.models import Award, AwardLine
from commonlot.process.contracts import access, rules
from commonlot.process.contracts.models import Allotment, Contract, ContractParticipation, PathMemo, PriceLine
from commonlot.process.contracts.queries.paths import PathReader
from commonlot.process.membership.models import Agency, Vendor
from commonlot.process.pooling.models import Share
from commonlot.process.requirements.states import ParticipationStatus
from commonlot.process.solicitation.models import Solicitation
from commonlot.records.access.models import Organisation, Seat
from commonlot.records.audit.actions import record
from commonlot.records.legal.queries import Laws
from commonlot.records.legal.rules import Outcome


@transaction.atomic
def make_contracts(*, award_id: int, actor: Seat, now: datetime) -> list[Contract]:
    """Make one draft contract for each awarded vendor, with its prices, participants and allotments."""
    award = Award.objects.select_for_update().get(pk=award_id)
    access.make.require(actor, award, now=now)
    by_vendor: dict[Vendor, list[AwardLine]] = defaultdict(list)
    lines = award.lines.select_related("line__pooled_line", "price__bid__vendor__organisation")
    for line in lines:
        by_vendor[line.price.bid.vendor].append(line)
    laws = Laws()
    return [
        _make(award, vendor, by_vendor[vendor], laws, actor=actor, now=now)
        for vendor in sorted(by_vendor, key=lambda each: (str(each), each.pk))
    ]


def _make(
    award: Award, vendor: Vendor, lines: Sequence[AwardLine], laws: Laws, *, actor: Seat, now: datetime
) -> Contract:
    solicitation = award.solicitation
    contract = Contract.objects.create(
        number=next_number(solicitation.lead_agency_id, now=now),
        title=solicitation.title,
        vendor=vendor,
        lead_agency_id=solicitation.lead_agency_id,
        solicitation=solicitation,
        award=award,
        starts_on=solicitation.term_starts_on,
        ends_on=solicitation.term_ends_on,
        use_by_others=solicitation.use_by_others,
        let_to_lowest=True,
        created_at=now,
    )
    prices = PriceLine.objects.bulk_create(_price(contract, line) for line in lines)
    parts = _take_in(contract, solicitation, laws, actor=actor, now=now)
    _allot(contract, prices, parts)
    record(
        at=now,
        actor=actor,
        verb="contracts.made",
        subject=contract,
        within=award,
        vendor=str(vendor),
        lines=len(prices),
        participants=len(parts),
    )
    return contract


def next_number(lead_agency_id: int, *, now: datetime) -> str:
    """Return the next free contract number; the lead agency's row is the lock."""
    Organisation.objects.select_for_update().get(pk=lead_agency_id)
    year = timezone.localdate(now).year
    taken = Contract.objects.filter(number__startswith=f"{year % 100:02d}-").values_list("number", flat=True)
    return rules.next_number(year, taken)


def _price(contract: Contract, awarded: AwardLine) -> PriceLine:
    line = awarded.line
    if line.pooled_line is not None:
        base, per_unit = line.pooled_line.base_unit, line.base_per_unit
    else:
        base, per_unit = rules.base_of(line.unit)
    return PriceLine(
        contract=contract,
        bid_line=line,
        number=line.number,
        description=line.description,
        unit=line.unit,
        base_unit=base,
        base_per_unit=per_unit,
        unit_price=awarded.price.unit_price or Decimal(0),
        valid_from=contract.starts_on,
    )


def _take_in(
    contract: Contract, solicitation: Solicitation, laws: Laws, *, actor: Seat, now: datetime
) -> dict[int, ContractParticipation]:
    """Let the lead agency and every agency whose needs were bid order from the contract."""
    own = Agency.objects.filter(organisation_id=contract.lead_agency_id).first()
    parts = {own.pk: _join(contract, own, "A", actor=actor, now=now)} if own is not None else {}
    if solicitation.pool is None:
        return parts
    stated = solicitation.pool.participations.filter(
        status=ParticipationStatus.ACCEPTED, nothing_needed=False
    ).select_related("agency__organisation")
    for each in stated:
        if each.agency_id not in parts:
            part = _join(contract, each.agency, "B", actor=actor, now=now)
            if _file_or_leave_out(part, laws, str(solicitation.pool), actor=actor, now=now):
                parts[each.agency_id] = part
    return parts


def _join(
    contract: Contract, agency: Agency, path: str, *, actor: Seat, now: datetime
) -> ContractParticipation:
    return ContractParticipation.objects.create(
        contract=contract, agency=agency, path=path, adopted_at=now, adopted_by=actor
    )


def _file_or_leave_out(
    part: ContractParticipation, laws: Laws, pool: str, *, actor: Seat, now: datetime
) -> bool:
    """File why a participant may order; one that the law blocks is left out, and the trail says why."""
    first_day = part.contract.starts_on
    reader = PathReader(part.agency, [part.contract], on=first_day, law=laws.of(part.agency.state))
    answer = reader.view(part.contract, {"contract_in_force": True}).answer
    if answer.outcome is Outcome.BLOCKED:
        record(
            at=now,
            actor=actor,
            verb="contracts.left_out",
            subject=part.contract,
            agency=str(part.agency),
            why=answer.because[0].sentence,
        )
        part.delete()
        return False
    if answer.outcome is Outcome.ALLOWED:
        PathMemo.objects.create(
            participation=part,
            answer=answer.outcome,
            reasons=answer.as_reasons(),
            statement=f"Its needs were stated in {pool} and bid together with those of the other participants.",
            filed_by=actor,
            filed_at=now,
        )
    return True


def _allot(contract: Contract, prices: Sequence[PriceLine], parts: dict[int, ContractParticipation]) -> None:
    """Give each participant its stated part of every line, in the unit of the price, adding up exactly."""
    by_pooled = {
        price.bid_line.pooled_line_id: price
        for price in prices
        if price.bid_line is not None and price.bid_line.pooled_line_id is not None
    }
    shares: dict[int, list[Share]] = defaultdict(list)
    known = Share.objects.filter(pooled_line_id__in=by_pooled).select_related("line__participation")
    for share in known.order_by("pk"):
        shares[share.pooled_line_id].append(share)
    allotments = []
    for pooled, members in shares.items():
        price = by_pooled[pooled]
        total = price.bid_line.quantity if price.bid_line is not None else Decimal(0)
        quantities = rules.split_quantity(total, [each.base_quantity for each in members])
        for share, quantity in zip(members, quantities, strict=True):
            part = parts.get(share.line.participation.agency_id)
            if part is not None and quantity > 0:
                allotments.append(
                    Allotment(participation=part, price_line=price, requirement=share.line, quantity=quantity)
                )
    Allotment.objects.bulk_create(allotments)
