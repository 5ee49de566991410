"""Publishing tells those on the distribution list who buy or sell such goods."""

from datetime import timedelta

from commonlot.process.membership.actions import tell
from commonlot.process.membership.models import Announcement
from commonlot.process.solicitation import actions
from commonlot.process.solicitation.states import Status
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories import solicitation as make
from tests.factories.distribution_list import make_subscription


def test_a_published_solicitation_is_told_to_those_who_want_such_goods(cast: Cast) -> None:
    salt = make_subscription(topics=["commodities"], commodities=["ROAD-SALT"], now=cast.now)
    make_subscription(topics=["commodities"], commodities=["PAPER"], now=cast.now)
    make_subscription(topics=["openings", "awards"], now=cast.now)
    reviewed = make.solicitation(cast, status=Status.IN_REVIEW)
    assert not Announcement.objects.exists()
    actions.publish_solicitation(
        solicitation_id=reviewed.pk, bids_due_at=cast.now + timedelta(days=17), actor=cast.purchasing_agent,
        now=cast.now,
    )  # fmt: skip
    announcement = Announcement.objects.get()
    tell(announcement_id=announcement.pk, now=cast.now)
    (mail,) = Message.objects.filter(cause="membership.announced")
    assert mail.to == [salt.email]
    assert mail.subject == "Open for bids: Road salt and de-icers"
    assert "Bids are due" in mail.text
    assert f"/solicitations/{reviewed.pk}/" in mail.text
