"""Invitations: several at once, written again, withdrawn, and shown for what they are."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, queries, rules
from commonlot.process.membership.rules import InvitationState
from commonlot.records.access.models import Seat, User
from commonlot.records.audit.queries import trail_of
from commonlot.records.notices.models import Message
from tests.cast import Cast

LIST = """Ada Quist, ada.quist@example.org, requester and receiver

Tom Hale\ttom.hale@example.org\tApprover; administrator"""


def _invited(cast: Cast) -> Seat:
    return actions.invite_person(
        organisation_id=cast.town.organisation_id, email="ada.quist@example.org", name="Ada Quist",
        roles=["requester"], actor=cast.approver, now=cast.now,
    )  # fmt: skip


def _paste(cast: Cast, text: str) -> list[Seat]:
    return actions.invite_people(
        organisation_id=cast.town.organisation_id,
        people=rules.read_invitations(text, "agency"),
        actor=cast.approver,
        now=cast.now,
    )


def _set_password(client: Client, mail: Message) -> int:
    link = next(word for word in mail.text.split() if word.startswith("http"))
    page = client.get(link[link.index("/account") :], follow=True)
    where = page.request["PATH_INFO"]
    sent = client.post(where, {"password1": "a long new passphrase", "password2": "a long new passphrase"})
    return sent.status_code


def test_everyone_on_a_pasted_list_gets_a_seat_and_a_mail(cast: Cast) -> None:
    assert [seat.roles for seat in _paste(cast, LIST)] == [
        ["requester", "receiver"],
        ["approver", "agency_administrator"],
    ]
    assert sorted(mail.to[0] for mail in Message.objects.all()) == [
        "ada.quist@example.org",
        "tom.hale@example.org",
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Ada Quist, ada.quist@example.org", "at least one role"),
        ("Ada Quist, ada.quist.example.org, requester", "is not an e-mail"),
        ("Ada Quist, ada@quist@example.org, requester", "is not an e-mail"),
        (", ada.quist@example.org, requester", "Give a name"),
        ("Ada Quist, ada.quist@example.org, aprover", "“aprover” is not a role here"),
        ("Ada Quist, ada.quist@example.org, buyer", "“buyer” is not a role here"),
        ("Lou Marsh, lou.marsh@example.org, receiver", "has a seat here already"),
        ("Tom Hale, tom.hale@example.org, receiver", "stands on line 1 already"),
    ],
)
def test_one_bad_line_and_nobody_is_invited(cast: Cast, line: str, says: str) -> None:
    with pytest.raises(actions.LinesRefused) as refusal:
        _paste(cast, f"Tom Hale, tom.hale@example.org, receiver\n{line}")
    assert list(refusal.value.problems) == [2]
    assert says in refusal.value.problems[2]
    assert not User.objects.filter(email="tom.hale@example.org").exists()
    assert not Message.objects.exists()


def test_the_page_shows_every_fault_beside_its_line_and_keeps_what_was_pasted(
    cast: Cast, client_for: Callable[[Seat | None], Client]
) -> None:
    address = reverse("membership:invite_several", args=[cast.town.organisation_id])
    client = client_for(cast.approver)
    page = client.post(address, {"people": "Ada, ada@example.org, requester\nBo, bo, requester\nCy"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Line 2: “bo” is not an e-mail address." in text
    assert "Line 3: Give a name, an e-mail and at least one role." in text
    assert "Ada, ada@example.org, requester\nBo" in text
    assert client.post(address, {"people": "x\n" * 51}).status_code == 422
    assert client.post(address, {"people": LIST}).status_code == 302


def test_an_invitation_waits_three_days_and_then_its_link_has_run_out(cast: Cast) -> None:
    seat = _invited(cast)
    on_time, late = cast.now + timedelta(days=3), cast.now + timedelta(days=3, seconds=1)
    assert queries.invitation_of(seat, now=on_time) == (InvitationState.WAITING, cast.now)
    assert queries.invitation_of(seat, now=late)[0] == InvitationState.EXPIRED
    actions.send_invitation_again(seat_id=seat.pk, actor=cast.approver, now=late)
    again = Seat.objects.get(pk=seat.pk)
    assert queries.invitation_of(again, now=late) == (InvitationState.WAITING, late)
    assert Message.objects.count() == 2


def test_a_seat_that_was_taken_up_is_not_invited_again_nor_withdrawn(cast: Cast) -> None:
    assert queries.invitation_of(cast.receiver, now=cast.now)[0] == InvitationState.TAKEN_UP
    for act in (actions.send_invitation_again, actions.withdraw_invitation):
        with pytest.raises(Refused, match="taken up"):
            act(seat_id=cast.receiver.pk, actor=cast.approver, now=cast.now)


def test_an_invitation_is_taken_up_by_its_link(cast: Cast, client: Client) -> None:
    seat = _invited(cast)
    assert _set_password(client, Message.objects.get()) == 302
    taken = Seat.objects.get(pk=seat.pk)
    assert queries.invitation_of(taken, now=cast.now)[0] == InvitationState.TAKEN_UP


def test_the_link_of_a_withdrawn_invitation_works_no_more(cast: Cast, client: Client) -> None:
    seat = _invited(cast)
    actions.withdraw_invitation(seat_id=seat.pk, actor=cast.approver, now=cast.now)
    assert _set_password(client, Message.objects.get()) != 302
    seat.user.refresh_from_db()
    assert (seat.user.is_active, seat.user.has_usable_password()) == (False, False)
    assert trail_of(seat)[0].verb == "membership.invitation_withdrawn"
    assert _invited(cast).pk == seat.pk, "and can be invited anew"


def test_a_neighbour_neither_sends_nor_withdraws_an_invitation(cast: Cast) -> None:
    seat = _invited(cast)
    for act in (actions.send_invitation_again, actions.withdraw_invitation):
        for outsider in (cast.requester, cast.fire, cast.vendor):
            with pytest.raises(Refused):
                act(seat_id=seat.pk, actor=outsider, now=cast.now)


def test_the_list_of_people_says_who_has_not_come_yet(
    cast: Cast, client_for: Callable[[Seat | None], Client]
) -> None:
    _invited(cast)
    page = client_for(cast.approver).get(reverse("membership:agency", args=[cast.town.pk])).content.decode()
    assert page.count("Invited, not yet here") + page.count("Link ran out") == 1
