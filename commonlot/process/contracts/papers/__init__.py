"""The memo of a legal path as a paper."""

from datetime import date, datetime
from importlib import resources

from django.conf import settings
from django.utils import timezone

from commonlot.engines.papers import set_paper
from commonlot.kernel.money import UnitPrice
from commonlot.process.contracts.models import PathMemo
from commonlot.process.contracts.queries.paths import PathView
from commonlot.process.contracts.queries.prices import prices_of

OUTCOMES = {
    "met": "Met", "blocked": "Blocks", "uncertain": "Uncertain", "supply": "Missing", "note": "To be minded",
}  # fmt: skip
MOST_PRICES = 12


def set_memo(memo: PathMemo, path: PathView, *, now: datetime) -> bytes:
    """Set the memo of an agency's path to a contract as a tagged PDF."""
    template = resources.files(__package__).joinpath("memo.typ").read_text(encoding="utf-8")
    return set_paper(template, _facts(memo, path, now=now), made_at=now)


def _facts(memo: PathMemo, path: PathView, *, now: datetime) -> dict[str, object]:
    part = memo.participation
    contract, agency = part.contract, part.agency
    today = timezone.localdate(now)
    prices = list(prices_of(contract, on=today)[: MOST_PRICES + 1])
    return {
        "contract": f"{contract.number}, {contract.title}",
        "number": contract.number,
        "vendor": str(contract.vendor),
        "let_by": contract.let_by or str(contract.lead_agency),
        "term": f"{_day(contract.starts_on)} through {_day(contract.last_day)}",
        "agency": str(agency),
        "agency_number": agency.number,
        "path": f"{path.letter}, {path.name}",
        "path_says": path.answer.asked.says,
        "answer": str(path.outcome).capitalize(),
        "day": _day(today),
        "statement": memo.statement,
        "counsel": memo.counsel_advice,
        "filed_by": memo.filed_by.user.name,
        "roles": ", ".join(memo.filed_by.role_names).lower(),
        "invented": bool(settings.COMMONLOT_DEMO),
        "reasons": [_reason(each) for each in memo.reasons],
        "prices": [
            [line.description, line.unit_words, str(UnitPrice.of(line.unit_price))]
            for line in prices[:MOST_PRICES]
        ],
        "more_prices": len(prices) > MOST_PRICES,
    }  # fmt: skip


def _reason(reason: dict[str, str]) -> list[str]:
    rule = f"{reason['rule']}, {reason['citation']}"
    return [rule, OUTCOMES[reason["outcome"]], reason["found"], reason["certainty"], reason["dates"]]


def _day(value: date) -> str:
    return f"{value:%B} {value.day}, {value.year}"
