"""A company registers itself, free: unseen before its address is proved, counted, and checked by the county."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions
from commonlot.process.membership.actions import registrations
from commonlot.process.membership.models import Vendor, VendorRegistration
from commonlot.process.membership.states import VendorStatus
from commonlot.records.access.models import Seat, User
from commonlot.records.audit.models import Entry
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.process.membership.vendors.facts import COMPANY
from tests.records.jobs.worker import RunWorker
from tests.records.notices.sink import MailSink

ClientFor = Callable[[Seat | None], Client]


@pytest.fixture(autouse=True)
def _cast_time(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()


def asked(cast: Cast, **changed: Any) -> VendorRegistration:
    made = actions.ask_to_register(facts=COMPANY | changed, network="here", now=cast.now)
    assert made is not None
    return made


def proved(cast: Cast, **changed: Any) -> Vendor:
    return actions.prove_registration(token=actions.token_of(asked(cast, **changed)), now=cast.now)


def test_nobody_sees_a_registration_before_its_address_is_proved(cast: Cast, client_for: ClientFor) -> None:
    before = Vendor.objects.count()
    asked(cast)
    assert Vendor.objects.count() == before
    assert "Fernhollow" not in client_for(cast.buyer).get(reverse("membership:vendors")).content.decode()
    assert not Entry.objects.filter(subject_name__contains="Fernhollow").exists()


def test_the_link_makes_the_vendor_its_contact_and_its_seat(cast: Cast) -> None:
    vendor = proved(cast)
    assert (vendor.status, vendor.email, vendor.zones) == (
        VendorStatus.NEW,
        "odette@fernhollow.example",
        ["NORTH", "PUTNAM"],
    )
    contact = vendor.contacts.get()
    assert (contact.name, contact.for_bids, contact.for_orders) == ("Odette Crane", True, True)
    seat = vendor.organisation.seats.get()
    assert set(seat.roles) == {Role.VENDOR_REPRESENTATIVE, Role.VENDOR_ADMINISTRATOR}
    assert [each.verb for each in trail_of(vendor)] == ["membership.vendor_registered_itself"]


def test_orders_go_to_whom_the_company_named_for_them(cast: Cast) -> None:
    vendor = proved(
        cast, orders_name="Bo Yard", orders_email="yard@fernhollow.example", orders_phone="914 555 0199"
    )
    assert (vendor.email, vendor.phone) == ("yard@fernhollow.example", "914 555 0199")
    assert vendor.contacts.get(for_orders=True).name == "Bo Yard"
    assert vendor.contacts.get(for_bids=True).name == "Odette Crane"


def test_the_button_pressed_twice_makes_one_vendor(cast: Cast) -> None:
    token = actions.token_of(asked(cast))
    one = actions.prove_registration(token=token, now=cast.now)
    mails = Message.objects.count()
    assert actions.prove_registration(token=token, now=cast.now + timedelta(days=9)) == one
    assert Message.objects.count() == mails


def test_a_link_that_was_changed_is_not_taken(cast: Cast) -> None:
    token = actions.token_of(asked(cast))
    for wrong in (token[:-1], "1", f"9{token}", "a:b"):
        with pytest.raises(Refused, match="not whole"):
            actions.prove_registration(token=wrong, now=cast.now)


def test_a_link_is_good_for_three_days_to_the_second(cast: Cast) -> None:
    token, late = actions.token_of(asked(cast)), cast.now + registrations.LINK_HOLDS
    with pytest.raises(Refused, match="older than three days"):
        actions.prove_registration(token=token, now=late)
    assert actions.prove_registration(token=token, now=late - timedelta(seconds=1)).number == "VN-001"


def test_what_nobody_confirmed_is_forgotten_after_two_weeks(cast: Cast) -> None:
    token, later = actions.token_of(asked(cast)), cast.now + registrations.FORGOTTEN_AFTER
    assert actions.forget_unproved(now=later) == 0
    assert actions.forget_unproved(now=later + timedelta(seconds=1)) == 1
    with pytest.raises(Refused, match="forgotten"):
        actions.prove_registration(token=token, now=later)


def test_one_address_is_written_to_three_times_a_day_and_nobody_outside_can_tell(
    cast: Cast, client_for: ClientFor
) -> None:
    client, url = client_for(None), reverse("membership:join_as_vendor")
    answers = [client.post(url, COMPANY) for _ in range(5)]
    assert {(each.status_code, each["Location"]) for each in answers} == {
        (302, reverse("membership:join_as_vendor_sent"))
    }
    assert Message.objects.filter(to=[COMPANY["email"]]).count() == 3
    next_day = cast.now + timedelta(days=1, seconds=1)
    assert actions.ask_to_register(facts=COMPANY, network="here", now=next_day) is not None


def test_ten_registrations_an_hour_come_from_one_network(cast: Cast, client_for: ClientFor) -> None:
    client, url = client_for(None), reverse("membership:join_as_vendor")
    answers = [client.post(url, COMPANY | {"email": f"a{n}@example.com"}).status_code for n in range(11)]
    assert answers == [302] * 10 + [422]
    elsewhere = client.post(url, COMPANY | {"email": "b@example.com"}, REMOTE_ADDR="10.1.1.1")
    assert elsewhere.status_code == 302
    an_hour_later = cast.now + timedelta(hours=1, minutes=2)
    assert actions.ask_to_register(facts=COMPANY, network="127.0.0.1", now=an_hour_later) is not None


def test_so_many_companies_register_in_an_hour_from_anywhere(cast: Cast, settings: Any) -> None:
    doors = settings.COMMONLOT_DOOR_LIMITS
    settings.COMMONLOT_DOOR_LIMITS = doors | {"vendor": doors["vendor"] | {"in_all_an_hour": 2}}

    def register(number: int, minutes: int) -> VendorRegistration | None:
        facts = COMPANY | {"email": f"a{number}@example.com"}
        now = cast.now + timedelta(minutes=minutes)
        return actions.ask_to_register(facts=facts, network=f"192.0.2.{number}", now=now)

    assert register(1, 0)
    assert register(2, 0)
    with pytest.raises(Refused, match="within the hour"):
        register(3, 59)
    assert register(3, 60)


def test_a_program_that_fills_every_field_is_stopped_and_a_person_is_told_why(client_for: ClientFor) -> None:
    sent = COMPANY | {"website": "https://spam.example"}
    response = client_for(None).post(reverse("membership:join_as_vendor"), sent)
    assert response.status_code == 422
    assert "Please empty this field" in response.content.decode()
    assert not VendorRegistration.objects.exists()


def test_what_is_missing_stands_beside_its_field_and_what_was_typed_stays(client_for: ClientFor) -> None:
    response = client_for(None).post(
        reverse("membership:join_as_vendor"), COMPANY | {"name": "", "email": "x"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: Register" in page
    assert "cedar pickets" in page


def test_finding_a_commodity_keeps_what_was_typed_and_ticked(client_for: ClientFor) -> None:
    sent = COMPANY | {"find": "1", "find_commodity": "brine", "commodity_codes": ["FENCING"]}
    response = client_for(None).post(reverse("membership:join_as_vendor"), sent)
    page = response.content.decode()
    assert response.status_code == 200
    assert 'value="ROAD-SALT"' in page
    assert re.search(r'value="FENCING"\s+checked', page)
    assert 'value="TIRES"' not in page
    assert "Odette Crane" in page
    assert not VendorRegistration.objects.exists()


def test_the_public_page_says_that_nothing_costs_anything(client_for: ClientFor) -> None:
    page = client_for(None).get(reverse("membership:sell")).content.decode()
    assert "there is no fee anywhere" in page
    assert "GML 103-d" in page
    assert reverse("membership:sell") in client_for(None).get("/").content.decode()


def test_a_registering_company_learns_nothing_of_those_that_are_there(
    cast: Cast, client_for: ClientFor
) -> None:
    url = reverse("membership:join_as_vendor")
    known = client_for(None).post(url, COMPANY | {"name": "Salt & Sons", "email": cast.vendor.user.email})
    new = client_for(None).post(url, COMPANY)
    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    vendor = proved(cast, name="Salt & Sons", email="new@fernhollow.example")
    mail = Message.objects.filter(to=["new@fernhollow.example"]).first()
    assert mail is not None
    assert cast.salt_and_sons.number not in mail.text
    page = client_for(vendor.organisation.seats.get()).get(reverse("membership:vendor", args=[vendor.pk]))
    assert cast.salt_and_sons.number not in page.content.decode()


def test_the_county_checks_a_registration_once_nobody_suspects_it(cast: Cast) -> None:
    vendor = proved(cast)
    with pytest.raises(Refused, match="purchasing staff"):
        actions.check_vendor(vendor_id=vendor.pk, actor=cast.rival, now=cast.now)
    checked = actions.check_vendor(vendor_id=vendor.pk, actor=cast.buyer, now=cast.now)
    assert (checked.status, checked.checked_by) == (VendorStatus.CHECKED, cast.buyer)
    with pytest.raises(Refused, match="checked already"):
        actions.check_vendor(vendor_id=vendor.pk, actor=cast.buyer, now=cast.now)


def test_a_person_with_a_seat_elsewhere_keeps_their_name_and_password(cast: Cast) -> None:
    vendor = proved(cast, email=cast.rival.user.email, person="Somebody Else")
    user = User.objects.get(email=cast.rival.user.email)
    assert user.name == "Rita Sels"
    assert Seat.objects.filter(user=user).count() == 2
    mail = Message.objects.filter(cause="membership.vendor_registered_itself").get()
    assert "Sign in as you always do" in mail.text
    assert vendor.organisation.seats.get().user == user


@pytest.mark.django_db(transaction=True)
def test_from_the_form_to_the_first_sign_in_by_real_mail(
    cast: Cast, client_for: ClientFor, mail_sink: MailSink, run_worker: RunWorker
) -> None:
    client = client_for(None)
    client.post(reverse("membership:join_as_vendor"), COMPANY)
    run_worker()
    link = link_in(mail_sink, COMPANY["email"])
    assert "Yes, register Fernhollow" in client.get(link).content.decode()
    assert not Vendor.objects.filter(
        organisation__name=COMPANY["name"]
    ).exists()  # opening the link is not enough
    assert "is registered" in client.post(link).content.decode()
    run_worker()
    form = client.get(link_in(mail_sink, COMPANY["email"]), follow=True)
    password = "a long enough password"
    client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
    client.post(reverse("account_login"), {"login": COMPANY["email"], "password": password})
    page = client.get(reverse("membership:company"), follow=True).content.decode()
    assert "before you can be awarded" in page


def link_in(mail_sink: MailSink, address: str) -> str:
    body = mail_sink.to(address)[-1].get_body(("plain",))
    assert body is not None
    (link,) = re.findall(r"http://[^/]+(/\S+)", body.get_content())
    return str(link)
