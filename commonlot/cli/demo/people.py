"""The people of the Town of Bedford: limits, a backup, an order that waits for its second approval, an invitation."""

from datetime import timedelta
from decimal import Decimal

from commonlot.cli.demo import orders
from commonlot.cli.demo.county import County
from commonlot.kernel.money import Money
from commonlot.process.membership import actions as membership
from commonlot.process.ordering import actions

TOWN = "T-001"


def approve_by_rules(county: County) -> None:
    """Let the town set its rules, order beyond one approval, and invite somebody who is not there yet."""
    _set_rules(county)
    _order_that_waits(county)
    membership.invite_person(
        organisation_id=county.agencies[TOWN].organisation_id, email="yard@town.example", name="Theo Marden",
        roles=["receiver"], actor=county.seat("approver@town.example"), now=county.days.at(-1, 11),
    )  # fmt: skip


def _set_rules(county: County) -> None:
    """Lou may approve up to $1,000; above $2,500 it takes two; Lou stands in for the supervisor this week."""
    town, days = county.agencies[TOWN], county.days
    ruth, nell = county.seat("approver@town.example"), county.seat("supervisor@town.example")
    lou = county.seat("receiver@town.example")
    at = days.at(-3, 9)
    membership.change_roles(seat_id=lou.pk, roles=["receiver", "approver"], actor=ruth, now=at)
    limits = {ruth.pk: None, nell.pk: None, lou.pk: Money.of(1000)}
    membership.set_approval_limits(agency_id=town.pk, limits=limits, actor=ruth, now=at)
    membership.set_two_approvals(agency_id=town.pk, above=Money.of(2500), actor=ruth, now=at)
    membership.name_backup(
        agency_id=town.pk, approver_id=nell.pk, backup_id=lou.pk,
        starts_on=days.today - timedelta(days=2), ends_on=days.today + timedelta(days=5), actor=ruth, now=at,
    )  # fmt: skip


def _order_that_waits(county: County) -> None:
    """Dana orders salt for more than $2,500; Ruth approves, and a second person must too."""
    dana, days = county.speaker(TOWN), county.days
    line = orders.line_of(TOWN, county, "bulk, untreated")
    order = actions.add_to_basket(
        price_line_id=line.pk, quantity=Decimal(60), actor=dana, now=days.at(-1, 9, 10)
    )
    actions.submit_order(
        order_id=order.pk, deliver_to_id=None, budget_code="D-5142-411", note="For the shed at the north end",
        beyond_because="", actor=dana, now=days.at(-1, 9, 20),
    )  # fmt: skip
    actions.approve_order(order_id=order.pk, actor=county.seat("approver@town.example"), now=days.at(-1, 10))
