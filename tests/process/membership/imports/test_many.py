"""Files of many rows: taken in together, yet each row as if it were the only one."""

from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions
from commonlot.process.membership.models import Agency
from commonlot.process.membership.states import FileStatus
from commonlot.records.access.models import Organisation
from commonlot.records.audit.models import Entry
from commonlot.records.notices.models import Mailing, Message
from tests.cast import Cast
from tests.factories.membership import make_agency
from tests.process.membership.imports.taking import csv_of, take_in, upload


@pytest.fixture(autouse=True)
def _cast_time(now: Any, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


def many_new(kind: str, rows: int) -> bytes:
    names = {"members": "Town of Many {}", "vendors": "Many {} Quarries", "list": "reader{}@zed.example"}
    filled = [names[kind].format(number) for number in range(rows)]
    if kind == "members":
        return csv_of(
            ["name", "kind", "county", "newspaper"],
            *([name, "town", "Westchester", "The Gazette"] for name in filled),
        )
    return csv_of(["email" if kind == "list" else "name"], *([name] for name in filled))


@pytest.mark.parametrize("kind", ["members", "vendors", "list"])
def test_taking_in_asks_as_few_questions_for_many_rows_as_for_few(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, kind: str
) -> None:
    file = upload(cast, kind, many_new(kind, 200))
    with django_assert_max_num_queries(45):
        actions.import_at_once(file_id=file.pk, actor=cast.buyer, now=cast.now)
    file.refresh_from_db()
    assert (file.status, file.rows_new) == (FileStatus.IMPORTED, 200)


def test_each_of_many_new_agencies_has_its_own_number_and_its_own_line_on_the_trail(cast: Cast) -> None:
    take_in(cast, "members", many_new("members", 30))
    made = Agency.objects.filter(organisation__name__startswith="Town of Many ").order_by("pk")
    numbers = [each.number for each in made]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 30
    enrolled = Entry.objects.filter(
        verb="membership.agency_enrolled", subject_id__in=[each.pk for each in made]
    )
    assert {each.subject_id: each.details["number"] for each in enrolled} == {
        each.pk: each.number for each in made
    }
    assert {each.seat_id for each in enrolled} == {cast.buyer.pk}


def test_enrolling_many_refuses_a_name_that_is_known_or_comes_twice_and_enrols_none(cast: Cast) -> None:
    make_agency("Town of Elder", now=cast.now)
    elder = Agency.objects.get(organisation__name="Town of Elder")
    for name in ("TOWN OF ELDER", "town of new"):
        new = [actions.NewAgency(each, "town", county=elder.county) for each in ("Town of New", name)]
        before = list(Organisation.objects.order_by("pk").values())
        with pytest.raises(Refused, match="is enrolled already"):
            actions.enrol_agencies(agencies=new, actor=cast.buyer, now=cast.now)
        assert list(Organisation.objects.order_by("pk").values()) == before


def test_the_letters_of_a_file_leave_as_one_mailing_and_each_address_gets_its_own_link(cast: Cast) -> None:
    take_in(cast, "list", many_new("list", 12))
    (mailing,) = Mailing.objects.all()
    assert (mailing.total, mailing.subject) == (12, "Confirm your bid notices")
    assert len({each.text for each in Message.objects.filter(mailing=mailing)}) == 12


def test_an_address_that_was_written_to_a_moment_ago_keeps_the_whole_file_waiting(cast: Cast) -> None:
    file = upload(cast, "list", many_new("list", 3))
    asked = actions.ask_to_subscribe(email="reader1+x@zed.example", topics=["calls"], now=cast.now)
    assert asked is not None
    with pytest.raises(Refused, match=r"reader1@zed\.example was written to a moment ago"):
        actions.import_at_once(file_id=file.pk, actor=cast.buyer, now=cast.now)
    assert Message.objects.count() == 1
