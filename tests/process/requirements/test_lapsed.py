"""An agency whose agreement lapsed keeps what it has, joins nothing new, and is told why."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commonlot.kernel.errors import Refused
from commonlot.process.membership.models import AgencyFacts
from commonlot.process.requirements import actions
from commonlot.process.requirements.models import Participation, Pool
from commonlot.process.requirements.states import ParticipationStatus
from tests.cast import Cast
from tests.factories import requirements as make
from tests.process.requirements.test_files import import_whole, upload

SignIn = Callable[..., Client]
COUNTY_FILE = b"Agency,Item,UOM,Qty\nTown of Rye Hill,Road salt,TON,40\n"
COLUMNS = {"agency": "Agency", "description": "Item", "unit": "UOM", "quantity": "Qty"}


@pytest.fixture
def pool(cast: Cast) -> Pool:
    """A pool that is collecting needs."""
    return make.pool(cast.buyer, cast.now)


def _invited(cast: Cast, pool: Pool) -> Participation:
    return make.part(pool, cast.town, cast.now, status=ParticipationStatus.INVITED)


def _lapse(cast: Cast, days_ago: int = 0) -> None:
    cast.town.agreements.update(ends_on=timezone.localdate(cast.now) - timedelta(days=days_ago))


def test_it_joins_on_the_last_day_of_its_agreement_and_not_on_the_next(cast: Cast, pool: Pool) -> None:
    part = _invited(cast, pool)
    _lapse(cast, days_ago=0)
    with pytest.raises(Refused, match="lapsed on November 23, 2026"):
        actions.join_pool(participation_id=part.pk, actor=cast.requester, now=cast.now)
    _lapse(cast, days_ago=-1)
    joined = actions.join_pool(participation_id=part.pk, actor=cast.requester, now=cast.now)
    assert joined.status == ParticipationStatus.JOINED


def test_it_reads_why_where_the_button_would_be_and_may_still_decline(
    cast: Cast, pool: Pool, client_for: SignIn
) -> None:
    part = _invited(cast, pool)
    _lapse(cast)
    page = client_for(cast.requester).get(part.get_absolute_url()).content.decode()
    assert "The agreement of Town of Rye Hill lapsed on November 23, 2026." in page
    assert f"/needs/{part.pk}/join/" not in page
    declined = actions.decline_pool(participation_id=part.pk, actor=cast.requester, now=cast.now)
    assert declined.status == ParticipationStatus.DECLINED
    with pytest.raises(Refused, match="lapsed on"):
        actions.join_pool(participation_id=part.pk, actor=cast.requester, now=cast.now)


def test_what_it_joined_before_it_still_states_and_sends(cast: Cast, pool: Pool) -> None:
    part = make.part(pool, cast.town, cast.now)
    make.line(part, cast.now)
    _lapse(cast, days_ago=3)
    sent = actions.submit_needs(participation_id=part.pk, actor=cast.requester, now=cast.now)
    assert sent.status == ParticipationStatus.SUBMITTED
    actions.reopen_needs(participation_id=part.pk, actor=cast.requester, now=cast.now)
    again = actions.submit_needs(participation_id=part.pk, actor=cast.requester, now=cast.now)
    assert again.status == ParticipationStatus.SUBMITTED


def test_it_is_not_invited_and_the_buyer_reads_why(cast: Cast, pool: Pool, client_for: SignIn) -> None:
    _lapse(cast)
    with pytest.raises(Refused, match=r"lapsed on November 23, 2026.*cannot be invited"):
        actions.invite_agencies(pool_id=pool.pk, agency_ids=[cast.town.pk], actor=cast.buyer, now=cast.now)
    page = client_for(cast.buyer).get(f"/requirements/pools/{pool.pk}/invite/").content.decode()
    assert "lapsed on November 23, 2026" in page


def test_the_countys_file_does_not_bring_it_in_either(cast: Cast, pool: Pool) -> None:
    _lapse(cast)
    with pytest.raises(Refused, match="Take it out of the file"):
        import_whole(cast, upload(cast, pool, COUNTY_FILE), COLUMNS)
    assert not pool.participations.filter(agency=cast.town).exists()


def test_the_countys_file_may_change_what_it_joined_before(cast: Cast, pool: Pool) -> None:
    make.part(pool, cast.town, cast.now, status=ParticipationStatus.SUBMITTED)
    _lapse(cast)
    assert import_whole(cast, upload(cast, pool, COUNTY_FILE), COLUMNS).lines_added == 1


# --- the sites that were named when joining -----------------------------------------------------------------
def _name(cast: Cast, *names: str) -> None:
    sites = [{"name": name, "address": "1 Elm Street", "note": "no dock"} for name in names]
    AgencyFacts.objects.create(agency=cast.town, sites=sites, changed_at=cast.now)


def test_the_sites_named_when_joining_are_added_by_one_click(cast: Cast, client_for: SignIn) -> None:
    actions.add_site(agency_id=cast.town.pk, name="Town Hall", actor=cast.requester, now=cast.now)
    _name(cast, "town hall", "Old garage")
    client = client_for(cast.requester)
    page = client.get("/requirements/sites/").content.decode()
    assert "You named these when you joined" in page
    assert "Old garage" in page
    client.post("/requirements/sites/named/")
    assert dict(cast.town.sites.values_list("name", "address")) == {
        "Town Hall": "", "Old garage": "1 Elm Street; no dock",
    }  # fmt: skip
    assert "You named these" not in client.get("/requirements/sites/").content.decode()


def test_nobody_else_adds_them_and_none_is_added_twice(cast: Cast) -> None:
    _name(cast, "Old garage")
    for outsider in (cast.school, cast.buyer, cast.vendor):
        with pytest.raises(Refused, match="Only a requester"):
            actions.add_named_sites(agency_id=cast.town.pk, actor=outsider, now=cast.now)
    actions.add_named_sites(agency_id=cast.town.pk, actor=cast.requester, now=cast.now)
    with pytest.raises(Refused, match="here already"):
        actions.add_named_sites(agency_id=cast.town.pk, actor=cast.requester, now=cast.now)
