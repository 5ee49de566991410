"""The personal link of a call: it leads to the agency's own page, and lets nobody in by itself."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonlot.kernel.actor import Role
from commonlot.process.membership import actions, queries
from commonlot.process.membership.models import Campaign, CampaignRecipient
from commonlot.process.requirements.models import Participation, Pool
from commonlot.records.access.models import Seat
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.process.membership.campaigns.made import call, campaign, send, subscriber

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Seat | None], Client]


@pytest.fixture
def sent(cast: Cast) -> Campaign:
    """A call whose mails wait in the outbox."""
    made = call(cast)
    send(made, cast)
    actions.prepare_campaign(campaign_id=made.pk, now=cast.now, progress=lambda *_: None)
    return made


def _link_of(seat: Seat) -> str:
    text = Message.objects.get(to=[seat.user.email]).text
    found = re.search(r"https?://[^/]+(/membership/l/[^)\s]+)", text)
    assert found is not None
    return found[1]


def _reader(seat: Seat) -> CampaignRecipient:
    return CampaignRecipient.objects.get(seat=seat)


def test_it_leads_through_sign_in_to_the_agencys_own_survey_and_says_that_it_was_opened(
    sent: Campaign, cast: Cast, client_for: ClientFor
) -> None:
    link = _link_of(cast.requester)
    client = client_for(None)
    answer = client.get(link)
    assert answer["Location"] == f"{reverse('account_login')}?next={link}"
    assert "_auth_user_id" not in client.session
    assert _reader(cast.requester).opened_at is not None
    answer = client_for(cast.requester).get(link)
    part = Participation.objects.get(agency=cast.town)
    assert answer["Location"] == part.get_absolute_url()
    sent.refresh_from_db()
    assert queries.counts_of_outcomes(sent)["opened"] == 1


def test_a_program_that_only_checks_the_link_opens_nothing(
    sent: Campaign, cast: Cast, client_for: ClientFor
) -> None:
    client_for(None).head(_link_of(cast.requester))
    assert _reader(cast.requester).opened_at is None


def test_the_first_opening_is_the_one_that_is_kept(sent: Campaign, cast: Cast) -> None:
    reader = _reader(cast.requester)
    for days in (0, 3):
        actions.note_opened(recipient_id=reader.pk, now=cast.now + timedelta(days=days))
    reader.refresh_from_db()
    assert reader.opened_at == cast.now


def test_somebody_elses_link_says_whose_it_is_and_what_to_do(
    sent: Campaign, cast: Cast, client_for: ClientFor
) -> None:
    answer = client_for(cast.school).get(_link_of(cast.requester))
    assert answer.status_code == 403
    assert "This link is for Town of Rye Hill" in answer.content.decode()


def test_who_acts_from_another_seat_is_asked_before_the_seat_is_changed(
    sent: Campaign, cast: Cast, client_for: ClientFor
) -> None:
    other = Seat.objects.create(
        user=cast.requester.user, organisation=cast.fire_district.organisation,
        roles=[Role.REQUESTER.value], created_at=cast.now,
    )  # fmt: skip
    client = client_for(cast.requester)
    client.post(reverse("access:switch_seat"), {"seat": other.pk})
    answer = client.get(_link_of(cast.requester))
    assert answer.status_code == 200
    assert "Go on for Town of Rye Hill" in answer.content.decode()
    part = Participation.objects.get(agency=cast.town)
    answer = client.post(
        reverse("access:switch_seat"), {"seat": cast.requester.pk, "next": part.get_absolute_url()}
    )
    assert answer["Location"] == part.get_absolute_url()


def test_a_link_whose_call_is_over_says_since_when(sent: Campaign, cast: Cast, client_for: ClientFor) -> None:
    Pool.objects.update(needs_due_at=cast.now - timedelta(days=900))
    answer = client_for(cast.requester).get(_link_of(cast.requester))
    assert answer.status_code == 410
    assert "could be stated until" in answer.content.decode()


@pytest.mark.parametrize("change", [lambda link: link[:-3] + "xy/", lambda link: "/membership/l/1-1.forged/"])
def test_a_link_that_was_not_made_here_leads_nowhere(
    sent: Campaign, cast: Cast, client_for: ClientFor, change: Callable[[str], str]
) -> None:
    answer = client_for(cast.requester).get(change(_link_of(cast.requester)))
    assert answer.status_code == 404
    assert "Copy it from the mail once more" in answer.content.decode()


def test_everybody_of_an_agency_gets_a_link_of_their_own(sent: Campaign, cast: Cast) -> None:
    links = {_link_of(seat) for seat in (cast.requester, cast.approver, cast.receiver, cast.school)}
    assert len(links) == 4


def test_people_of_agencies_on_the_list_can_end_it_from_a_call_and_others_are_not_offered_it(
    cast: Cast,
) -> None:
    subscriber(cast.requester.user.email, cast.now)
    made = call(cast)
    send(made, cast)
    actions.prepare_campaign(campaign_id=made.pk, now=cast.now, progress=lambda *_: None)
    assert "List-Unsubscribe" in Message.objects.get(to=[cast.requester.user.email]).headers
    assert "List-Unsubscribe" not in Message.objects.get(to=[cast.approver.user.email]).headers


def test_a_mail_to_the_list_has_no_personal_link(cast: Cast) -> None:
    subscriber("anna@example.org", cast.now)
    mail = campaign(cast)
    send(mail, cast)
    actions.prepare_campaign(campaign_id=mail.pk, now=cast.now, progress=lambda *_: None)
    assert "/membership/l/" not in Message.objects.get().text
