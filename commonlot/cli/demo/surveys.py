"""Surveys as they go on: begun from last year, reminded of, answered by telephone; and packs that are being filled."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from commonlot.cli.demo import needs
from commonlot.cli.demo.calls import CUSTODIAL, PAPER, SIGNS, call_for, freeze_needs
from commonlot.cli.demo.county import County
from commonlot.process.ordering import actions as ordering
from commonlot.process.pooling import actions as pooling
from commonlot.process.pooling.models import PooledLine
from commonlot.process.requirements import actions as requirements
from commonlot.process.requirements.actions import Stated
from commonlot.process.requirements.actions.lines import need_of
from commonlot.process.requirements.models import Pool, Want, WantLine
from commonlot.process.requirements.rules import Need

PALLET, TRUCK = Decimal(48), Decimal(100)
INVOICE = b"%PDF-1.4\n% An invented invoice of the demonstration county\n%%EOF\n"


def drums_and_barricades(county: County) -> None:
    """Frozen, and filling packs: a town has added what it can use, others are still asked."""
    call = call_for(
        county, "drums-barricades", f"Traffic drums and barricades {county.days.month(140).year}", SIGNS, planned=-64,
        due=-34, starts=140, words="Drums and barricades for work zones, delivered to garages.",
    )  # fmt: skip
    pool = freeze_needs(county, call, frozen=-12)
    steps = {}
    for line in PooledLine.objects.filter(pool=pool):
        is_drum = "drum" in line.name.casefold()
        steps[line.pk] = pooling.Step(*((Want.Kind.PACK, PALLET) if is_drum else (Want.Kind.MINIMUM, TRUCK)))
    pooling.open_short_pool(
        pool_id=pool.pk,
        steps=steps,
        ends_at=county.days.at(5, 17),
        actor=county.buyer,
        now=county.days.at(-4, 9),
    )
    own = WantLine.objects.filter(line__participation__agency=county.agencies["T-001"]).order_by("pk").first()
    if own is not None:
        pooling.add_to_fill(
            want_line_id=own.pk, more=Decimal(2), actor=county.speaker("T-001"), now=county.days.at(-3, 11)
        )


def ladders(county: County) -> None:
    """Planned; its agencies are invited and not told yet."""
    call = call_for(
        county, "", f"Ladders and scaffolds {county.days.month(240).year}", "Ladders", planned=-2, due=45, starts=240,
        words="Step and extension ladders, and rolling scaffolds.",
    )  # fmt: skip
    needs.call_for_needs(county, call, invited=["T-001", "T-004", "V-022", "S-028", "C-006"])


def go_on(county: County) -> None:
    """Let the open surveys go on: last year's lines are taken, some are reminded, one answers by telephone."""
    ordering.tell_what_was_ordered(now=county.days.at(-2, 5))
    _begin_from_last_year(
        county, Pool.objects.filter(commodity=PAPER, status="planned").latest("term_starts_on")
    )
    custodial = Pool.objects.filter(commodity=CUSTODIAL, status="collecting").get()
    _answer_by_telephone(county, custodial)
    requirements.remind_before_deadlines(now=county.days.at(-2, 7))
    requirements.remind_agencies(
        pool_id=custodial.pk, actor=county.buyer, now=county.days.at(-2, 7) + timedelta(hours=26)
    )


def _begin_from_last_year(county: County, pool: Pool) -> None:
    """Open next year's paper; a town begins from last year, states ten times as much of one line, proves a price.

    It adds two lines counted in packs: of one it says what a pack holds, of the other it is still asked.
    """
    requirements.open_pool(pool_id=pool.pk, actor=county.buyer, now=county.days.at(-2, 8))
    part, actor, now = needs.part_of(county, pool, "T-001"), county.speaker("T-001"), county.days.at(-1, 9)
    requirements.join_pool(participation_id=part.pk, actor=actor, now=now)
    lines = requirements.start_from_last_year(participation_id=part.pk, actor=actor, now=now)
    first, *others = lines
    requirements.attach_proof(
        line_id=first.pk, name="invoice-4471.pdf", content=INVOICE, actor=actor, now=now
    )
    envelopes = Need("Envelopes, #10, with window", "BX", Decimal(30), Decimal("14.20"), "Store receipt")
    cards = Need("Index cards, 3 x 5 in, ruled, white", "PK", Decimal(60), Decimal("1.10"), "Store receipt",
                 unit_holds=Decimal(100), unit_holds_of="EA")  # fmt: skip
    rows = [Stated(None, envelopes), Stated(None, cards)]
    if others:
        unusual = replace(need_of(others[0]), quantity=others[0].quantity * 10)
        rows.append(Stated(others[0].pk, unusual))
    requirements.save_lines(participation_id=part.pk, rows=rows, actor=actor, now=now)


def _answer_by_telephone(county: County, pool: Pool) -> None:
    """Write down what a village clerk said on the telephone."""
    liners = Need("Can liners, 55 gal, black, 100/case", "CS", Decimal(12), Decimal("31.40"), "Store receipt")
    towels = Need("Paper towels, multifold, white, 4,000/case", "CS", Decimal(20))
    requirements.write_down_answer(
        participation_id=needs.part_of(county, pool, "V-004").pk, said_by="Village clerk", actor=county.buyer,
        said_at=county.days.at(-3, 14), now=county.days.at(-3, 14, 20), note="Called back after the reminder.",
        rows=[Stated(None, liners), Stated(None, towels)],
    )  # fmt: skip
