"""The screens of contracts."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonlot.process.award.states import AwardStatus
from commonlot.process.contracts.models import Contract, ContractParticipation
from commonlot.records.access.models import Seat
from commonlot.records.documents.models import Document
from tests.cast import Cast
from tests.factories.award import award, opened_bids
from tests.factories.contracts import contract, price, takes_part

ClientFor = Callable[[Seat | None], Client]
LONG = (date(2020, 1, 1), date(2099, 1, 1))


@pytest.fixture
def salt(cast: Cast) -> Contract:
    made = contract(cast, term=LONG)
    price(made)
    return made


def text_of(client: Client, address: str, status: int = 200) -> str:
    page = client.get(address)
    assert page.status_code == status
    return page.content.decode()


def test_a_participant_finds_a_price_with_a_way_into_the_basket(
    cast: Cast, salt: Contract, client_for: ClientFor
) -> None:
    takes_part(cast.town, salt, cast)
    text = text_of(client_for(cast.requester), "/contracts/?q=road+salt")
    assert "Cooperative participant" in text
    assert "Add to basket" in text
    approver = text_of(client_for(cast.approver), "/contracts/?q=road+salt")
    assert "A requester of your agency orders it." in approver
    assert "Add to basket" not in approver
    other = text_of(client_for(cast.school), "/contracts/?q=road+salt")
    assert "Adopt this contract" in other
    assert "Add to basket" not in other


def test_uncertain_is_never_shown_as_allowed(cast: Cast, client_for: ClientFor) -> None:
    ohio = contract(
        cast, term=LONG, let_by_kind="subdivision", let_by="Orchard City, Ohio", several_winners=True
    )
    price(ohio)
    text = text_of(client_for(cast.school), "/contracts/?q=salt")
    assert "Uncertain: ask counsel." in text
    assert "path--ok" not in text


def test_an_empty_search_says_what_to_do_next(cast: Cast, client_for: ClientFor) -> None:
    text = text_of(client_for(cast.school), "/contracts/?q=unicorn+feed")
    assert "ask the county to plan a pool" in text
    assert "No contract is in force yet" in text_of(client_for(None), "/contracts/")


def test_an_approver_adopts_and_the_memo_can_be_read_by_agency_and_county_only(
    cast: Cast, salt: Contract, client_for: ClientFor
) -> None:
    client = client_for(cast.approver)
    assert "CNTY-4" in text_of(client, f"/contracts/{salt.pk}/adopt/")
    refused = client.post(f"/contracts/{salt.pk}/adopt/", {"statement": "", "own_bids": "none"})
    assert refused.status_code == 422
    assert "<title>Error:" in refused.content.decode()
    done = client.post(f"/contracts/{salt.pk}/adopt/", {"statement": "Cheaper by $4.", "own_bids": "none"})
    assert done.status_code == 302
    assert ContractParticipation.objects.get().path == "C"
    memo = f"/documents/{Document.objects.get().pk}/"
    assert "Read the memo" in text_of(client, f"/contracts/{salt.pk}/")
    assert client.get(memo).status_code == 200
    assert client_for(cast.buyer).get(memo).status_code == 200
    for seat in (cast.school, cast.vendor, None):
        assert client_for(seat).get(memo).status_code == 404


def test_a_requester_reads_whom_to_ask_in_the_buttons_place(
    cast: Cast, salt: Contract, client_for: ClientFor
) -> None:
    text = text_of(client_for(cast.requester), f"/contracts/{salt.pk}/")
    assert "Only an approver or the administrator of your agency adopts a contract." in text


def test_an_ended_contract_says_so_and_offers_no_order(cast: Cast, client_for: ClientFor) -> None:
    old = contract(cast, term=(date(2020, 1, 1), date(2021, 1, 1)), status="expired")
    price(old)
    takes_part(cast.town, old, cast)
    text = text_of(client_for(cast.requester), f"/contracts/{old.pk}/")
    assert "An ended contract takes no order." in text
    assert "basket" not in text


def test_the_desk_goes_from_the_approved_award_to_contracts_in_force(
    cast: Cast, client_for: ClientFor
) -> None:
    opened = opened_bids(cast, {"salt_and_sons": ["70", "68", None], "rival_salt": ["69", "69", "75"]})
    given = award(opened, cast, status=AwardStatus.APPROVED)
    buyer, agent = client_for(cast.buyer), client_for(cast.purchasing_agent)
    assert "Make the contracts" in text_of(buyer, f"/contracts/of-award/{given.pk}/")
    buyer.post(f"/contracts/of-award/{given.pk}/make/")
    drafts = Contract.objects.order_by("number")
    assert [str(each.vendor) for each in drafts] == ["Rival Salt Co.", "Salt & Sons"]
    assert "To be put into force" in text_of(buyer, "/contracts/")
    for each in drafts:
        assert "Only the purchasing agent" in text_of(buyer, f"/contracts/{each.pk}/")
        agent.post(f"/contracts/{each.pk}/sign/")
    given.refresh_from_db()
    assert given.status == AwardStatus.ACTIVE
    part = buyer.get(f"/contracts/of-award/{given.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert drafts[0].number in part


def test_wrong_prices_come_back_beside_their_row(cast: Cast, client_for: ClientFor) -> None:
    typed: dict[str, Any] = {
        "number": "25-0177", "title": "Toner", "vendor": cast.rival_salt.pk, "starts_on": "2026-01-01",
        "last_day": "2027-06-30", "let_by_kind": "county", "prices-TOTAL_FORMS": "2", "prices-INITIAL_FORMS": "0",
        "prices-0-description": "Toner", "prices-0-unit": "EA", "prices-0-unit_price": "92.15",
        "prices-1-description": "Drum", "prices-1-unit": "EA", "prices-1-unit_price": "a lot",
    }  # fmt: skip
    page = client_for(cast.buyer).post("/contracts/enter/", typed)
    assert page.status_code == 422
    assert "Unit price: Enter a number." in page.content.decode()
    assert not Contract.objects.exists()
    typed["prices-1-unit_price"] = "12"
    assert client_for(cast.buyer).post("/contracts/enter/", typed).status_code == 302
    assert Contract.objects.get().ends_on == date(2027, 7, 1)


def test_the_price_list_is_a_plain_file(cast: Cast, salt: Contract, client_for: ClientFor) -> None:
    text = client_for(None).get(f"/contracts/{salt.pk}/prices.csv").content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("26-0288,1,Bulk road salt,TON,71.9000,")


def test_the_pages_ask_few_questions(
    cast: Cast, client_for: ClientFor, django_assert_max_num_queries: Any
) -> None:
    for i in range(25):
        each = contract(cast, number=f"26-1{i:03}", term=LONG)
        for amount in range(4):
            price(each, amount=f"{70 + amount}.00")
        takes_part(cast.town, each, cast)
    client = client_for(cast.requester)
    client.get("/contracts/")
    for address in ("/contracts/", "/contracts/?q=salt", f"/contracts/{Contract.objects.all()[0].pk}/"):
        with django_assert_max_num_queries(22):
            client.get(address)


def test_a_price_list_comes_from_a_file_whole_or_not_at_all(cast: Cast, client_for: ClientFor) -> None:
    typed: dict[str, Any] = {
        "number": "25-0177", "title": "Toner", "vendor": cast.rival_salt.pk, "starts_on": "2026-01-01",
        "last_day": "2027-06-30", "let_by_kind": "county", "prices-TOTAL_FORMS": "0", "prices-INITIAL_FORMS": "0",
    }  # fmt: skip
    wrong = b"Item,UOM,Price\nToner,EA,92.15\nDrum,,about 5\n"
    client = client_for(cast.buyer)
    page = client.post("/contracts/enter/", {**typed, "price_file": SimpleUploadedFile("prices.csv", wrong)})
    text = page.content.decode()
    assert page.status_code == 422
    assert "prices.csv, row 3" in text
    assert "a number such as 1200 or 12.5" in text
    assert not Contract.objects.exists()
    right = b"Item,UOM,Price\nToner,EA,92.15\nDrum,EA,15.5\n"
    done = client.post("/contracts/enter/", {**typed, "price_file": SimpleUploadedFile("prices.csv", right)})
    assert done.status_code == 302
    assert [line.unit_price for line in Contract.objects.get().prices.all()] == [
        Decimal("92.15"),
        Decimal("15.5"),
    ]
