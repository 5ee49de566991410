"""The directory of the county's other shared services, and what agencies asked of its offices."""

from commonlot.cli.demo.county import FOUNDED, County
from commonlot.cli.demo.tables import content, rows
from commonlot.process.membership import actions
from commonlot.process.membership.models import SharedService

NOT_PUBLISHED = "Water testing"


def offer_services(county: County) -> None:
    """Write the entries of the directory, ask for some services, and leave a file of vendors to confirm."""
    services = _write_entries(county)
    _ask(county, services)
    actions.upload_members(
        kind="vendors",
        name="vendors-met-at-the-fair.csv",
        content=content("uploads/vendors-met-at-the-fair"),
        actor=county.second_buyer,
        now=county.days.at(-1, 15, 20),
    )


def _write_entries(county: County) -> dict[str, SharedService]:
    written = {}
    for row in rows("services"):
        service = actions.write_service(
            facts={
                "name": row["name"], "summary": row["summary"], "description": row["description"],
                "for_kinds": row["kinds"].split(), "office": row["office"], "office_email": row["email"],
                "office_phone": row["phone"], "how_to_ask": row["how_to_ask"], "cost": row["cost"],
                "words": row["words"], "days_to_answer": int(row["days"]),
            },
            actor=county.buyer, now=county.days.at(FOUNDED + 200),
        )  # fmt: skip
        if service.name != NOT_PUBLISHED:
            actions.publish_service(
                service_id=service.pk, actor=county.agent, now=county.days.at(FOUNDED + 201)
            )
        written[service.name] = service
    return written


def _ask(county: County, services: dict[str, SharedService]) -> None:
    answered = actions.ask_service(
        service_id=services["Maps and GIS"].pk,
        wanted="A map of the parcels along Green Lane with the flood zones, for the hearing of the planning board.",
        wanted_by=county.days.day(20), actor=county.speaker("T-001"), now=county.days.at(-30),
    )  # fmt: skip
    actions.answer_service_request(
        request_id=answered.pk,
        answer="We draw it for $110, two sheets of 24 by 36 inches. A draft comes to you two weeks before the hearing.",
        actor=county.buyer, now=county.days.at(-24),
    )  # fmt: skip
    actions.ask_service(
        service_id=services["Printing and copying"].pk,
        wanted="2,400 tax inserts, one sheet on both sides in black, folded to fit a window envelope.",
        wanted_by=county.days.day(18), phone="(914) 555-0140", actor=county.speaker("T-001"), now=county.days.at(-2),
    )  # fmt: skip
    actions.ask_service(
        service_id=services["Repair of vehicles"].pk,
        wanted="The hydraulic pump of our 2016 plow loses pressure. It stands at the highway garage.",
        actor=county.speaker("T-019"), now=county.days.at(-16),
    )  # fmt: skip
