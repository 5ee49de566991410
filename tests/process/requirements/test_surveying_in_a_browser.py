"""The survey beside last year, by keyboard and paste, with its proofs; the board, a call, an objection, the packs."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from commonlot.process.pooling import actions as pooling
from commonlot.process.pooling.models import PooledLine
from commonlot.process.requirements import actions
from commonlot.process.requirements.actions import Ordered, Stated
from commonlot.process.requirements.models import Participation, Want
from commonlot.process.requirements.rules import Need
from commonlot.process.requirements.states import ParticipationStatus, PoolStatus
from commonlot.records.access.models import Seat
from tests.browser import look_at
from tests.cast import Cast
from tests.factories import pooling as pooled
from tests.factories import requirements as make
from tests.process.requirements.test_in_a_browser import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Seat], Client]
PASTE = """(text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", text);
    const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(paste);
}"""
LAST = (
    ("Paper towels, multifold, white", "case of 4,000", 240, "21.40"),
    ("Toilet tissue, 2-ply", "case of 96 rolls", 210, "36.10"),
    ("Can liners, 33 gal, clear", "case of 250", 190, "18.95"),
    ("Floor cleaner, neutral", "gallon", 240, "11.20"),
    ("Hand soap, foam, 1,250 mL", "case of 4", 80, "41.00"),
)


@pytest.fixture(autouse=True)
def _cast_time(now: Any, settings: Any) -> None:
    settings.COMMONLOT_CLOCK_OFFSET = now - timezone.now()


@pytest.fixture
def part(cast: Cast) -> Participation:
    """The town's part in a pool of custodial supplies, with last year behind it."""
    facts = {"title": "Custodial supplies 2027", "commodity": "Custodial supplies"}
    before = make.pool(cast.buyer, cast.now, status=PoolStatus.AWARDED, term_starts_on=date(2026, 4, 1),
                       term_ends_on=date(2027, 4, 1), **facts | {"title": "Custodial supplies 2026"})  # fmt: skip
    last = make.part(before, cast.town, cast.now, status=ParticipationStatus.ACCEPTED)
    site = make.site(cast.town)
    for description, unit, quantity, price in LAST:
        make.line(last, cast.now, description=description, unit=unit, quantity=Decimal(quantity),
                  price_paid=Decimal(price), site=site)  # fmt: skip
    salt = last.lines.first()
    assert salt is not None
    actions.note_ordered(now=cast.now, rows=[
        Ordered(cast.town.pk, "1:1:CS", "Contract C-26-014, line 1", "Custodial supplies", salt.pk, salt.description,
                salt.unit, Decimal(262), Decimal("20.95"), date(2026, 5, 2), date(2026, 11, 3)),
    ])  # fmt: skip
    return make.part(make.pool(cast.buyer, cast.now, **facts), cast.town, cast.now)


def started(cast: Cast, part: Participation) -> None:
    """Begin four of last year's lines, one of them ten times as much."""
    keys = [f"need-{pk}" for pk in lines_of_last_year(part)[:4]]
    actions.start_from_last_year(participation_id=part.pk, keys=keys, actor=cast.requester, now=cast.now)
    line = part.lines.get(unit="gallon")
    need = Need(line.description, line.unit, Decimal(2400), Decimal("11.20"))
    actions.save_lines(
        participation_id=part.pk, rows=[Stated(line.pk, need)], actor=cast.requester, now=cast.now
    )


def lines_of_last_year(part: Participation) -> list[int]:
    before = part.agency.participations.exclude(pk=part.pk).get()
    return list(before.lines.values_list("pk", flat=True))


def test_the_pages_of_a_survey_are_accessible(
    page: Page, live_server: Any, cast: Cast, part: Participation, client_for: SignIn
) -> None:
    start = enter(page, live_server, client_for(cast.requester))
    look_at(page, f"{start}/requirements/needs/{part.pk}/")
    started(cast, part)
    for path in (f"needs/{part.pk}/", f"needs/{part.pk}/history/", f"needs/{part.pk}/check/"):
        look_at(page, f"{start}/requirements/{path}")


