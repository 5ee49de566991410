"""A finished opening is told to those on the distribution list who asked for openings."""

from datetime import timedelta

from commonlot.process.bidding import actions
from commonlot.process.membership.actions import tell
from commonlot.process.membership.models import Announcement
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories import bidding as make
from tests.factories.distribution_list import make_subscription


def test_a_finished_opening_is_told_once_it_is_finished(cast: Cast) -> None:
    reader = make_subscription(topics=["openings"], now=cast.now)
    make_subscription(topics=["awards"], now=cast.now)
    salt = make.opened(cast)
    make.read_bid(cast, salt, cast.salt_and_sons, {line.number: "61.10" for line in salt.lines.all()})
    assert not Announcement.objects.exists()
    actions.finish_opening(solicitation_id=salt.pk, actor=cast.buyer, now=cast.now + timedelta(minutes=20))
    tell(announcement_id=Announcement.objects.get().pk, now=cast.now)
    (mail,) = Message.objects.filter(cause="membership.announced")
    assert mail.to == [reader.email]
    assert mail.subject == "Bids opened: Road salt and de-icers"
    assert "1 were read" not in mail.text
    assert "One bid was read." in mail.text
