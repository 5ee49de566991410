"""The screens about vendors: finding them, keeping one's own facts, and what a rival never sees."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import Vendor, VendorContact
from commonlot.records.access.models import Seat
from commonlot.records.audit.queries import trail_of
from tests.cast import Cast
from tests.factories.membership import make_certificate, make_vendor
from tests.process.membership.vendors.facts import PDF

ClientFor = Callable[[Seat | None], Client]
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _cast_time(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()


def found(client: Client, **asked: str) -> set[Vendor]:
    return set(client.get(reverse("membership:vendors"), asked).context["page"].object_list)


def test_a_buyer_finds_vendors_by_what_they_sell_where_and_as_what_they_are_certified(
    cast: Cast, client_for: ClientFor
) -> None:
    salt, rival = cast.salt_and_sons, cast.rival_salt
    facts: dict[str, Any] = {"actor": cast.buyer, "now": cast.now}
    actions.change_vendor(vendor_id=salt.pk, commodity_codes=["ROAD-SALT"], zones=["RIVER"], **facts)
    actions.change_vendor(vendor_id=rival.pk, commodity_codes=["STONE"], zones=["PUTNAM"], **facts)
    actions.add_certification(
        vendor_id=rival.pk, kind="veteran_owned", certified_by="The State", number="V-1",
        ends_on=TODAY + timedelta(days=30), copy=("p.pdf", PDF, ""), **facts,
    )  # fmt: skip
    client = client_for(cast.buyer)
    assert found(client, commodity="ROAD-SALT") == {salt}
    assert found(client, q="brine") == {salt}  # a word of the commodity
    assert found(client, q="Tarrytown") == {salt}  # a place of the zone
    assert found(client, zone="PUTNAM") == {rival}
    assert found(client, certification="veteran_owned") == {rival}
    assert found(client, certification="woman_owned") == set()
    assert found(client, commodity="nothing", zone="MOON") == {salt, rival}


def test_a_buyer_finds_vendors_by_the_state_of_their_papers(cast: Cast, client_for: ClientFor) -> None:
    salt, rival, third = cast.salt_and_sons, cast.rival_salt, make_vendor(now=cast.now)
    begun = date(2025, 1, 1)
    kinds = ("liability_insurance", "workers_compensation", "non_collusion", "iran_divestment")
    for kind in kinds:
        make_certificate(salt, kind=kind, starts_on=begun, ends_on=TODAY + timedelta(days=90))
        make_certificate(
            rival, kind=kind, starts_on=begun, ends_on=TODAY + timedelta(days=61 if kind != kinds[0] else 60)
        )
    make_certificate(third, starts_on=begun, ends_on=TODAY)
    client = client_for(cast.buyer)
    assert found(client, papers="order") == {salt, rival}
    assert found(client, papers="soon") == {rival}
    assert found(client, papers="lapsed") == {third}
    assert found(client, papers="missing") == {third}


def test_whom_to_write_to_about_a_bid_is_a_file(cast: Cast, client_for: ClientFor) -> None:
    VendorContact.objects.create(
        vendor=cast.salt_and_sons, name="Bea Bids", email="bids@saltandsons.example", for_bids=True
    )
    response = client_for(cast.buyer).get(reverse("membership:vendors_csv"), {"q": "salt"})
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "number,vendor,contact_for_bids,email,sells,delivers_to"
    assert "V-101,Salt & Sons,Bea Bids,bids@saltandsons.example,," in lines
    assert "V-102,Rival Salt Co.,,v-102@example.com,," in lines


def test_a_vendor_keeps_its_own_facts_and_the_trail_says_what_was_before(
    cast: Cast, client_for: ClientFor
) -> None:
    url = reverse("membership:vendor_facts", args=[cast.salt_and_sons.pk])
    sent = {"trade_name": "Saltbox", "zones": ["SOUND", "NORTH"], "commodity_codes": ["ROAD-SALT"]}
    page = client_for(cast.vendor).post(url, sent, follow=True).content.decode()
    assert "Also Saltbox" in page
    assert "Northern Westchester, Sound shore" in page
    (entry,) = trail_of(cast.salt_and_sons)
    assert entry.details["before"]["trade_name"] == ""
    assert entry.details["after"]["zones"] == ["NORTH", "SOUND"]
    client_for(cast.vendor).post(url, sent)
    assert trail_of(cast.salt_and_sons).count() == 1  # nothing changed, nothing recorded


def test_what_is_not_on_the_lists_is_refused(cast: Cast) -> None:
    wrong: list[dict[str, Any]] = [{"commodity_codes": ["UNICORNS"]}, {"zones": ["MOON"]}]
    for facts in wrong:
        with pytest.raises(Refused, match="from the list"):
            actions.change_vendor(vendor_id=cast.salt_and_sons.pk, actor=cast.vendor, now=cast.now, **facts)


def test_who_takes_orders_now_gets_the_mail_and_the_one_before_does_not(cast: Cast) -> None:
    facts: dict[str, Any] = {"vendor_id": cast.salt_and_sons.pk, "actor": cast.vendor, "now": cast.now}
    ana = actions.keep_contact(name="Ana", email="ana@example.com", for_orders=True, **facts)
    bo = actions.keep_contact(
        name="Bo", email="bo@example.com", phone="914 555 0101", for_orders=True, **facts
    )
    ana.refresh_from_db()
    assert (ana.for_orders, bo.for_orders) == (False, True)
    vendor = Vendor.objects.get(pk=cast.salt_and_sons.pk)
    assert (vendor.email, vendor.phone) == ("bo@example.com", "914 555 0101")
    actions.drop_contact(contact_id=bo.pk, **facts)
    assert Vendor.objects.get(pk=vendor.pk).email == "bo@example.com"
    with pytest.raises(Refused, match="not there any more"):
        actions.drop_contact(contact_id=bo.pk, **facts)


def test_a_contact_of_another_vendor_cannot_be_reached_through_ones_own(
    cast: Cast, client_for: ClientFor
) -> None:
    theirs = VendorContact.objects.create(vendor=cast.rival_salt, name="Rita", email="rita@example.com")
    client, own = client_for(cast.vendor), cast.salt_and_sons.pk
    assert client.get(reverse("membership:change_contact", args=[own, theirs.pk])).status_code == 404
    client.post(reverse("membership:drop_contact", args=[own, theirs.pk]))
    client.post(
        reverse("membership:change_contact", args=[own, theirs.pk]), {"name": "X", "email": "x@example.com"}
    )
    theirs.refresh_from_db()
    assert theirs.name == "Rita"


def test_a_rival_neither_reads_nor_changes_a_vendor(cast: Cast) -> None:
    facts: dict[str, Any] = {"vendor_id": cast.salt_and_sons.pk, "actor": cast.rival, "now": cast.now}
    with pytest.raises(Refused, match="vendor itself see"):
        actions.change_vendor(trade_name="Taken", **facts)
    with pytest.raises(Refused, match="vendor itself see"):
        actions.keep_contact(name="R", email="r@example.com", **facts)


def test_the_list_and_a_page_ask_few_questions_however_many_there_are(
    cast: Cast, client_for: ClientFor, django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        vendor = make_vendor(now=cast.now)
        make_certificate(
            cast.salt_and_sons, starts_on=TODAY - timedelta(days=n + 1), ends_on=TODAY + timedelta(days=n)
        )
        VendorContact.objects.create(vendor=vendor, name=f"C{n}", email=f"c{n}@example.com", for_bids=True)
    client = client_for(cast.buyer)
    with django_assert_max_num_queries(10):
        client.get(reverse("membership:vendors"), {"papers": "order", "q": "vendor"})
    with django_assert_max_num_queries(8):
        client.get(reverse("membership:vendors_csv"))
    with django_assert_max_num_queries(20):
        client.get(reverse("membership:vendor", args=[cast.salt_and_sons.pk]))


def test_the_desks_say_what_stops_orders_and_who_is_new(cast: Cast, client_for: ClientFor) -> None:
    make_certificate(cast.salt_and_sons, starts_on=date(2025, 1, 1), ends_on=TODAY)
    page = client_for(cast.vendor).get(reverse("web:todo")).content.decode()
    assert "Add the renewed liability insurance" in page
    assert "Stops new orders" in page
    assert queries.unchecked_vendors().count() == 0
    cast.rival_salt.status = "new"
    cast.rival_salt.save(update_fields=["status"])
    assert (
        "Check the registration of Rival Salt Co."
        in client_for(cast.buyer).get(reverse("web:todo")).content.decode()
    )
