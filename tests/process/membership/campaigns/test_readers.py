"""Who gets a campaign, and who is left out and why."""

from datetime import timedelta

import pytest

from commonlot.process.membership import queries
from commonlot.process.membership.models import Agency
from commonlot.process.membership.queries import Segment
from commonlot.process.membership.states import SubscriptionStatus
from commonlot.process.requirements.models import Participation
from commonlot.process.requirements.states import ParticipationStatus
from tests.cast import Cast
from tests.factories import requirements as needs
from tests.process.membership.campaigns.made import call, subscriber

pytestmark = pytest.mark.django_db


def _chosen(segment: Segment, cast: Cast) -> set[str]:
    return {reader.email for reader in queries.readers_of(segment, now=cast.now).chosen}


def _left_out(segment: Segment, cast: Cast) -> dict[str, str]:
    return {
        each.email or each.agency: each.reason for each in queries.readers_of(segment, now=cast.now).left_out
    }


def test_the_list_is_written_to_by_topic_kind_and_county_and_who_left_is_named(cast: Cast) -> None:
    subscriber("anna@example.org", cast.now)
    subscriber("town@example.org", cast.now, agency=cast.town, topics=["awards"])
    subscriber("gone@example.org", cast.now, status=SubscriptionStatus.UNSUBSCRIBED)
    subscriber("full@example.org", cast.now, status=SubscriptionStatus.BOUNCED)
    subscriber("new@example.org", cast.now, status=SubscriptionStatus.PENDING, confirmed_at=None)
    subscriber("away@example.org", cast.now, paused_at=cast.now)
    everybody = Segment("list")
    assert _chosen(everybody, cast) == {"anna@example.org", "town@example.org"}
    assert _left_out(everybody, cast) == {
        "gone@example.org": "Unsubscribed on Nov 23, 2026",
        "full@example.org": "Mail came back on Nov 23, 2026",
        "new@example.org": "Has not confirmed the address",
        "away@example.org": "Paused their list mail",
    }
    assert _chosen(Segment("list", topics=["awards"]), cast) == {"town@example.org"}
    assert _chosen(Segment("list", kinds=["town"]), cast) == {"town@example.org"}
    assert _chosen(Segment("list", kinds=["village"]), cast) == set()
    assert _chosen(Segment("list", county="westchester"), cast) == {"town@example.org"}
    assert _chosen(Segment("list", county="Putnam"), cast) == set()


def test_who_named_goods_hears_of_those_alone_and_who_named_none_of_all(cast: Cast) -> None:
    subscriber("any@example.org", cast.now)
    subscriber("books@example.org", cast.now, commodities=["BOOKS"])
    assert _chosen(Segment("list", commodity="BOOKS"), cast) == {"any@example.org", "books@example.org"}
    assert _chosen(Segment("list", commodity="ASPHALT"), cast) == {"any@example.org"}


def test_an_agency_is_written_to_by_its_people_and_its_office_each_address_once(cast: Cast) -> None:
    Agency.objects.filter(pk=cast.town.pk).update(contact_email=cast.requester.user.email.upper())
    town = Segment("agencies", kinds=["town"])
    assert _chosen(town, cast) == {
        "dana.okafor@example.org",
        "ruth.castellano@example.org",
        "lou.marsh@example.org",
    }


def test_an_agency_without_an_address_is_left_out_and_named_as_is_who_unsubscribed(cast: Cast) -> None:
    cast.fire.ended_at = cast.now - timedelta(days=1)
    cast.fire.save()
    Agency.objects.filter(pk=cast.fire_district.pk).update(contact_email="")
    subscriber(cast.requester.user.email, cast.now, status=SubscriptionStatus.UNSUBSCRIBED)
    segment = Segment("agencies")
    assert _left_out(segment, cast) == {
        "Millbrook Fire District": "No address is known",
        "dana.okafor@example.org": "Unsubscribed on Nov 23, 2026",
    }
    assert "dana.okafor@example.org" not in _chosen(segment, cast)


def test_the_county_does_not_write_to_itself(cast: Cast) -> None:
    assert cast.buyer.user.email not in _chosen(Segment("agencies"), cast)


def test_took_part_before_and_has_not_answered_are_known_from_the_pools(cast: Cast) -> None:
    pool = needs.pool(cast.buyer, cast.now)
    needs.part(pool, cast.town, cast.now, status=ParticipationStatus.ACCEPTED)
    needs.part(pool, cast.school_district, cast.now, status=ParticipationStatus.INVITED)
    before = Segment("agencies", group="requirements.took_part")
    owing = Segment("agencies", group="requirements.not_answered")
    assert "t-022@example.org" in _chosen(before, cast)
    assert "s-009@example.org" not in _chosen(before, cast)
    assert "s-009@example.org" in _chosen(owing, cast)
    assert "t-022@example.org" not in _chosen(owing, cast)
    assert _chosen(Segment("agencies", group="nobody.knows"), cast) == set()


def test_a_call_goes_to_the_invited_and_its_reminder_to_those_who_have_not_answered(cast: Cast) -> None:
    segment = queries.segment_of(call(cast))
    assert {"t-022@example.org", "s-009@example.org"} <= _chosen(segment, cast)
    assert "f-003@example.org" not in _chosen(segment, cast)
    Participation.objects.filter(agency=cast.town).update(
        status=ParticipationStatus.SUBMITTED, submitted_at=cast.now
    )
    reminder = Segment(
        "invited", occasion=segment.occasion, occasion_id=segment.occasion_id, group="not_answered"
    )
    assert "t-022@example.org" not in _chosen(reminder, cast)
    assert "s-009@example.org" in _chosen(reminder, cast)
