"""The screens of membership: what they show to whom, and how much they ask of the database."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonlot.kernel.actor import Role
from commonlot.process.membership.models import Agency, Agreement
from commonlot.process.membership.states import AgreementStatus
from commonlot.records.access.models import Seat
from tests.cast import Cast
from tests.factories.membership import make_agency, make_agreement, make_certificate, make_seat, make_vendor

ClientFor = Callable[[Seat | None], Client]
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _cast_time(cast: Cast, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = cast.now - timezone.now()


def _text(response: Any) -> str:
    assert response.status_code < 400, response.status_code
    return str(response.content.decode())


def test_anyone_reads_the_directory_with_numbers_and_agreements(client_for: ClientFor) -> None:
    page = _text(client_for(None).get(reverse("membership:directory")))
    for words in ("Town of Rye Hill", "T-022", "In force", "Lead agency"):
        assert words in page


def test_the_directory_finds_by_part_of_a_name_by_number_by_kind_and_by_agreement(
    client_for: ClientFor, cast: Cast
) -> None:
    client = client_for(None)

    def found(**asked: str) -> set[Agency]:
        return set(client.get(reverse("membership:directory"), asked).context["page"].object_list)

    assert found(q="rye hill") == {cast.town}
    assert found(q="f-003") == {cast.fire_district}
    assert found(kind="school_district") == {cast.school_district}
    assert found(standing="none") == {cast.fire_district}
    assert found(standing="in_force") == {cast.town, cast.school_district}
    assert found(q="nobody at all") == set()
    assert found(kind="kingdom", standing="x") == set(Agency.objects.all())


def test_an_empty_search_says_what_to_do_next(client_for: ClientFor) -> None:
    page = _text(client_for(None).get(reverse("membership:directory"), {"q": "nobody"}))
    assert "No agency matches" in page
    assert "Show all" in page


def test_the_directory_of_many_agencies_asks_few_questions(
    client_for: ClientFor, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for _ in range(105):
        make_agency(now=cast.now, agreement=True)
    client = client_for(None)
    with django_assert_max_num_queries(4):
        page = _text(client.get(reverse("membership:directory")))
    assert "109 local governments" in page


def test_htmx_gets_the_table_alone(client_for: ClientFor) -> None:
    page = _text(client_for(None).get(reverse("membership:directory"), headers={"HX-Request": "true"}))
    assert "<html" not in page
    assert "Town of Rye Hill" in page


def test_outsiders_see_an_agency_without_its_people(client_for: ClientFor, cast: Cast) -> None:
    url = reverse("membership:agency", args=[cast.town.pk])
    for outsider in (None, cast.school, cast.vendor):
        page = _text(client_for(outsider).get(url))
        assert "Town of Rye Hill" in page
        assert "Ruth Castellano" not in page
        assert "ruth.castellano@example.org" not in page
    assert "Ruth Castellano" in _text(client_for(cast.requester).get(url))
    assert "Ruth Castellano" in _text(client_for(cast.buyer).get(url))


def test_an_agencys_page_asks_few_questions_however_many_people_it_has(
    client_for: ClientFor, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        make_seat(cast.town.organisation, Role.REQUESTER, now=cast.now)
    client = client_for(cast.buyer)
    with django_assert_max_num_queries(14):
        client.get(reverse("membership:agency", args=[cast.town.pk]))


def test_instead_of_a_button_the_requester_reads_why_not(client_for: ClientFor, cast: Cast) -> None:
    page = _text(client_for(cast.requester).get(reverse("membership:agency", args=[cast.town.pk])))
    assert "Only an administrator of this organization" in page
    assert "Invite a person" not in page
    assert "Invite a person" in _text(
        client_for(cast.approver).get(reverse("membership:agency"), follow=True)
    )


def test_the_county_enrols_an_agency_and_lands_on_its_page(client_for: ClientFor, cast: Cast) -> None:
    client = client_for(cast.buyer)
    sent = {"name": "Town of Zed", "kind": "town", "state": "NY"}
    response = client.post(reverse("membership:enrol"), sent)
    made = Agency.objects.get(number="T-023")
    assert response["Location"] == reverse("membership:agency", args=[made.pk])
    again = client.post(reverse("membership:enrol"), sent)
    assert again.status_code == 422
    page = again.content.decode()
    assert "<title>Error: Enroll" in page
    assert page.count("enrolled already, as T-023") == 2  # in the summary and beside the field


def test_an_agreement_goes_from_start_to_force_on_its_page(client_for: ClientFor, cast: Cast) -> None:
    agency, client = make_agency(now=cast.now), client_for(cast.buyer)
    url = reverse("membership:agency", args=[agency.pk])
    assert "Start the agreement" in _text(client.get(url))
    client.post(reverse("membership:start_agreement", args=[agency.pk]))
    agreement = Agreement.objects.get(agency=agency)
    assert "Lay it before the board" in _text(client.get(url))
    client.post(reverse("membership:lay_before_board", args=[agreement.pk]))
    assert "Record the board’s vote" in _text(client.get(url))
    sent = {
        "resolution_number": "2026-14",
        "voted_on": "2026-11-20",
        "votes_for": "2",
        "votes_of": "5",
        "starts_on": "2026-11-23",
        "ends_on": "",
    }
    vote = reverse("membership:vote", args=[agreement.pk])
    refused = client.post(vote, sent)
    assert refused.status_code == 422
    assert "2 of 5 votes is not a majority" in refused.content.decode()
    assert client.post(vote, sent | {"votes_for": "3"}).status_code == 302
    assert "Agreement in force" in _text(client.get(url))


def test_a_signed_copy_is_read_by_the_agency_and_the_county_only(client_for: ClientFor, cast: Cast) -> None:
    agreement = cast.town.agreements.get()
    file = SimpleUploadedFile("signed.pdf", b"%PDF-1.7", content_type="application/pdf")
    response = client_for(cast.approver).post(
        reverse("membership:signed_copy", args=[agreement.pk]), {"file": file, "signed_by": "both"}
    )
    assert response.status_code == 302
    url = reverse("documents:download", args=[agreement.papers.get().document_id])
    for reader in (cast.approver, cast.requester, cast.buyer):
        assert b"".join(client_for(reader).get(url).streaming_content) == b"%PDF-1.7"  # type: ignore[attr-defined]
    for outsider in (None, cast.school, cast.vendor):
        assert client_for(outsider).get(url).status_code == 404


def test_without_a_file_the_form_says_so(client_for: ClientFor, cast: Cast) -> None:
    agreement = make_agreement(make_agency(now=cast.now), status=AgreementStatus.BOARD_PENDING)
    response = client_for(cast.buyer).post(reverse("membership:signed_copy", args=[agreement.pk]))
    assert response.status_code == 422
    assert "required" in response.content.decode()


def test_the_list_of_vendors_marks_who_has_a_lapsed_certificate(
    client_for: ClientFor, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        make_certificate(make_vendor(now=cast.now), starts_on=TODAY, ends_on=TODAY + timedelta(days=9))
    make_certificate(cast.rival_salt, starts_on=date(2025, 1, 1), ends_on=TODAY)
    client = client_for(cast.buyer)
    with django_assert_max_num_queries(9):
        page = _text(client.get(reverse("membership:vendors")))
    assert page.count("One lapsed") == 1
    only = client.get(reverse("membership:vendors"), {"papers": "lapsed"}).context["page"].object_list
    assert list(only) == [cast.rival_salt]


def test_a_vendor_adds_a_certificate_on_its_own_page(client_for: ClientFor, cast: Cast) -> None:
    client = client_for(cast.vendor)
    page = _text(client.get(reverse("membership:company"), follow=True))
    assert "Salt &amp; Sons" in page
    sent = {"kind": "liability_insurance", "starts_on": "2026-11-01", "ends_on": "2026-10-01"}
    url = reverse("membership:add_certificate", args=[cast.salt_and_sons.pk])
    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert "must end after it starts" in refused.content.decode()
    copy = SimpleUploadedFile("acord.pdf", b"%PDF", content_type="application/pdf")
    shown = _text(client.post(url, sent | {"ends_on": "2027-11-01", "file": copy}, follow=True))
    assert "Liability insurance" in shown
    assert "acord.pdf" in shown


def test_an_invitation_by_screen_ends_on_the_page_of_the_people(client_for: ClientFor, cast: Cast) -> None:
    url = reverse("membership:invite", args=[cast.salt_and_sons.organisation_id])
    sent = {"name": "New Seller", "email": "new@example.com", "roles": ["vendor_representative"]}
    page = _text(client_for(cast.buyer).post(url, sent, follow=True))
    assert "New Seller has a seat" in page
    assert "new@example.com" in page.replace("<wbr>", "")
    again = client_for(cast.buyer).post(url, sent)
    assert again.status_code == 422
    assert "has a seat here already" in again.content.decode()
