"""One company, registered twice: found, shown with reasons, and decided by a person."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, rules
from commonlot.process.membership.models import LikelyTwin, Vendor, VendorContact
from commonlot.process.membership.queries.companies import Companies, facts_of
from commonlot.process.membership.states import TwinStatus, VendorStatus
from commonlot.records.access.models import Seat
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories import ordering as make
from tests.factories.membership import make_certificate, make_seat, make_vendor
from tests.process.membership.imports.taking import csv_of, take_in
from tests.process.membership.vendors.facts import COMPANY

ClientFor = Callable[[Seat | None], Client]


@pytest.fixture(autouse=True)
def _cast_time(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()


@pytest.fixture
def newcomer(cast: Cast) -> Vendor:
    """Somebody registers Salt & Sons once more, with the phone number that the county has."""
    cast.salt_and_sons.phone = "(914) 555-0104"
    cast.salt_and_sons.save(update_fields=["phone"])
    facts = COMPANY | {"name": "Salt and Sons, Inc.", "phone": "914-555-0104"}
    asked = actions.ask_to_register(facts=facts, network="here", now=cast.now)
    assert asked is not None
    return actions.prove_registration(token=actions.token_of(asked), now=cast.now)


@pytest.fixture
def twin(newcomer: Vendor) -> LikelyTwin:
    """The suspicion."""
    return LikelyTwin.objects.get()


def test_a_company_that_registers_again_is_suspected_with_the_reasons(
    cast: Cast, newcomer: Vendor, twin: LikelyTwin, client_for: ClientFor
) -> None:
    assert (twin.newer, twin.older, twin.reasons) == (
        newcomer,
        cast.salt_and_sons,
        "same legal name, same phone",
    )
    page = client_for(cast.buyer).get(reverse("membership:vendor", args=[newcomer.pk])).content.decode()
    assert "Looks like V-101 Salt &amp; Sons, because: same legal name, same phone" in page
    with pytest.raises(Refused, match="same company as the one"):
        actions.check_vendor(vendor_id=newcomer.pk, actor=cast.buyer, now=cast.now)


def test_the_vendor_itself_is_not_told_whom_it_looks_like(
    cast: Cast, newcomer: Vendor, client_for: ClientFor
) -> None:
    for seat, vendor in ((newcomer.organisation.seats.get(), newcomer), (cast.vendor, cast.salt_and_sons)):
        page = client_for(seat).get(reverse("membership:vendor", args=[vendor.pk])).content.decode()
        assert "Looks like" not in page
        assert "Registered twice" not in page


def test_the_same_company_is_folded_and_nothing_is_lost(
    cast: Cast, newcomer: Vendor, twin: LikelyTwin
) -> None:
    today = timezone.localdate(cast.now)
    paper = make_certificate(newcomer, starts_on=today, ends_on=today + timedelta(days=90))
    person = newcomer.organisation.seats.get()
    older = actions.fold_vendor(twin_id=twin.pk, actor=cast.buyer, now=cast.now)
    newcomer.refresh_from_db()
    paper.refresh_from_db()
    person.refresh_from_db()
    assert (newcomer.status, newcomer.folded_into) == (VendorStatus.FOLDED, older)
    assert older == cast.salt_and_sons
    assert (older.commodity_codes, older.address) == (["FENCING"], COMPANY["address"])
    assert older.contacts.get().name == "Odette Crane"
    assert paper.vendor == older
    assert person.ended_at == cast.now
    assert older.organisation.seats.filter(user=person.user).get().ended_at is None
    assert trail_of(older)[0].verb == "membership.vendor_folded"
    assert {each.older.number for each in LikelyTwin.objects.filter(status=TwinStatus.SAME)} == {"V-101"}


def test_a_stranger_who_is_folded_in_does_not_administer_the_company(
    cast: Cast, newcomer: Vendor, twin: LikelyTwin
) -> None:
    make_seat(cast.salt_and_sons.organisation, Role.VENDOR_ADMINISTRATOR, now=cast.now, name="Una Salt")
    older = actions.fold_vendor(twin_id=twin.pk, actor=cast.buyer, now=cast.now)
    odette = older.organisation.seats.get(user__name="Odette Crane")
    assert odette.roles == [Role.VENDOR_REPRESENTATIVE]
    told = {
        address for each in Message.objects.filter(cause="membership.vendor_folded") for address in each.to
    }
    assert told == {COMPANY["email"], "una.salt@example.org", cast.vendor.user.email, "v-101@example.com"}


def test_who_takes_orders_for_the_older_entry_goes_on_taking_them(
    cast: Cast, newcomer: Vendor, twin: LikelyTwin
) -> None:
    VendorContact.objects.create(
        vendor=cast.salt_and_sons, name="Una", email="una@saltandsons.example", for_bids=True, for_orders=True
    )
    older = actions.fold_vendor(twin_id=twin.pk, actor=cast.buyer, now=cast.now)
    assert older.email == "v-101@example.com"
    moved = older.contacts.get(name="Odette Crane")
    assert (moved.for_bids, moved.for_orders) == (False, False)


def test_two_that_are_not_the_same_are_not_asked_about_again(
    cast: Cast, newcomer: Vendor, twin: LikelyTwin
) -> None:
    actions.tell_apart(twin_id=twin.pk, actor=cast.buyer, now=cast.now)
    actions.change_vendor(vendor_id=newcomer.pk, trade_name="Salt & Sons", actor=cast.buyer, now=cast.now)
    assert LikelyTwin.objects.get().status == TwinStatus.DIFFERENT
    assert actions.check_vendor(vendor_id=newcomer.pk, actor=cast.buyer, now=cast.now).status == "checked"
    with pytest.raises(Refused, match="decided about these two already"):
        actions.fold_vendor(twin_id=twin.pk, actor=cast.buyer, now=cast.now)


def test_only_the_countys_staff_decide(cast: Cast, newcomer: Vendor, twin: LikelyTwin) -> None:
    for outsider in (cast.vendor, cast.rival, cast.requester, newcomer.organisation.seats.get()):
        for decide in (actions.fold_vendor, actions.tell_apart):
            with pytest.raises(Refused, match="purchasing staff"):
                decide(twin_id=twin.pk, actor=outsider, now=cast.now)


def test_an_entry_with_a_contract_of_its_own_is_not_folded(
    cast: Cast, newcomer: Vendor, twin: LikelyTwin
) -> None:
    make.contract(cast, vendor=newcomer)
    with pytest.raises(Refused, match="records of its own \\(contract\\)"):
        actions.fold_vendor(twin_id=twin.pk, actor=cast.buyer, now=cast.now)
    assert LikelyTwin.objects.get().status == TwinStatus.SUSPECTED


def test_a_pair_stands_once_whichever_way_round(cast: Cast, twin: LikelyTwin) -> None:
    with pytest.raises(IntegrityError, match="a_pair_of_vendors_is_asked_about_once"), transaction.atomic():
        LikelyTwin.objects.create(newer=twin.older, older=twin.newer, because=["x"], found_at=cast.now)


def test_a_suspicion_of_a_third_is_asked_about_the_entry_that_stays(
    cast: Cast, newcomer: Vendor, twin: LikelyTwin
) -> None:
    third = actions.register_vendor(
        name="Salt & Sons of Rye", phone="914 555 0104", actor=cast.buyer, now=cast.now
    )
    assert LikelyTwin.objects.filter(newer=third).count() == 2
    actions.fold_vendor(twin_id=twin.pk, actor=cast.buyer, now=cast.now)
    open_pair = LikelyTwin.objects.get(status=TwinStatus.SUSPECTED, newer=third)
    assert open_pair.older == cast.salt_and_sons


def test_staff_who_enter_a_near_name_see_the_suspicion_on_its_page(cast: Cast, client_for: ClientFor) -> None:
    response = client_for(cast.buyer).post(
        reverse("membership:register_vendor"), {"name": "Rival Salts Company"}, follow=True
    )
    assert "Looks like V-102 Rival Salt Co., because: name 95% alike" in response.content.decode()


def test_a_folded_vendor_leaves_the_list_and_points_to_the_other(
    cast: Cast, newcomer: Vendor, twin: LikelyTwin, client_for: ClientFor
) -> None:
    client = client_for(cast.buyer)
    compared = client.get(reverse("membership:twin", args=[twin.pk])).content.decode()
    assert "Salt and Sons, Inc." in compared
    response = client.post(reverse("membership:fold_vendor", args=[twin.pk]), follow=True)
    assert f"{newcomer.number} was folded into V-101" in response.content.decode()
    assert newcomer.number not in client.get(reverse("membership:vendors")).content.decode()
    page = client.get(reverse("membership:vendor", args=[newcomer.pk])).content.decode()
    assert "goes on for it" in page
    assert "Add a certificate" not in page


def test_looking_for_twins_among_many_vendors_asks_few_questions(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for _ in range(40):
        make_vendor(now=cast.now)
    with django_assert_max_num_queries(16):
        actions.register_vendor(name="Quite Other Goods", actor=cast.buyer, now=cast.now)


def test_those_alike_are_found_as_by_looking_at_each(cast: Cast) -> None:
    """Looking many up at once finds the same pairs, for the same reasons, as comparing every two."""
    names = ["Salt & Sons", "Salt and Sons Inc.", "Salts & Son", "Sons of Salt", "AB Co.", "AB LLC", "AC", "Stone Yard",
             "Yard, Stone", "Stone Yards", "Paper House"]  # fmt: skip
    made = []
    for place, name in enumerate(names):
        vendor = make_vendor(name, now=cast.now, number=f"VX-{place}")
        vendor.trade_name = "Salt House" if place % 4 == 0 else ""
        vendor.phone = "914-555-0177" if place in {2, 7} else ""
        vendor.email, vendor.address = f"a@x{place % 7}.example", "4 Mill Street" if place in {3, 9} else ""
        vendor.save()
        made.append(vendor)
    companies = Companies()
    for vendor in made:
        mine, others = facts_of(vendor), Vendor.objects.standing().exclude(pk=vendor.pk)
        each = {other.pk: why for other in others if (why := rules.why_alike(mine, facts_of(other)))}
        assert dict(companies.like(vendor, but=set())) == each
    assert any(dict(companies.like(vendor, but=set())) for vendor in made)


def test_many_vendors_of_a_file_are_held_against_each_other(cast: Cast) -> None:
    file = csv_of(["name", "phone"], ["Mill Paper", "914-555-0199"], ["Millpaper Co.", "(914) 555 0199"])
    take_in(cast, "vendors", file)
    assert LikelyTwin.objects.get().reasons == "name 94% alike, same phone"
    assert list(Vendor.objects.filter(number__startswith="VN-").values_list("number", flat=True)) == [
        "VN-001",
        "VN-002",
    ]
