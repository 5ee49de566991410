"""Valid rows of the pooling stage, made straight through the models."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from commonlot.process.membership.models import Agency
from commonlot.process.pooling.models import Match, MatchLine, PooledLine, PoolingRun, Share
from commonlot.process.pooling.rules import fingerprint
from commonlot.process.pooling.states import MatchStatus
from commonlot.process.requirements.models import Pool, RequirementLine
from commonlot.process.requirements.states import PoolStatus
from tests.cast import Cast
from tests.factories import requirements

Need = tuple[Agency, str, str, str, str]


def paper_needs(cast: Cast) -> list[Need]:
    """Five lines that come to two needs: copy paper of three agencies (one does not say what its case holds), and a
    legal-size one that is another need; and one line that stands alone."""
    return [
        (cast.town, "PPR CPY 8-1/2X11 20# WHT 92BRT 10RM/CT", "CT", "120", "38.50"),
        (cast.school_district, "white copy paper letter 20 lb 92 bright, 10 reams/case", "CS", "40", "41.00"),
        (cast.fire_district, "white copy paper 20 lb letter – case", "CS", "14", "44.00"),
        (cast.school_district, "COPY PAPER LEGAL 20LB 92 BRT WHITE 10RM/CT", "CT", "18", "45.00"),
        (cast.town, "Toner cartridge, black, HP 58A", "EA", "12", "97.00"),
    ]  # fmt: skip


def pool_of_paper(cast: Cast) -> Pool:
    """Make a pool in which accepted needs wait to be pooled."""
    return requirements.pool_with_needs(cast, needs=paper_needs(cast))


def lines_of(pool: Pool) -> list[RequirementLine]:
    """Return the needs of a pool in the order in which they were made."""
    return list(RequirementLine.objects.filter(participation__pool=pool).order_by("pk"))


def run(pool: Pool, cast: Cast) -> PoolingRun:
    """Make a finished run of the engine."""
    return PoolingRun.objects.create(
        pool=pool, engine_version="0", started_by=cast.buyer, started_at=cast.now, finished_at=cast.now
    )


def match(
    pool: Pool, lines: Sequence[RequirementLine], quantities: Sequence[str | None], **changes: Any
) -> Match:
    """Suggest that lines are one need; a quantity None is a line that must be asked about."""
    facts: dict[str, Any] = {
        "name": lines[0].description,
        "base_unit": "SHEET",
        "tier": Match.Tier.SINGLE if len(lines) == 1 else Match.Tier.SUGGEST,
        "reasons": [{"kind": "together", "text": "White and letter in all of them."}],
        "stake": sum((line.quantity * (line.price_paid or 0) for line in lines), Decimal(0)).quantize(
            Decimal("0.01")
        ),
    }
    facts["priority"] = facts["stake"] * Decimal("0.25")
    made = Match.objects.create(pool=pool, **(facts | changes))
    for line, quantity in zip(lines, quantities, strict=True):
        match_line(made, line, quantity)
    return made


def match_line(of: Match, line: RequirementLine, quantity: str | None, **changes: Any) -> MatchLine:
    """Put a line into a group."""
    facts: dict[str, Any] = {
        "tier": of.tier,
        "base_quantity": None if quantity is None else Decimal(quantity),
        "question": "How many sheets are in your case?" if quantity is None else "",
        "why": ["same: letter, white"],
        "attributes": [
            {"name": "colour", "value": "white", "start": 0, "end": 5, "said": "white", "look": "read"}
        ],
        "as_read": fingerprint(line.description, line.unit, line.quantity, line.part_number),
    }
    return MatchLine.objects.create(match=of, line=line, **(facts | changes))


def paper_match(pool: Pool, *, asked: bool = True) -> Match:
    """Suggest that the town's, the school's and the fire district's white paper are one need."""
    town, school, fire = lines_of(pool)[:3]
    return match(pool, [town, school, fire], ["600000", "200000", None if asked else "70000"])


def pooled_line(pool: Pool, shares: Sequence[tuple[RequirementLine, str]], **changes: Any) -> PooledLine:
    """Make a pooled line with its shares; its total is their sum."""
    facts: dict[str, Any] = {
        "position": PooledLine.objects.filter(pool=pool).count() + 1,
        "name": shares[0][0].description,
        "base_unit": "EA",
        "total": sum((Decimal(quantity) for _, quantity in shares), Decimal(0)),
        "created_at": pool.created_at,
    }
    line = PooledLine.objects.create(pool=pool, **(facts | changes))
    for need, quantity in shares:
        Share.objects.create(pooled_line=line, line=need, base_quantity=Decimal(quantity))
    return line


def confirmed(
    pool: Pool, lines: Sequence[RequirementLine], quantities: Sequence[str], cast: Cast, **changes: Any
) -> Match:
    """Confirm that lines are one need; its pooled line has a share for each of them."""
    decided = match(
        pool,
        lines,
        quantities,
        status=MatchStatus.CONFIRMED,
        decided_by=cast.buyer,
        decided_at=cast.now,
        **changes,
    )
    pooled_line(pool, list(zip(lines, quantities, strict=True)), match=decided, base_unit=decided.base_unit)
    return decided


def frozen_pool(cast: Cast, needs: Sequence[Need] = ()) -> Pool:
    """Make a frozen pool of which every need is one confirmed pooled line, counted as typed; for later stages."""
    pool = requirements.pool_with_needs(cast, status=PoolStatus.FROZEN, needs=needs or paper_needs(cast))
    by_text: dict[str, list[RequirementLine]] = {}
    for line in lines_of(pool):
        by_text.setdefault(f"{line.description}|{line.unit}", []).append(line)
    for lines in by_text.values():
        confirmed(pool, lines, [str(line.quantity) for line in lines], cast, base_unit=lines[0].unit)
    return pool
