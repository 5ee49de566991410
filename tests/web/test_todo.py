"""Whose list a thing stands on, in what order, and how much of a long list is shown."""

from datetime import date, timedelta

import pytest
from django.template import engines
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.process.membership import actions
from commonlot.process.requirements.models import Participation
from commonlot.process.requirements.states import ParticipationStatus, PoolStatus
from commonlot.records.access.models import Seat
from commonlot.web.todo import Desk, desk_of
from commonlot.web.todo.task import Task, by_urgency
from tests.cast import Cast, seat
from tests.process.membership.vendors.facts import PDF
from tests.web.county import make_pool

pytestmark = pytest.mark.django_db


def desk(who: Seat, cast: Cast, *, days: int = 0) -> Desk:
    found = desk_of(who, now=cast.now + timedelta(days=days))
    assert found is not None
    return found


def titles(who: Seat, cast: Cast, *, days: int = 0) -> list[str]:
    return [task.title for task in desk(who, cast, days=days).needs_you]


@pytest.fixture
def works(cast: Cast) -> Seat:
    """A person of the county's own works department."""
    return seat(cast.county.organisation, "Dale Finch", Role.REQUESTER, now=cast.now - timedelta(days=200))


def invite(cast: Cast, title: str = "Custodial supplies") -> None:
    pool = make_pool(cast, "P-1", title, PoolStatus.COLLECTING, due_in=9)
    for agency in (cast.county, cast.town):
        Participation.objects.create(
            pool=pool, agency=agency, status=ParticipationStatus.INVITED, invited_at=cast.now
        )


def test_a_department_of_the_county_sees_its_own_needs_and_not_the_purchasing_office(
    cast: Cast, works: Seat
) -> None:
    invite(cast)
    make_pool(cast, "P-2", "Copy paper", PoolStatus.PLANNED, due_in=30)
    found = desk(works, cast)
    assert [task.title for task in found.needs_you] == ["Say whether you take part: Custodial supplies"]
    assert found.waiting == []
    assert titles(cast.buyer, cast) == ["Invite agencies: Copy paper"]


def test_who_buys_for_all_and_also_for_the_county_has_both_on_one_list(cast: Cast) -> None:
    invite(cast)
    assert titles(cast.buyer, cast) == []
    cast.buyer.roles = [Role.BUYER.value, Role.REQUESTER.value]
    cast.buyer.save(update_fields=["roles"])
    assert titles(cast.buyer, cast) == ["Say whether you take part: Custodial supplies"]


def test_who_may_not_state_needs_sees_with_whom_they_are(cast: Cast) -> None:
    invite(cast)
    assert titles(cast.requester, cast) == ["Say whether you take part: Custodial supplies"]
    found = desk(cast.receiver, cast)
    assert found.needs_you == []
    assert [(task.title, task.tag) for task in found.waiting] == [
        ("Custodial supplies", "With your requester")
    ]


def test_an_uploaded_file_waits_for_the_staff_who_may_confirm_it(cast: Cast, works: Seat) -> None:
    actions.upload_members(
        kind="vendors", name="vendors.csv", content=b"name\nBirch Paper\n", actor=cast.buyer, now=cast.now
    )
    for who in (cast.buyer, cast.second_buyer, cast.purchasing_agent):
        assert titles(who, cast) == ["Confirm the file: vendors.csv"]
    assert titles(works, cast) == []


def test_what_a_vendor_states_waits_for_a_buyer(cast: Cast) -> None:
    paper = actions.add_certificate(
        vendor_id=cast.salt_and_sons.pk, kind="liability_insurance", starts_on=date(2026, 11, 1),
        ends_on=date(2027, 11, 1), copy=("proof.pdf", PDF, "application/pdf"), actor=cast.vendor, now=cast.now,
    )  # fmt: skip
    assert titles(cast.buyer, cast) == ["Check what Salt & Sons states: liability insurance"]
    actions.check_certificate(certificate_id=paper.pk, actor=cast.buyer, now=cast.now)
    assert titles(cast.buyer, cast) == []


def test_the_own_office_comes_first_and_in_it_what_is_urgent(cast: Cast) -> None:
    today = cast.now.date()
    tasks = [
        Task("Far off", due=today + timedelta(days=68)),
        Task("No date"),
        Task("Stops orders", kind="risk"),
        Task("In nine days", due=today + timedelta(days=9)),
        Task("Last week", due=today - timedelta(days=7)),
        Task("Today", due=today),
        Task("Remind another office", due=today - timedelta(days=9), elsewhere=True),
    ]
    assert [task.title for task in by_urgency(tasks, now=cast.now)] == [
        "Last week", "Today", "In nine days", "Stops orders", "No date", "Far off", "Remind another office",
    ]  # fmt: skip


def test_what_is_overdue_is_counted_and_the_next_date_is_one_to_come(cast: Cast) -> None:
    today = cast.now.date()
    late, next_one = today - timedelta(days=7), today + timedelta(days=2)
    found = Desk([Task("Late", due=late), Task("Next", due=next_one), Task("Open")], [], cast.now)
    assert ([task.title for task in found.overdue], found.next_due) == (["Late"], next_one)


@pytest.mark.parametrize(("many", "first", "rest"), [(9, 9, 0), (10, 7, 3)])
def test_a_long_list_is_folded_and_a_rest_of_two_is_not_worth_it(
    cast: Cast, many: int, first: int, rest: int
) -> None:
    shown = Desk([Task(str(number)) for number in range(many)], [], cast.now).needs_you_shown
    assert (len(shown.first), len(shown.rest), shown.in_all) == (first, rest, many)


def test_the_page_says_in_words_what_is_overdue(cast: Cast) -> None:
    row = engines["django"].from_string(
        "{% load commonlot %}{{ late|in_days_or_overdue }}; {{ soon|in_days_or_overdue }}"
    )
    today = timezone.localdate()
    said = row.render({"late": today - timedelta(days=9), "soon": today + timedelta(days=9)})
    assert said == "overdue\u00a0by\u00a09\u00a0days; in 9 days"


def test_the_page_of_a_department_has_its_own_orders_beside_it(cast: Cast, works: Seat) -> None:
    client = Client()
    client.force_login(works.user)
    page = client.get(reverse("web:todo")).content.decode()
    assert "The county’s own orders" in page
    assert "Ask for help" not in page


def test_an_address_breaks_at_its_signs_and_not_within_a_word() -> None:
    address = engines["django"].from_string("{% load commonlot %}{{ it|breakable }}")
    assert address.render({"it": "sales@thistledown.example"}) == "sales@<wbr>thistledown.<wbr>example<wbr>"
    assert address.render({"it": "<b>@x"}) == "&lt;b&gt;@<wbr>x<wbr>"