def test_the_pages_of_who_answers_are_accessible(
    page: Page, live_server: Any, cast: Cast, part: Participation, client_for: SignIn
) -> None:
    other = make.part(part.pool, cast.school_district, cast.now, status=ParticipationStatus.INVITED)
    answer = actions.write_down_answer(
        participation_id=other.pk, said_by="Ines Vogel, business office", said_at=cast.now - timedelta(hours=1),
        rows=[Stated(None, Need("Floor cleaner", "gallon", Decimal(12), None))], actor=cast.buyer, now=cast.now,
    )  # fmt: skip
    actions.remind_agencies(pool_id=part.pool_id, actor=cast.buyer, now=cast.now)
    start = enter(page, live_server, client_for(cast.buyer))
    for path in (f"pools/{part.pool_id}/board/", f"needs/{part.pk}/call/", f"answers/{answer.pk}/"):
        look_at(page, f"{start}/requirements/{path}")
    enter(page, live_server, client_for(cast.school))
    look_at(page, f"{start}/requirements/answers/{answer.pk}/")


def test_the_pages_of_the_short_pool_are_accessible(
    page: Page, live_server: Any, cast: Cast, client_for: SignIn
) -> None:
    pool = make.pool_with_needs(
        cast, status=PoolStatus.FROZEN,
        needs=[(cast.town, "Nitrile gloves", "BX", "5", "8.10"), (cast.school_district, "Gloves", "BX", "2", "8.4")],
    )  # fmt: skip
    with transaction.atomic():
        pooled.confirmed(pool, pooled.lines_of(pool), ["500", "200"], cast, base_unit="EA")
    start = enter(page, live_server, client_for(cast.buyer))
    look_at(page, f"{start}/pooling/{pool.pk}/short-pool/")
    step = pooling.Step(Want.Kind.PACK, Decimal(1200))
    pooling.open_short_pool(
        pool_id=pool.pk, steps={PooledLine.objects.get(pool=pool).pk: step}, ends_at=cast.now + timedelta(days=4),
        actor=cast.buyer, now=cast.now,
    )  # fmt: skip
    look_at(page, f"{start}/pooling/{pool.pk}/short-pool/")
    enter(page, live_server, client_for(cast.requester))
    look_at(page, f"{start}/pooling/{pool.pk}/short-pool/")
    page.get_by_label("Would you take").fill("3")
    page.get_by_role("button", name="Add to Nitrile gloves").click()
    expect(page.get_by_text("You added 3 of them.")).to_be_visible()
    assert PooledLine.objects.get(pool=pool).total == 1000


def test_a_block_from_a_spreadsheet_makes_the_lines_it_needs(
    page: Page, live_server: Any, cast: Cast, part: Participation, client_for: SignIn
) -> None:
    start = enter(page, live_server, client_for(cast.requester))
    page.goto(f"{start}/requirements/needs/{part.pk}/")
    block = "".join(f"Brush no. {n}\t{n * 10}\teach\t{n}.50\n" for n in range(1, 13))
    page.get_by_label("Line 1, what you need").focus()
    page.evaluate(PASTE, block)
    expect(page.get_by_label("Line 12, quantity")).to_have_value("120")
    expect(page.locator("tbody[data-row='11'] .state")).to_contain_text("Saved")
    page.get_by_role("button", name="Check and send").click()
    expect(page.get_by_role("button", name="Send 12 lines to the county")).to_be_visible()
    assert sorted(part.lines.values_list("quantity", flat=True)) == [n * 10 for n in range(1, 13)]


