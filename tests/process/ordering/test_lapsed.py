"""After its agreement lapsed an agency still orders from what it takes part in, and the county's way stays open."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from commonlot.process.contracts import actions as contracts
from commonlot.process.contracts.queries.paths import PathReader
from commonlot.process.membership.actions import lapse_agreements
from commonlot.process.ordering import actions
from commonlot.process.requirements.states import ParticipationStatus, PoolStatus
from commonlot.records.legal.rules import Outcome
from tests.cast import Cast
from tests.factories import ordering as make
from tests.factories import requirements as needs
from tests.factories import solicitation as solicitations

Lapse = Callable[[int], None]


@pytest.fixture
def lapse(cast: Cast) -> Lapse:
    """Let the town's agreement have ended so many days before the cast's day."""

    def end(days_ago: int) -> None:
        cast.town.agreements.update(ends_on=timezone.localdate(cast.now) - timedelta(days=days_ago))
        lapse_agreements(now=cast.now)

    return end


def test_it_orders_from_a_contract_it_took_part_in(cast: Cast, lapse: Lapse) -> None:
    salt = make.price_line(make.contract(cast))
    part = make.takes_part(cast.town, salt.contract, cast)
    part.adopted_at = cast.now - timedelta(days=60)
    part.save(update_fields=["adopted_at"])
    lapse(5)
    order = actions.add_to_basket(
        price_line_id=salt.pk, quantity=Decimal(10), actor=cast.requester, now=cast.now
    )
    sent = actions.submit_order(order_id=order.pk, actor=cast.requester, now=cast.now)
    assert (
        actions.approve_order(order_id=sent.pk, actor=cast.approver, now=cast.now).approved_by
        == cast.approver
    )


def test_it_adopts_the_countys_contract_as_the_law_allows_anyone(cast: Cast, lapse: Lapse) -> None:
    contract = make.price_line(make.contract(cast)).contract
    lapse(5)
    part = contracts.adopt_contract(
        contract_id=contract.pk, statement="Cheaper than both quotes.", actor=cast.approver, now=cast.now
    )
    assert (part.path, part.memo.answer) == ("C", "allowed")


@pytest.mark.parametrize(("days_ago", "outcome"), [(3, Outcome.ALLOWED), (5, Outcome.BLOCKED)])
def test_it_took_part_from_the_day_it_joined_the_pool_whenever_the_contract_was_signed(
    cast: Cast, lapse: Lapse, days_ago: int, outcome: Outcome
) -> None:
    pool = needs.pool(cast.buyer, cast.now, status=PoolStatus.AWARDED)
    needs.part(pool, cast.town, cast.now, status=ParticipationStatus.ACCEPTED)  # joined four days ago
    contract = make.price_line(make.contract(cast)).contract
    contract.solicitation = solicitations.solicitation(cast, pool=pool)
    contract.save(update_fields=["solicitation"])
    make.takes_part(cast.town, contract, cast)
    lapse(days_ago)
    path = PathReader(cast.town, [contract], on=timezone.localdate(cast.now)).view(contract)
    in_force = next(each for each in path.answer.findings if each.rule.code == "COOP-3")
    assert in_force.kind == ("met" if outcome is Outcome.ALLOWED else "blocked")
