"""A posted intent to award is told to those on the distribution list who asked for awards."""

from commonlot.process.award import actions
from commonlot.process.membership.actions import tell
from commonlot.process.membership.models import Announcement
from commonlot.records.notices.models import Message
from tests.cast import Cast
from tests.factories.award import award, opened_bids
from tests.factories.distribution_list import make_subscription


def test_a_posted_intent_is_told_with_its_page(cast: Cast) -> None:
    reader = make_subscription(topics=["awards"], now=cast.now)
    make_subscription(topics=["openings"], now=cast.now)
    made = award(opened_bids(cast, {"salt_and_sons": ["61", "7", "9"]}), cast)
    actions.post_intent(award_id=made.pk, actor=cast.buyer, now=cast.now)
    tell(announcement_id=Announcement.objects.get().pk, now=cast.now)
    (mail,) = Message.objects.filter(cause="membership.announced")
    assert mail.to == [reader.email]
    assert mail.subject.startswith("Intent to award: ")
    assert f"/awards/{made.pk}/" in mail.text
