"""Enrolling agencies, registering vendors, keeping certificates."""

from datetime import date, datetime
from threading import Thread

import pytest
from django.db import connection

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import Agency, Vendor
from commonlot.records.access.models import Organisation
from commonlot.records.audit.queries import trail_of
from tests.cast import Cast
from tests.factories.membership import make_certificate


def test_an_agency_gets_the_number_after_the_last_one_of_its_kind(cast: Cast) -> None:
    town = actions.enrol_agency(name="Town of Zed", kind="town", actor=cast.buyer, now=cast.now)
    city = actions.enrol_agency(name="City of Zed", kind="city", actor=cast.buyer, now=cast.now)
    boces = actions.enrol_agency(name="Zed BOCES", kind="boces", actor=cast.buyer, now=cast.now)
    assert [town.number, city.number, boces.number] == ["T-023", "C-002", "B-001"]
    assert [(entry.verb, entry.who) for entry in trail_of(town)] == [
        ("membership.agency_enrolled", "Priya Raman")
    ]


def test_the_town_and_the_city_of_one_name_both_exist(cast: Cast) -> None:
    actions.enrol_agency(name="Rye", kind="town", actor=cast.buyer, now=cast.now)
    actions.enrol_agency(name="Rye", kind="city", actor=cast.buyer, now=cast.now)
    assert Agency.objects.filter(organisation__name="Rye").count() == 2


def test_the_same_agency_is_not_enrolled_twice(cast: Cast) -> None:
    facts = {"kind": "town", "county": "Westchester", "actor": cast.buyer, "now": cast.now}
    with pytest.raises(Refused, match="enrolled already, as T-022") as refusal:
        actions.enrol_agency(name="TOWN of Rye Hill ", **facts)  # type: ignore[arg-type]
    assert refusal.value.field == "name"
    assert Organisation.objects.filter(name__iexact="Town of Rye Hill").count() == 1


def test_only_the_countys_staff_enrol_and_register(cast: Cast) -> None:
    for outsider in (cast.requester, cast.approver, cast.vendor):
        with pytest.raises(Refused, match="purchasing staff"):
            actions.enrol_agency(name="Town of Zed", kind="town", actor=outsider, now=cast.now)
        with pytest.raises(Refused, match="purchasing staff"):
            actions.register_vendor(name="Zed Salt", actor=outsider, now=cast.now)


def test_an_agency_needs_a_name_and_a_known_kind(cast: Cast) -> None:
    with pytest.raises(Refused, match="what kind"):
        actions.enrol_agency(name="Zed", kind="kingdom", actor=cast.buyer, now=cast.now)
    with pytest.raises(Refused, match="Give the name"):
        actions.enrol_agency(name="  ", kind="town", actor=cast.buyer, now=cast.now)


def test_a_vendor_is_registered_once_under_a_number(cast: Cast) -> None:
    vendor = actions.register_vendor(name="Zed Salt", email="z@example.com", actor=cast.buyer, now=cast.now)
    assert vendor.number == "VN-001"
    with pytest.raises(Refused, match="registered already, as VN-001"):
        actions.register_vendor(name="zed salt", actor=cast.purchasing_agent, now=cast.now)


@pytest.mark.django_db(transaction=True)
def test_vendors_registered_at_the_same_moment_get_different_numbers(cast: Cast) -> None:
    def register(name: str) -> None:
        try:
            actions.register_vendor(name=name, actor=cast.buyer, now=cast.now)
        finally:
            connection.close()

    threads = [Thread(target=register, args=(f"Vendor {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = Vendor.objects.filter(number__startswith="VN-").values_list("number", flat=True)
    assert sorted(numbers) == [f"VN-00{n}" for n in range(1, 7)]


@pytest.mark.django_db
def test_the_lead_agency_is_founded_once_with_its_first_seat(now: datetime) -> None:
    facts = {
        "county": "Westchester",
        "administrator_name": "Marta Quill",
        "password": "correct horse battery",
    }
    county = actions.found_lead_agency(
        name="Westchester County", administrator_email="M@example.org", now=now, **facts
    )
    seat = county.organisation.seats.get()
    assert seat.is_county
    assert seat.user.email == "m@example.org"
    with pytest.raises(Refused, match="has its lead agency already"):
        actions.found_lead_agency(name="Another", administrator_email="a@example.org", now=now, **facts)


def test_a_certificate_lapses_on_the_day_it_ends(cast: Cast) -> None:
    certificate = actions.add_certificate(
        vendor_id=cast.salt_and_sons.pk,
        kind="liability_insurance",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 1),
        actor=cast.vendor,
        now=cast.now,
    )
    assert queries.lapsed_certificates(cast.salt_and_sons, on=date(2026, 11, 30)) == []
    assert queries.lapsed_certificates(cast.salt_and_sons, on=date(2026, 12, 1)) == [certificate]


def test_a_renewed_certificate_is_not_lapsed_and_the_last_lapsed_one_is_shown(cast: Cast) -> None:
    vendor, today = cast.salt_and_sons, date(2026, 11, 23)
    make_certificate(vendor, starts_on=date(2024, 1, 1), ends_on=date(2025, 1, 1))
    last = make_certificate(vendor, starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 1))
    assert queries.lapsed_certificates(vendor, on=today) == [last]
    make_certificate(vendor, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1))
    assert queries.lapsed_certificates(vendor, on=today) == []


def test_the_list_and_the_page_agree_on_who_has_lapsed(cast: Cast) -> None:
    today = date(2026, 11, 23)
    make_certificate(cast.salt_and_sons, starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 1))
    make_certificate(cast.rival_salt, starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 1))
    make_certificate(cast.rival_salt, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1))
    lapsed = queries.VendorFilter(papers="lapsed")
    assert list(queries.find_vendors(lapsed, on=today)) == [cast.salt_and_sons]
    for vendor in queries.find_vendors(queries.VendorFilter(), on=today):
        assert vendor.is_lapsed == bool(queries.lapsed_certificates(vendor, on=today))  # type: ignore[attr-defined]


def test_a_rival_adds_no_certificate_and_an_upside_down_one_is_refused(cast: Cast) -> None:
    facts = {"vendor_id": cast.salt_and_sons.pk, "kind": "other", "now": cast.now}
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2027, 1, 1)}
    with pytest.raises(Refused, match="vendor itself"):
        actions.add_certificate(**facts, **days, actor=cast.rival)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="must end after it starts") as refusal:
        actions.add_certificate(**facts, **days | {"ends_on": days["starts_on"]}, actor=cast.vendor)  # type: ignore[arg-type]
    assert refusal.value.field == "ends_on"
