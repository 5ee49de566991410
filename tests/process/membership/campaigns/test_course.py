"""A campaign from the draft to what became of each mail."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonlot.kernel.errors import Refused
from commonlot.process.membership import actions, queries
from commonlot.process.membership.jobs import start_campaigns
from commonlot.process.membership.models import Campaign
from commonlot.process.membership.states import CampaignStatus
from commonlot.records.access.models import Seat
from commonlot.records.jobs.models import Work
from commonlot.records.notices.models import Bounce, Message
from tests.cast import Cast
from tests.process.membership.campaigns.made import call, campaign, send, subscriber, words
from tests.records.jobs.worker import RunWorker
from tests.records.notices.sink import MailSink

ClientFor = Callable[[Seat | None], Client]


def _status(of: Campaign) -> str:
    of.refresh_from_db()
    return of.status


def _outcomes(of: Campaign) -> dict[str, int]:
    of.refresh_from_db()
    return {outcome: count for outcome, count in queries.counts_of_outcomes(of).items() if count}


def test_a_campaign_reaches_the_list_in_both_forms_with_the_way_out_in_head_and_foot(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast
) -> None:
    reader = subscriber("anna@example.org", cast.now, name="Anna Petrov")
    mail = campaign(cast)
    send(mail, cast)
    run_worker()
    assert _status(mail) == CampaignStatus.SENT
    (arrived,) = mail_sink.mails
    assert arrived["From"] == "Westchester County <purchasing@commonlot.example>"
    assert arrived["Reply-To"] == "Westchester County <c-001@example.org>"
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert queries.unsubscribe_address(reader) in arrived["List-Unsubscribe"]
    assert arrived["Precedence"] == "bulk"
    text, html = (part.get_content() for part in arrived.iter_parts())
    assert "Hello Anna Petrov," in text
    assert queries.preferences_address(reader) in text
    assert "<strong>shared</strong>" in html
    assert _outcomes(mail) == {"sent": 1}


def test_the_page_only_asks_for_the_work_and_shows_how_far_it_is(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast, client_for: ClientFor
) -> None:
    subscriber("anna@example.org", cast.now)
    mail = campaign(cast)
    client = client_for(cast.buyer)
    page = client.get(reverse("membership:send_campaign", args=[mail.pk])).content.decode()
    assert "Write to 1 person now" in page
    answer = client.post(reverse("membership:send_campaign", args=[mail.pk]), {"expected": "1"})
    work = Work.objects.get()
    assert answer["Location"] == reverse("jobs:work", args=[work.pk])
    assert not Message.objects.exists()
    run_worker()
    work.refresh_from_db()
    assert work.result_path == mail.get_absolute_url()
    assert len(mail_sink.mails) == 1


def test_it_is_not_sent_to_other_people_than_were_seen(cast: Cast) -> None:
    subscriber("anna@example.org", cast.now)
    mail = campaign(cast)
    with pytest.raises(Refused, match="now go to 1 people, not 2"):
        actions.send_campaign(campaign_id=mail.pk, expected=2, actor=cast.buyer, now=cast.now)
    assert _status(mail) == CampaignStatus.DRAFT


def test_a_campaign_for_nobody_is_not_sent(cast: Cast) -> None:
    mail = campaign(cast)
    with pytest.raises(Refused, match="Nobody would get"):
        actions.send_campaign(campaign_id=mail.pk, expected=0, actor=cast.buyer, now=cast.now)


def test_who_unsubscribes_between_the_start_and_their_mail_is_skipped_and_shown(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast, client_for: ClientFor
) -> None:
    anna, bert = subscriber("anna@example.org", cast.now), subscriber("bert@example.org", cast.now)
    mail = campaign(cast)
    send(mail, cast)
    actions.prepare_campaign(campaign_id=mail.pk, now=cast.now, progress=lambda *_: None)
    actions.unsubscribe(subscription_id=anna.pk, because="One click", now=cast.now)
    run_worker()
    assert len(mail_sink.to("bert@example.org")) == 1
    assert mail_sink.to("anna@example.org") == []
    assert _outcomes(mail) == {"sent": 1, "skipped": 1}
    actions.unsubscribe(subscription_id=bert.pk, because="One click", now=cast.now + timedelta(days=900))
    assert _outcomes(mail) == {"unsubscribed": 1, "skipped": 1}
    page = client_for(cast.buyer).get(mail.get_absolute_url(), {"outcome": "skipped"}).content.decode()
    assert "anna@example.org" in page
    assert "bert@example.org" not in page


def test_what_the_server_says_stands_beside_the_reader_and_in_the_file(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast, client_for: ClientFor
) -> None:
    subscriber("anna@example.org", cast.now)
    mail_sink.refused["anna@example.org"] = "550 5.1.1 no such box"
    mail = campaign(cast)
    send(mail, cast)
    run_worker()
    assert _outcomes(mail) == {"failed": 1}
    client = client_for(cast.buyer)
    assert "no such box" in client.get(mail.get_absolute_url(), {"outcome": "failed"}).content.decode()
    file = client.post(reverse("membership:download_campaign", args=[mail.pk])).content.decode()
    assert "anna@example.org,,,failed,,550 5.1.1 no such box" in file
    assert (
        queries.readers_of(queries.segment_of(mail), now=cast.now)
        .left_out[0]
        .reason.startswith("Mail came back")
    )


def test_a_scheduled_campaign_starts_by_itself_and_can_be_moved_or_called_off_until_then(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast
) -> None:
    subscriber("anna@example.org", cast.now)
    mail, other = campaign(cast), campaign(cast, subject="Another")
    with pytest.raises(Refused, match="lies ahead"):
        actions.schedule_campaign(campaign_id=mail.pk, at=cast.now, actor=cast.buyer, now=cast.now)
    for days in (400 - 365, 2):
        moment = cast.now + timedelta(days=days)
        actions.schedule_campaign(campaign_id=mail.pk, at=moment, actor=cast.buyer, now=cast.now)
    actions.schedule_campaign(campaign_id=other.pk, at=moment, actor=cast.buyer, now=cast.now)
    actions.cancel_campaign(campaign_id=other.pk, actor=cast.buyer, now=cast.now)
    assert actions.start_scheduled(campaign_id=mail.pk, now=moment - timedelta(seconds=1)) is None
    assert queries.due_campaigns(now=moment - timedelta(seconds=1)) == []
    assert queries.due_campaigns(now=moment) == [mail.pk]
    assert actions.start_scheduled(campaign_id=mail.pk, now=moment) is not None
    assert actions.start_scheduled(campaign_id=mail.pk, now=moment) is None
    assert actions.start_scheduled(campaign_id=other.pk, now=moment) is None
    run_worker()
    assert len(mail_sink.mails) == 1
    assert _status(other) == CampaignStatus.CANCELLED


def test_the_clock_starts_what_is_due(run_worker: RunWorker, mail_sink: MailSink, cast: Cast) -> None:
    subscriber("anna@example.org", cast.now)
    mail = campaign(cast)
    actions.schedule_campaign(
        campaign_id=mail.pk, at=cast.now + timedelta(hours=1), actor=cast.buyer, now=cast.now
    )
    Campaign.objects.update(scheduled_for=cast.now - timedelta(days=900))
    start_campaigns.configure().defer(timestamp=0)
    run_worker()
    assert _status(mail) == CampaignStatus.SENT


def test_a_paused_campaign_waits_and_goes_on(run_worker: RunWorker, mail_sink: MailSink, cast: Cast) -> None:
    subscriber("anna@example.org", cast.now)
    mail = campaign(cast)
    send(mail, cast)
    with pytest.raises(Refused, match="being prepared"):
        actions.pause_campaign(campaign_id=mail.pk, actor=cast.buyer, now=cast.now)
    actions.prepare_campaign(campaign_id=mail.pk, now=cast.now, progress=lambda *_: None)
    actions.pause_campaign(campaign_id=mail.pk, actor=cast.buyer, now=cast.now)
    run_worker()
    assert mail_sink.mails == []
    assert _status(mail) == CampaignStatus.PAUSED
    actions.resume_campaign(campaign_id=mail.pk, actor=cast.buyer, now=cast.now)
    run_worker()
    assert len(mail_sink.mails) == 1
    assert _status(mail) == CampaignStatus.SENT


def test_a_campaign_that_could_not_be_prepared_says_so_and_can_be_started_again(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast
) -> None:
    subscriber("anna@example.org", cast.now)
    mail = campaign(cast)
    send(mail, cast)
    actions.stop_campaign(campaign_id=mail.pk, reason="The program was stopped 8 times.", now=cast.now)
    run_worker()
    assert _status(mail) == CampaignStatus.PAUSED
    actions.resume_campaign(campaign_id=mail.pk, actor=cast.buyer, now=cast.now)
    run_worker()
    assert _status(mail) == CampaignStatus.SENT
    assert len(mail_sink.mails) == 1


def test_preparing_twice_queues_once(run_worker: RunWorker, cast: Cast) -> None:
    subscriber("anna@example.org", cast.now)
    mail = campaign(cast)
    send(mail, cast)
    for _ in range(2):
        actions.prepare_campaign(campaign_id=mail.pk, now=cast.now, progress=lambda *_: None)
    assert Message.objects.count() == 1


def test_a_test_goes_to_the_writer_alone_and_ends_nobodys_subscription(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast
) -> None:
    subscriber(cast.buyer.user.email, cast.now)
    mail = campaign(cast)
    actions.send_test(campaign_id=mail.pk, actor=cast.buyer, now=cast.now)
    run_worker()
    (arrived,) = mail_sink.mails
    assert arrived["To"] == cast.buyer.user.email
    assert arrived["Subject"] == "[Test] The shared yard opens"
    assert "List-Unsubscribe" not in arrived
    assert _status(mail) == CampaignStatus.DRAFT


def test_once_it_has_started_it_is_neither_changed_nor_moved_nor_called_off(cast: Cast) -> None:
    subscriber("anna@example.org", cast.now)
    mail = campaign(cast)
    send(mail, cast)
    who: dict[str, Any] = {"campaign_id": mail.pk, "actor": cast.buyer, "now": cast.now}
    for act in (
        lambda: actions.change_campaign(words=words(), **who),
        lambda: actions.schedule_campaign(at=cast.now + timedelta(days=1), **who),
        lambda: actions.cancel_campaign(**who),
        lambda: actions.send_campaign(expected=1, **who),
    ):
        with pytest.raises(Refused, match="sending"):
            act()


def test_only_a_buyer_of_the_county_writes_to_many(cast: Cast) -> None:
    for actor in (cast.requester, cast.vendor):
        with pytest.raises(Refused, match="Only a buyer"):
            actions.write_campaign(words=words(), actor=actor, now=cast.now)


def test_a_call_that_was_sent_is_repeated_to_those_who_have_not_answered(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast
) -> None:
    first = call(cast)
    with pytest.raises(Refused, match="once the call itself is sent"):
        actions.remind_again(campaign_id=first.pk, actor=cast.buyer, now=cast.now)
    send(first, cast)
    run_worker()
    first.refresh_from_db()
    reminder = actions.remind_again(campaign_id=first.pk, actor=cast.buyer, now=cast.now)
    assert reminder.subject == "Reminder: State your needs: Road salt 2027"
    assert (reminder.group, reminder.reminds_of) == ("not_answered", first)


def test_the_counts_are_those_of_the_rows_whatever_became_of_each_mail(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast
) -> None:
    readers = [subscriber(f"a{number}@example.org", cast.now) for number in range(9)]
    mail = campaign(cast)
    send(mail, cast)
    run_worker()
    Message.objects.update(sent_at=cast.now)
    mails = {each.to[0]: each for each in Message.objects.all()}
    became: list[dict[str, Any]] = [
        {"sent_at": None}, {"sent_at": None, "attempts": 2}, {"sent_at": None, "given_up_at": cast.now},
        {"sent_at": None, "withheld_because": "Paused"},
    ]  # fmt: skip
    for reader, facts in zip(readers, became, strict=False):
        Message.objects.filter(pk=mails[reader.email].pk).update(**facts)
    for reader in readers[4:6]:
        Bounce.objects.create(key=reader.email, message=mails[reader.email], address_hash="", kind="hard",
                              at=cast.now, received_at=cast.now, source="test")  # fmt: skip
    for reader in (readers[0], readers[5], readers[6]):  # one waits, one came back, one got it and then left
        actions.unsubscribe(subscription_id=reader.pk, because="No", now=cast.now + timedelta(days=1))
    wanted = {"waiting": 2, "failed": 1, "skipped": 1, "bounced": 2, "unsubscribed": 1, "sent": 2}
    assert _outcomes(mail) == wanted
    assert {each: queries.recipients_of(mail, each).count() for each in wanted} == wanted


def test_the_lists_ask_few_questions(
    run_worker: RunWorker,
    mail_sink: MailSink,
    cast: Cast,
    client_for: ClientFor,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for number in range(12):
        subscriber(f"a{number}@example.org", cast.now, agency=cast.town)
    mail = campaign(cast)
    send(mail, cast)
    run_worker()
    client = client_for(cast.buyer)
    pages = [reverse("membership:campaigns"), mail.get_absolute_url()]
    pages += [
        reverse(f"membership:{name}", args=[mail.pk]) for name in ("preview_campaign", "campaign_readers")
    ]
    for page in pages:
        with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
            assert client.get(page).status_code == 200


def test_the_address_of_who_asked_to_be_deleted_stands_nowhere_in_a_campaign(
    run_worker: RunWorker, mail_sink: MailSink, cast: Cast, client_for: ClientFor
) -> None:
    anna = subscriber("anna@example.org", cast.now, name="Anna Petrov")
    mail = campaign(cast)
    send(mail, cast)
    run_worker()
    actions.forget_subscription(subscription_id=anna.pk, now=cast.now)
    page = client_for(cast.buyer).get(mail.get_absolute_url()).content.decode()
    assert "anna@example.org" not in page
    assert "Anna Petrov" not in page
