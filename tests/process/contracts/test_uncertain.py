"""Uncertain is never shown as allowed, on no page and no badge, and no agency is asked by another state's law."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from commonlot.kernel.errors import Refused
from commonlot.process.contracts.actions import adopt_contract
from commonlot.process.contracts.models import Contract, PathMemo
from commonlot.process.contracts.queries import path_of
from commonlot.process.contracts.queries.paths import LOOKS
from commonlot.process.membership.models import Agency
from commonlot.records.access.models import Seat
from commonlot.records.legal.rules import Outcome
from tests.cast import Cast
from tests.factories.contracts import contract, price

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Seat | None], Client]
TODAY = date(2026, 11, 23)
LONG = (date(2020, 1, 1), date(2099, 1, 1))


@pytest.fixture
def salt(cast: Cast) -> Contract:
    made = contract(cast, term=LONG)
    price(made)
    return made


@pytest.fixture
def across_the_border(cast: Cast) -> Agency:
    """The school district, as if it lay in a state whose rules are not kept."""
    Agency.objects.filter(pk=cast.school_district.pk).update(state="CT")
    return Agency.objects.get(pk=cast.school_district.pk)


def pages(client: Client, made: Contract) -> dict[str, str]:
    addresses = [
        f"/contracts/{made.pk}/",
        f"/contracts/{made.pk}/adopt/",
        "/contracts/",
        "/contracts/?q=salt",
    ]
    found = {address: client.get(address) for address in addresses}
    assert {page.status_code for page in found.values()} == {200}
    return {address: page.content.decode() for address, page in found.items()}


def test_each_answer_has_a_look_of_its_own_and_only_allowed_looks_allowed() -> None:
    assert set(LOOKS) == set(Outcome)
    assert [outcome for outcome, look in LOOKS.items() if look == "ok"] == [Outcome.ALLOWED]
    assert len(set(LOOKS.values())) == len(LOOKS)


def test_an_agency_of_a_state_without_rules_reads_uncertain_on_every_page(
    cast: Cast, salt: Contract, across_the_border: Agency, client_for: ClientFor
) -> None:
    for address, text in pages(client_for(cast.school), salt).items():
        assert "path--ask" in text, address
        for allowed in (
            "path--ok",
            "why--ok",
            "Can be adopted",
            "Adopt this contract<",
            "Yes, once",
            "Allowed.",
        ):
            assert allowed not in text, f"{address}: {allowed}"


def test_an_agency_of_a_state_without_rules_adopts_only_with_its_counsels_advice(
    cast: Cast, salt: Contract, across_the_border: Agency
) -> None:
    facts: dict[str, Any] = {
        "contract_id": salt.pk,
        "statement": "It is cheaper.",
        "actor": cast.school_approver,
    }
    with pytest.raises(Refused, match="The law is uncertain here"):
        adopt_contract(**facts, now=cast.now)
    part = adopt_contract(**facts, counsel_advice="Counsel of the district, Nov 20.", now=cast.now)
    memo = PathMemo.objects.get(participation=part)
    assert memo.answer == "uncertain"
    assert [each["rule"] for each in memo.reasons] == ["NO-RULE"]


def test_what_the_agency_has_still_to_state_is_not_shown_as_allowed(
    cast: Cast, salt: Contract, client_for: ClientFor
) -> None:
    path = path_of(salt, cast.school_district, TODAY)
    assert (path.outcome, path.awaits_the_agency, path.look) == (Outcome.UNCERTAIN, True, "open")
    for address, text in pages(client_for(cast.school), salt).items():
        assert "path--open" in text, address
        assert "path--ok" not in text, address
        assert "why--ok" not in text, address
    stated = path_of(salt, cast.school_district, TODAY, own_bids="none")
    assert (stated.outcome, stated.look) == (Outcome.ALLOWED, "ok")


def test_a_contract_is_not_adopted_before_the_agency_said_whether_it_holds_bids(
    cast: Cast, salt: Contract
) -> None:
    facts: dict[str, Any] = {"contract_id": salt.pk, "statement": "Cheaper.", "actor": cast.school_approver}
    with pytest.raises(Refused, match="Whether the agency already holds bids") as refusal:
        adopt_contract(**facts, own_bids="", now=cast.now)
    assert refusal.value.field == "own_bids"
    assert adopt_contract(**facts, own_bids="none", now=cast.now).path == "C"
