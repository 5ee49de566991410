"""The cooperation agreement and the resolution that adopts it, as papers: models to be read by counsel."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from importlib import resources
from typing import Any

from django.conf import settings
from django.utils import timezone

from commonlot.engines.papers import set_paper
from commonlot.process.membership import rules
from commonlot.process.membership.models import Agency, Agreement
from commonlot.process.membership.queries.agreements import day_words
from commonlot.process.membership.queries.law import home_state, rules_by_code
from commonlot.records.access.models import Organisation
from commonlot.records.legal.queries import state_name, the_law

AGREEMENT, RESOLUTION = "agreement", "resolution"
PAPERS = (AGREEMENT, RESOLUTION)
# Rules that the papers lean on, and the days on which each says something the text repeats.
CITED = ("COOP-1", "COOP-2", "COOP-4", "BID-4", "CNTY-1", "RET-1")


def agreement_paper(agreement: Agreement, paper: str, *, now: datetime) -> bytes:
    """Set the agreement, or the resolution that adopts it, for one agency as a tagged PDF."""
    agency = agreement.agency
    facts = {
        "agency": str(agency),
        "agency_number": agency.number,
        "kind": agency.kind,
        "kind_words": agency.get_kind_display().lower() if agency.kind != Agency.Kind.BOCES else "BOCES",
        "place": f"{agency.county} County, {agency.state}" if agency.county else agency.state,
        "board": rules.BOARDS[agency.kind],
        "signer": rules.SIGNERS[agency.kind],
        "starts_on": day_words(agreement.starts_on) if agreement.starts_on else "",
        "ends_on": day_words(agreement.ends_on) if agreement.ends_on else "",
        "renews": _renewed_term(agreement),
    }
    return _set(paper, facts, state=agency.state, now=now)


def model_paper(paper: str, *, now: datetime) -> bytes:
    """Set the model agreement or resolution with blanks, for anyone to read before applying."""
    blank = dict.fromkeys(
        ("agency_number", "kind", "kind_words", "place", "starts_on", "ends_on", "renews"), ""
    )
    return _set(
        paper,
        {**blank, "agency": "", "board": "governing board", "signer": "Chief officer"},
        state=home_state(),
        now=now,
    )


def file_name(agreement: Agreement, paper: str) -> str:
    """Return the name under which a paper is kept and downloaded."""
    what = {AGREEMENT: "cooperation-agreement", RESOLUTION: "board-resolution"}[paper]
    return f"{what}-{agreement.agency.number}.pdf"


def _set(paper: str, facts: Mapping[str, str], *, state: str, now: datetime) -> bytes:
    today = timezone.localdate(now)
    data = {**facts, **_common(state, today)}
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return _compiled(paper, json.dumps(data, sort_keys=True), midnight)


@lru_cache(maxsize=16)
def _compiled(paper: str, data: str, made_at: datetime) -> bytes:
    """Set one paper; the same words on the same day are the same bytes."""
    folder = resources.files(__package__)
    shared = folder.joinpath("model.typ").read_text(encoding="utf-8")
    template = folder.joinpath(f"{paper}.typ").read_text(encoding="utf-8")
    return set_paper(shared + template, json.loads(data), made_at=made_at)


def _common(state: str, today: date) -> dict[str, Any]:
    lead = Agency.objects.filter(organisation__kind=Organisation.Kind.LEAD_AGENCY).select_related(
        "organisation"
    )
    county = lead.first()
    law = rules_by_code(the_law(state), on=today)
    cited = {code: law[code] for code in CITED if code in law}
    return {
        "county": str(county) if county is not None else "The county",
        "state": state_name(state),
        "day": day_words(today),
        "cite": {code: rule.citation for code, rule in cited.items()},
        "figure": {code: rule.figure_words for code, rule in cited.items()},
        "invented": bool(settings.COMMONLOT_DEMO),
    }


def _renewed_term(agreement: Agreement) -> str:
    before = agreement.renews
    return day_words(before.ends_on) if before is not None and before.ends_on is not None else ""
