"""The life of a contract: entered, put into force, ended."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from commonlot.kernel import workflow
from commonlot.kernel.errors import Refused
from commonlot.kernel.money import UnitPrice
from commonlot.process.award import actions as award_actions
from commonlot.process.award.states import AwardStatus
from commonlot.process.contracts import access, rules
from commonlot.process.contracts.actions import letters
from commonlot.process.contracts.models import Contract, ContractParticipation, PriceLine
from commonlot.process.contracts.states import CONTRACT_MOVES, IN_FORCE, ContractStatus
from commonlot.process.membership.models import Agency, Vendor
from commonlot.records.access.models import Seat
from commonlot.records.audit.actions import record


class Terms(TypedDict, total=False):
    """What the law will ask about a contract; what is left out is as the models have it."""

    use_by_others: bool
    let_to_lowest: bool
    is_public_work: bool
    is_service: bool
    service_is_for_goods: bool
    several_winners: bool
    let_by_kind: str
    let_by: str


@transaction.atomic
def enter_contract(
    *,
    number: str,
    title: str,
    vendor_id: int,
    starts_on: date,
    ends_on: date,
    prices: Sequence[Mapping[str, Any]],
    actor: Seat,
    now: datetime,
    **terms: Unpack[Terms],
) -> Contract:
    """Enter a contract that exists already; another person puts it into force. It no longer holds on ends_on."""
    access.enter.require(actor, now=now)
    contract = Contract(
        number=number.strip(),
        title=title.strip(),
        vendor=Vendor.objects.get(pk=vendor_id),
        lead_agency_id=actor.organisation_id,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=now,
        **terms,
    )
    contract.let_by = contract.let_by.strip()
    _refuse_wrong_facts(contract, prices)
    contract.save()
    PriceLine.objects.bulk_create(_price(contract, i, each) for i, each in enumerate(prices, start=1))
    own = Agency.objects.filter(organisation_id=actor.organisation_id).first()
    if own is not None and contract.let_by_kind == Contract.LetBy.COUNTY and not contract.let_by:
        ContractParticipation.objects.create(
            contract=contract, agency=own, path="A", adopted_at=now, adopted_by=actor
        )
    record(at=now, actor=actor, verb="contracts.entered", subject=contract, lines=len(prices))
    return contract


def _refuse_wrong_facts(contract: Contract, prices: Sequence[Mapping[str, Any]]) -> None:
    if Contract.objects.filter(number=contract.number).exists():
        raise Refused(f"Contract {contract.number} is entered already.", field="number")
    if contract.ends_on <= contract.starts_on:
        raise Refused("A contract must end after it starts.", field="last_day")
    if not prices:
        raise Refused("Type at least one price, or choose a file of prices.")
    if contract.let_by_kind != Contract.LetBy.COUNTY and not contract.let_by:
        raise Refused("Name the government that awarded it.", field="let_by")


def _price(contract: Contract, number: int, facts: Mapping[str, Any]) -> PriceLine:
    base, per_unit = rules.base_of(str(facts["unit"]))
    return PriceLine(
        contract=contract,
        number=number,
        description=str(facts["description"]).strip(),
        unit=str(facts["unit"]).strip(),
        base_unit=facts.get("base_unit") or base,
        base_per_unit=Decimal(facts.get("base_per_unit") or per_unit),
        unit_price=UnitPrice.of(facts["unit_price"]).amount,
        valid_from=contract.starts_on,
    )


@transaction.atomic
def sign_contract(*, contract_id: int, actor: Seat, now: datetime) -> Contract:
    """Put a contract into force and tell its vendor and every agency that takes part."""
    contract = Contract.objects.select_for_update().get(pk=contract_id)
    access.sign.require(actor, contract, now=now)
    workflow.check_move(CONTRACT_MOVES, contract.status, ContractStatus.ACTIVE)
    if contract.ends_on <= timezone.localdate(now):
        raise Refused("This contract has ended already, so it is not put into force.")

    contract.status, contract.signed_at = ContractStatus.ACTIVE, now
    contract.save(update_fields=["status", "signed_at"])
    record(at=now, actor=actor, verb="contracts.signed", subject=contract, within=contract.award)
    letters.tell_of_contract(contract, now=now)
    _put_award_into_force(contract, actor=actor, now=now)
    return contract


def _put_award_into_force(contract: Contract, *, actor: Seat, now: datetime) -> None:
    award = contract.award
    if award is None or award.status != AwardStatus.APPROVED:
        return
    if not award.contracts.filter(status=ContractStatus.DRAFT).exists():
        award_actions.mark_active(award_id=award.pk, actor=actor, now=now)


@transaction.atomic
def expire_contracts(*, now: datetime) -> list[Contract]:
    """End every contract whose last day is over; the clock does it, and the trail says so."""
    today = timezone.localdate(now)
    over = list(Contract.objects.select_for_update().filter(status__in=IN_FORCE, ends_on__lte=today))
    for contract in over:
        workflow.check_move(CONTRACT_MOVES, contract.status, ContractStatus.EXPIRED)
        contract.status = ContractStatus.EXPIRED
        contract.save(update_fields=["status"])
        record(
            at=now, actor=None, verb="contracts.expired", subject=contract, last_day=str(contract.last_day)
        )
    return over
