"""The public pages of the ledger."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonlot.process.contracts.models import Contract, ContractParticipation
from commonlot.process.savings import actions
from tests.cast import Cast
from tests.factories import ordering as make


def deliver(cast: Cast, times: int) -> None:
    """Have two agencies order and receive salt, each time from a contract of its own."""
    for agency, by, approver in (
        (cast.town, cast.requester, cast.approver),
        (cast.school_district, cast.school, cast.school_approver),
    ):
        for _ in range(times):
            number = Contract.objects.count() + 1
            of = make.contract(cast, number=f"26-{number:04}")
            line = make.pooled_price_line(
                cast, agency, stated="100", price_paid="78.2500", price="71.9000", of=of
            )
            part = ContractParticipation.objects.get(agency=agency, contract=of)
            order = make.order(
                part, line, by=by, cast=cast, status="sent", approved_by=approver, number=f"PO-26-{number:05}"
            )
            make.delivery(order, by=by, cast=cast, quantity="10")
    actions.enter_deliveries(now=cast.now)


@pytest.mark.django_db
def test_a_year_without_deliveries_says_what_will_stand_there(cast: Cast, client: Client) -> None:
    answer = client.get(reverse("savings:public"))
    assert "No deliveries recorded yet" in answer.content.decode()


@pytest.mark.django_db
def test_one_government_sees_its_own_savings(cast: Cast, client: Client) -> None:
    deliver(cast, 1)
    page = client.get(reverse("savings:public"), {"agency": cast.town.pk}).content.decode()
    assert "$63.50" in page
    assert "$127.00" not in page
    rows = client.get(reverse("savings:csv"), {"agency": cast.town.pk}).content.decode().splitlines()
    assert len(rows) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["savings:public", "savings:csv"])
def test_more_deliveries_do_not_ask_the_database_more_often(cast: Cast, client: Client, name: str) -> None:
    counts = []
    for times in (1, 5):
        deliver(cast, times)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
