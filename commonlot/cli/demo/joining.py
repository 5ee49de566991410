"""Who asks to join, what a town states about itself, and an agreement that soon runs out."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commonlot.cli.demo.county import County
from commonlot.process.membership import actions
from commonlot.process.membership.models import Agency
from commonlot.process.membership.rules import NamedSite, StatedFacts

STATED_BY = "T-001"


@dataclass(frozen=True)
class Applicant:
    """A body that applied some days ago; body and people are invented."""

    name: str
    kind: str
    offset: int
    facts: StatedFacts


APPLICANTS = (
    Applicant(
        "Larkfield Fire District",
        Agency.Kind.FIRE_DISTRICT,
        -6,
        StatedFacts(
            contact_name="Nora Pell",
            contact_title="Secretary to the board",
            contact_email="secretary@larkfieldfire.example",
            contact_phone="(914) 555-0160",
            newspapers=("The Larkfield Lantern",),
            sites=(
                NamedSite("Station 1", "12 Hose Lane, Larkfield", "weekdays 8 to 4"),
                NamedSite("Station 2", "80 Ladder Road, Larkfield", "no dock; lift gate needed"),
            ),
            purchase_threshold=Decimal(10_000),
            policy_dated=date(2025, 1, 9),
            electronic_bids="no",
        ),
    ),
    Applicant(
        "Brinebank Free Library",
        Agency.Kind.OTHER,
        -3,
        StatedFacts(
            contact_name="Osei Marlowe",
            contact_title="Director",
            contact_email="director@brinebanklibrary.example",
            newspapers=("Brinebank Weekly",),
            sites=(NamedSite("Library", "3 Pier Street, Brinebank"),),
        ),
    ),
)


def asking_to_join(county: County) -> None:
    """Let two bodies apply, one of which the law does not name; remind of the agreement that ends."""
    for each in APPLICANTS:
        application = actions.apply_to_join(
            name=each.name, kind=each.kind, county="Westchester", state="NY", facts=each.facts,
            network="", now=county.days.at(each.offset, 9),
        )  # fmt: skip
        actions.confirm_application(application_id=application.pk, now=county.days.at(each.offset, 9, 20))
    actions.change_facts(
        agency_id=county.agencies[STATED_BY].pk,
        facts=StatedFacts(
            newspapers=("The Hillside Record", "Green Lane Courier"),
            purchase_threshold=Decimal(15_000),
            public_work_threshold=Decimal(35_000),
            policy_dated=date(2026, 1, 6),
            best_value="yes",
            best_value_law="Local Law 4 of 2019",
            best_value_dated=date(2019, 5, 14),
        ),
        actor=county.agent,
        now=county.days.at(-40),
    )
    actions.remind_of_ends(now=county.days.at(-1, 6))
