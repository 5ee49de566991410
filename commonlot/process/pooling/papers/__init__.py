"""The pooled sheet as a paper."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from importlib import resources

from django.conf import settings
from django.utils import timezone

from commonlot.engines.papers import set_paper
from commonlot.kernel.quantity import plain_number
from commonlot.process.pooling.queries import sheet as queries
from commonlot.process.pooling.rules.packing import Packed
from commonlot.process.pooling.rules.sheet import PRICE, SITE, Question, SheetLine, SheetShare
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.states import PoolStatus


def set_sheet(pool: Pool, lines: Sequence[SheetLine], *, own: int | None = None, now: datetime) -> bytes:
    """Set the pooled sheet as a tagged PDF: every line with its shares by agency and site, then what is open."""
    template = resources.files(__package__).joinpath("sheet.typ").read_text(encoding="utf-8")
    return set_paper(template, facts_of(pool, lines, own=own, now=now), made_at=now)


def facts_of(
    pool: Pool, lines: Sequence[SheetLine], *, own: int | None = None, now: datetime
) -> dict[str, object]:
    """Return what the paper says."""
    worth = queries.worth_of(pool, own=own)
    questions = list(queries.open_questions(pool, lines, own=own))
    listed = [each for each in questions if each.kind not in {PRICE, SITE}]
    return {
        "title": f"Pooled lines of {pool.number}",
        "pool": pool.title,
        "foot": f"{pool.number}, {pool.title}, as of {_day(now)}",
        "lead": str(pool.lead_agency),
        "standing": _standing(pool),
        "own": own is not None,
        "lines": len(lines),
        "agencies": worth.agencies,
        "value": str(worth.value) if worth.value is not None else "–",
        "priced": f"{worth.priced:,} of {worth.shares:,}",
        "invented": bool(settings.COMMONLOT_DEMO),
        "rows": [_row(line) for line in lines],
        "questions": [[_number(each.position), each.need, each.agency, each.text] for each in listed],
        "left": _left(questions),
    }


def _standing(pool: Pool) -> str:
    if pool.status == PoolStatus.POOLING or pool.frozen_at is None:
        return "Not final: the county is still deciding which lines are one need."
    return f"Frozen on {_day(pool.frozen_at)}: lines and shares change no more."


def _row(line: SheetLine) -> dict[str, object]:
    value = str(line.value) if line.value is not None else "–"
    covers = f"for {_said(line, line.priced)}" if line.value is not None and line.unpriced else ""
    return {
        "number": str(line.position),
        "name": line.name,
        "shares": [[share.agency, _said(line, share.quantity), _sites(line, share)] for share in line.shares],
        "total": plain_number(line.total),
        "unit": line.unit,
        "packs": _packs(line, line.packed),
        "value": value,
        "covers": covers,
    }


def _sites(line: SheetLine, share: SheetShare) -> str:
    """Say where a share goes; one site needs no quantity of its own."""
    named = [each for each in share.sites if each.site]
    if len(share.sites) == 1:
        return named[0].site if named else ""
    return "; ".join(f"{each.site or 'site not named'} {plain_number(each.quantity)}" for each in share.sites)


def _packs(line: SheetLine, packed: Packed) -> list[str]:
    if line.pack is None:
        return ["as counted", "chosen by a buyer"] if line.chosen else ["", ""]
    rest = f"{plain_number(packed.loose)} loose" if packed.loose else ""
    more = f"{plain_number(packed.more)} more than needed" if packed.more else ""
    chosen = "chosen by a buyer" if line.chosen else ""
    first = f"{packed.packs:,} {line.pack_words(many=packed.packs)}"
    return [first, ", ".join(each for each in (rest, more, chosen) if each)]


def _said(line: SheetLine, quantity: Decimal) -> str:
    return f"{plain_number(quantity)} {line.unit}"


def _left(questions: Iterable[Question]) -> str:
    kinds = [each.kind for each in questions]
    lack = {PRICE: "no price stated", SITE: "no delivery site"}
    counts = [(kinds.count(kind), words) for kind, words in lack.items() if kind in kinds]
    said = [f"{n:,} {'share has' if n == 1 else 'shares have'} {words}" for n, words in counts]
    return f"{' and '.join(said)}; the spreadsheet lists them." if said else ""


def _number(position: int | None) -> str:
    return str(position) if position is not None else "–"


def _day(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local:%B} {local.day}, {local.year}"
