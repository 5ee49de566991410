"""What a vendor states of its insurance counts at once; a buyer looks at it, and may refuse it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership import access, actions, queries
from commonlot.process.membership.models import Certificate, Vendor
from commonlot.records.access.models import Seat
from commonlot.records.notices.models import Message
from tests.cast import Cast

ClientFor = Callable[[Seat | None], Client]
TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


def add(cast: Cast, by: Seat, *, ends_on: date = TODAY + timedelta(days=300)) -> Certificate:
    return actions.add_certificate(
        vendor_id=cast.salt_and_sons.pk,
        kind="liability_insurance",
        starts_on=TODAY - timedelta(days=65),
        ends_on=ends_on,
        actor=by,
        now=cast.now,
    )


def test_what_the_vendor_uploads_waits_for_a_buyer_and_what_a_buyer_types_does_not(cast: Cast) -> None:
    stated, typed = add(cast, cast.vendor), add(cast, cast.buyer)
    assert list(queries.unchecked_certificates(on=TODAY)) == [stated]
    assert (typed.status, typed.looked_at_by) == ("checked", cast.buyer)
    actions.check_certificate(certificate_id=stated.pk, actor=cast.buyer, now=cast.now)
    assert not queries.unchecked_certificates(on=TODAY).exists()


def test_buyers_find_the_vendors_whose_papers_nobody_looked_at(cast: Cast) -> None:
    asked = queries.VendorFilter(papers="unchecked")
    add(cast, cast.buyer)
    assert list(queries.find_vendors(asked, on=TODAY)) == []
    add(cast, cast.vendor)
    assert list(queries.find_vendors(asked, on=TODAY)) == [cast.salt_and_sons]


def test_what_is_over_is_not_worth_a_look(cast: Cast) -> None:
    add(cast, cast.vendor, ends_on=TODAY)
    assert not queries.unchecked_certificates(on=TODAY).exists()


def test_what_is_signed_here_is_the_companys_own_word(cast: Cast) -> None:
    signed = actions.certify(
        vendor_id=cast.salt_and_sons.pk, kind="non_collusion", name="Jonah Adeyemi", title="Owner",
        agrees=True, actor=cast.vendor, now=cast.now,
    )  # fmt: skip
    assert not queries.unchecked_certificates(on=TODAY).exists()
    with pytest.raises(Refused, match="own word"):
        actions.refuse_certificate(certificate_id=signed.pk, because="No", actor=cast.buyer, now=cast.now)


def test_a_refused_paper_counts_no_more_and_the_vendor_reads_why(cast: Cast) -> None:
    vendor = cast.salt_and_sons
    add(cast, cast.buyer, ends_on=TODAY - timedelta(days=5))
    renewed = add(cast, cast.vendor)
    assert access.take_new_order_lines.allows(cast.requester, vendor, now=cast.now)
    actions.refuse_certificate(
        certificate_id=renewed.pk, because="It names another company.", actor=cast.buyer, now=cast.now
    )
    vendor = Vendor.objects.get(pk=vendor.pk)
    why = access.take_new_order_lines.why_not(cast.requester, vendor, now=cast.now)
    assert why is not None
    assert "liability insurance lapsed on Nov 18, 2026" in why
    mail = Message.objects.get(cause="membership.certificate_refused")
    assert set(mail.to) == {vendor.email, cast.vendor.user.email}
    assert "It names another company." in mail.text
    lapsed = queries.lapsed_certificates(vendor, TODAY)
    assert [each.ends_on for each in lapsed] == [TODAY - timedelta(days=5)]


def test_a_reason_is_asked_for_and_a_refused_paper_stays_refused(cast: Cast) -> None:
    paper = add(cast, cast.vendor)
    with pytest.raises(Refused, match="Say what is wrong") as refusal:
        actions.refuse_certificate(certificate_id=paper.pk, because=" ", actor=cast.buyer, now=cast.now)
    assert refusal.value.field == "because"
    actions.refuse_certificate(certificate_id=paper.pk, because="Blurred", actor=cast.buyer, now=cast.now)
    with pytest.raises(Refused, match="was refused"):
        actions.check_certificate(certificate_id=paper.pk, actor=cast.buyer, now=cast.now)


def test_nobody_checks_a_paper_of_their_own(cast: Cast) -> None:
    paper = add(cast, cast.vendor)
    for who in (cast.vendor, cast.requester, cast.rival):
        with pytest.raises(Refused, match="Only a buyer"):
            actions.check_certificate(certificate_id=paper.pk, actor=who, now=cast.now)


def test_the_page_says_that_it_is_not_checked_and_asks_for_the_reason_beside_the_field(
    cast: Cast, client_for: ClientFor, settings: Any
) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()
    paper = add(cast, cast.vendor)
    page = reverse("membership:vendor", args=[cast.salt_and_sons.pk])
    refuse = reverse("membership:refuse_certificate", args=[cast.salt_and_sons.pk, paper.pk])
    buyer = client_for(cast.buyer)
    seen = buyer.get(page).content.decode()
    assert "Stated by the vendor, not yet checked" in seen
    assert "Mark as checked" in seen
    own = client_for(cast.vendor).get(page).content.decode()
    assert "the county has not checked it yet" in own
    assert "Mark as checked" not in own
    empty = buyer.post(refuse, {f"{paper.pk}-because": ""})
    assert empty.status_code == 422
    assert "Say what is wrong with it" in empty.content.decode()
    buyer.post(refuse, {f"{paper.pk}-because": "Blurred"})
    assert "Blurred" in client_for(cast.vendor).get(page).content.decode()
