"""What may be done to members, by whom, and what is refused."""

from tests.cast import Cast
from commonlot.process.membership import actions, queries
import pytest
from commonlot.kernel.errors import Refused


def test_smoke(cast: Cast) -> None:
    v = actions.register_vendor(name="New", actor=cast.buyer, now=cast.now)
    assert v.number == "VN-001"
    a = actions.enrol_agency(name="Town of X", kind="town", actor=cast.buyer, now=cast.now)
    assert a.number == "T-023"
    s = actions.invite_person(
        organisation_id=a.organisation_id,
        email="x@example.org",
        name="X",
        roles=["requester"],
        actor=cast.buyer,
        now=cast.now,
    )
    assert s.pk
    g = actions.start_agreement(agency_id=a.pk, actor=cast.buyer, now=cast.now)
    g = actions.record_board_vote(
        agreement_id=g.pk,
        resolution_number="1",
        voted_on=cast.now.date(),
        starts_on=cast.now.date(),
        ends_on=None,
        actor=cast.buyer,
        now=cast.now,
    )
    assert queries.has_agreement_in_force(a, on=cast.now.date())
    with pytest.raises(Refused):
        actions.register_vendor(name="New", actor=cast.requester, now=cast.now)