def test_arrows_and_enter_move_and_enter_at_the_end_adds_a_line(
    page: Page, live_server: Any, cast: Cast, part: Participation, client_for: SignIn
) -> None:
    started(cast, part)
    start = enter(page, live_server, client_for(cast.requester))
    page.goto(f"{start}/requirements/needs/{part.pk}/")
    page.get_by_label("Line 1, quantity").press("ArrowDown")
    expect(page.get_by_label("Line 2, quantity")).to_be_focused()
    page.get_by_label("Line 2, quantity").press("ArrowUp")
    expect(page.get_by_label("Line 1, quantity")).to_be_focused()
    page.get_by_label("Line 7, quantity").press("Enter")
    expect(page.get_by_label("Line 8, quantity")).to_be_focused()


def test_an_invoice_is_kept_as_soon_as_it_is_chosen(
    page: Page, live_server: Any, cast: Cast, part: Participation, client_for: SignIn
) -> None:
    started(cast, part)
    start = enter(page, live_server, client_for(cast.requester))
    page.goto(f"{start}/requirements/needs/{part.pk}/")
    row = page.locator("tbody[data-row='0']")
    row.locator("summary").click()
    chosen = {"name": "invoice-118.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 an invoice"}
    row.locator("input[type=file]").set_input_files(chosen)  # type: ignore[arg-type]
    expect(row.get_by_role("link", name="invoice-118.pdf")).to_be_visible()
    line = part.lines.first()
    assert line is not None
    assert line.price_document is not None
    row.get_by_role("button", name="Take it away").click()
    expect(page.get_by_text("The proof was taken away from the line.")).to_be_visible()


def test_a_pack_is_asked_about_in_the_row_and_the_answer_counts_the_line(
    page: Page, live_server: Any, cast: Cast, part: Participation, client_for: SignIn
) -> None:
    start = enter(page, live_server, client_for(cast.requester))
    page.goto(f"{start}/requirements/needs/{part.pk}/")
    row = page.locator("tbody[data-row='0']")
    for label, text in (
        ("what you need", "Gloves, nitrile, large"),
        ("quantity", "130"),
        ("counted in", "box"),
    ):
        page.get_by_label(f"Line 1, {label}").fill(text)
    page.get_by_label("Line 1, price you pay now").focus()
    question = page.get_by_label("How many gloves are in your box?, line 1")
    expect(row.get_by_role("cell", name="Not counted yet")).to_be_visible()
    expect(row.locator(".state")).to_contain_text("Question")
    question.fill("100")
    question.press("Tab")
    expect(row.get_by_role("cell", name="13,000 gloves")).to_be_visible()
    expect(row.locator(".state")).to_contain_text("Saved")
    expect(page.get_by_label("Gloves in your box, as you said, line 1")).to_have_value("100")
    page.get_by_label("Line 1, counted in").fill("case")
    page.get_by_label("Line 1, counted in").press("Tab")
    expect(page.get_by_label("How many gloves are in your case?, line 1")).to_have_value("")
    look_at(page, f"{start}/requirements/needs/{part.pk}/")


def test_a_new_line_asks_nothing_of_the_line_above(
    page: Page, live_server: Any, cast: Cast, part: Participation, client_for: SignIn
) -> None:
    for _ in range(3):
        make.line(part, cast.now, description="Gloves", unit="box")
    start = enter(page, live_server, client_for(cast.requester))
    page.goto(f"{start}/requirements/needs/{part.pk}/")
    page.get_by_label("Line 6, what you need").fill("Masks")
    page.get_by_label("Line 6, quantity").fill("2")
    page.get_by_label("Line 6, counted in").fill("box")
    page.get_by_label("Line 6, quantity").focus()
    expect(page.get_by_label("How many masks are in your box?, line 6")).to_be_visible()
    page.get_by_role("button", name="Add a line").click()
    new = page.locator("tbody[data-row='6']")
    expect(new.get_by_role("cell", name="–", exact=True)).to_be_visible()
    expect(new.get_by_text("How many masks")).to_have_count(0)
    page.get_by_label("Line 7, what you need").fill("Caps")
    page.get_by_label("Line 7, quantity").fill("9")
    page.get_by_label("Line 7, counted in").fill("each")
    page.get_by_label("Line 7, quantity").focus()
    expect(new.get_by_role("cell", name="9 caps")).to_be_visible()
