"""Reading the pooled sheet: lines with shares, sites and packs, a few hundred at a time, and what is open."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Round

from commonlot.kernel.money import Money
from commonlot.process.pooling.models import MatchLine, PooledLine, Share
from commonlot.process.pooling.queries import _questions
from commonlot.process.pooling.queries.units import own_units
from commonlot.process.pooling.rules import sheet as rules
from commonlot.process.pooling.rules import typed_unit_words
from commonlot.process.pooling.rules.packing import Choice, Pack
from commonlot.process.requirements.models import Pool
from commonlot.records.access.models import AnySeat

CHUNK = 300
AGENCY = "line__participation__agency__"
FACTS = (
    "pooled_line", AGENCY + "organisation", AGENCY + "organisation__name", AGENCY + "number", "line__site__name",
    "line__unit", "line__quantity", "base_quantity", "line__tolerance", "line__price_paid", "line__needed_by_date",
)  # fmt: skip


def own_of(actor: AnySeat) -> int | None:
    """Return the organisation whose shares alone are shown; none for the county, which sees all."""
    return None if actor.is_county else actor.organisation_pk


def lines_in_order(pool: Pool) -> QuerySet[PooledLine]:
    """Return the pooled lines of a pool in the order of the sheet."""
    return PooledLine.objects.filter(pool=pool).select_related("pool").order_by("position", "pk")


def with_shares(lines: Sequence[PooledLine], *, own: int | None = None) -> list[rules.SheetLine]:
    """Return lines of one pool with their shares, in one query; with `own` the shares of that organisation alone.

    Totals, agencies and packs are of all shares in either case.
    """
    units = own_units(lines[0].pool.lead_agency_id) if lines else {}
    stated: dict[int, list[rules.Stated]] = defaultdict(list)
    shares = Share.objects.filter(pooled_line__in=[line.pk for line in lines]).order_by("pk")
    for line, organisation, name, number, site, *facts in shares.values_list(*FACTS):
        stated[line].append(rules.Stated(organisation, name, number, site or "", *facts))
    made = [
        rules.make_line(
            pk=line.pk, position=line.position, name=line.name, base_unit=line.base_unit, total=line.total,
            stated=stated[line.pk], choice=choice_of(line), units=units,
        )
        for line in lines
    ]  # fmt: skip
    return made if own is None else [line.only(own) for line in made]


def choice_of(line: PooledLine) -> Choice | None:
    """Return what a buyer chose to order a line in, if one did."""
    if not line.pack_chosen:
        return None
    return Choice(Pack(line.pack_unit, line.pack_holds.normalize()) if line.pack_holds is not None else None)


def in_pieces(pool: Pool, *, own: int | None = None) -> Iterator[list[rules.SheetLine]]:
    """Give the lines of the sheet a few hundred at a time, so that the largest pool needs little room."""
    keys = list(lines_in_order(pool).values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        some = lines_in_order(pool).filter(pk__in=keys[start : start + CHUNK])
        yield with_shares(list(some), own=own)


@dataclass(frozen=True)
class Worth:
    """What the shares of a sheet cost at the prices that were stated, and for how many of them one was.

    of_all: the shares of the whole pool, which say how large its files become. agencies: those with a share in it.
    """

    value: Money | None
    priced: int
    shares: int
    of_all: int
    agencies: int


def worth_of(pool: Pool, *, own: int | None = None) -> Worth:
    """Add up what is paid now: each stated need rounded once, as on each line; what has no price adds nothing."""
    mine = Q() if own is None else Q(**{AGENCY + "organisation": own})
    has_price = mine & Q(line__price_paid__isnull=False)
    found = Share.objects.filter(pooled_line__pool=pool).aggregate(
        value=Sum(Round(F("line__quantity") * F("line__price_paid"), 2), filter=has_price),
        priced=Count("pk", filter=has_price),
        shares=Count("pk", filter=mine) if own is not None else Count("pk"),
        of_all=Count("pk"),
        agencies=Count("line__participation__agency", distinct=True),
    )
    found["value"] = Money.of(found["value"]) if found["value"] is not None else None
    return Worth(**found)


def count_shares(pool: Pool) -> int:
    """Count the shares of a pool: how large its files become."""
    return Share.objects.filter(pooled_line__pool=pool).count()


def asked_lines(pool: Pool, *, own: int | None = None) -> QuerySet[MatchLine]:
    """Return the lines of a pool that stand in no total because nobody said how much their unit holds."""
    rows = _questions(pool)
    if own is not None:
        rows = rows.filter(line__participation__agency__organisation_id=own)
    return rows.select_related(
        "match", "match__pooled_line", "line__participation__agency__organisation"
    ).order_by("match__pooled_line__position", "pk")


def open_questions(
    pool: Pool, lines: Sequence[rules.SheetLine], *, own: int | None = None
) -> Iterator[rules.Question]:
    """Give what is open: first the lines that stand in no total, then what the counted shares leave open."""
    for row in asked_lines(pool, own=own):
        agency = row.line.participation.agency
        pooled = getattr(row.match, "pooled_line", None)
        quantity, unit = row.line.quantity, typed_unit_words(row.line.unit, row.line.quantity)
        typed = f"{quantity.normalize():,f} {unit}, {row.line.description}"
        text = f"{row.question or 'How much does this unit hold?'} Typed: {typed}"
        yield rules.Question(
            pooled.position if pooled else None, row.match.name, agency.organisation_id,
            agency.organisation.name, agency.number, rules.UNIT, text,
        )  # fmt: skip
    for line in lines:
        yield from rules.questions_of(line)
