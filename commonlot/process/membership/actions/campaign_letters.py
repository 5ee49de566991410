"""The letters of a campaign: a buyer's words for each reader, who writes, why they get it, and how to end it."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from django.conf import settings

from commonlot.process.membership import queries, rules
from commonlot.process.membership.models import Agency, Campaign
from commonlot.process.membership.queries import Reader
from commonlot.records.notices.actions import Letter
from commonlot.records.notices.rules import mailbox, why_not_address

PAGE = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>\n'
    "<body>\n{body}\n<hr>\n{foot}\n</body></html>\n"
)
ON_THE_LIST = "You get this because this address is on the county’s distribution list."
OF_AN_AGENCY = "You get this because this address speaks for {agency} in the county’s cooperative purchasing."
NOT_ON_THE_LIST = "Answer this mail if it should not."
OWN_PAGE = "(the reader’s own page)"
PREFERENCES = "Change what you hear of, or end it"


def letters_of(campaign: Campaign, readers: Sequence[Reader], *, to: str = "") -> Iterator[Letter]:
    """Write the mail of each reader, numbered as they come; with `to`, they go there instead, as a test."""
    composed = rules.compose(campaign.body)
    head = _head(campaign)
    ways = {} if to else queries.ways_out_of(each.subscription_id for each in readers if each.subscription_id)
    office = campaign.lead_agency.name
    for number, reader in enumerate(readers, start=1):
        way = ways.get(reader.subscription_id or 0)
        values = _values(campaign, reader, number)
        mail = composed.fill(values)
        subject = rules.fill_line(campaign.subject, values)[:200]
        text, html = _foot(office, reader, way.preferences if way else "")
        yield Letter(
            to=to or reader.email,
            subject=f"[Test] {subject}"[:200] if to else subject,
            text=f"{mail.text}\n-- \n{text}\n",
            html=PAGE.format(title=escape(subject), body=mail.html, foot=html),
            headers=head | queries.headers_of_way(way.unsubscribe) if way else head,
        )


def _values(campaign: Campaign, reader: Reader, number: int) -> dict[str, str]:
    agency = reader.agency or "your agency"
    values = {"name": rules.plain_name(reader.name) or agency, "agency": agency}
    return values | {"link": queries.personal_address(campaign, number)} if campaign.occasion else values


def _head(campaign: Campaign) -> dict[str, str]:
    """Return what stands in every mail's head: from the office, answered to the office, and sent to many."""
    office = rules.plain_name(campaign.lead_agency.name)
    head = {"From": mailbox(office, settings.DEFAULT_FROM_EMAIL), "Precedence": "bulk"}
    lead = Agency.objects.filter(organisation=campaign.lead_agency).first()
    answered_to = (lead.contact_email if lead else "") or campaign.written_by.user.email
    return head if why_not_address(answered_to) else head | {"Reply-To": mailbox(office, answered_to)}


def _foot(office: str, reader: Reader, preferences: str) -> tuple[str, str]:
    """Return the foot as a text and as a page: who writes, why, and the way out for who is on the list."""
    why = OF_AN_AGENCY.format(agency=reader.agency) if reader.agency else ON_THE_LIST
    if not preferences:
        lines = [office, why, NOT_ON_THE_LIST]
        return "\n".join(lines), f"<p>{'<br>'.join(escape(line) for line in lines)}</p>"
    way_out = f'<a href="{escape(preferences)}">{PREFERENCES}</a>'
    if preferences == OWN_PAGE:
        way_out = f"{PREFERENCES}: {OWN_PAGE}"
    page = f"<p>{escape(office)}<br>{escape(why)}<br>{way_out}</p>"
    return f"{office}\n{why}\n{PREFERENCES}: {preferences}", page


class Preview(NamedTuple):
    """A mail as one reader would get it: the page is shown inside another, so it has no head of its own."""

    subject: str
    text: str
    html: str


def preview_of(campaign: Campaign, reader: Reader) -> Preview:
    """Return how a campaign would look to a reader; its link leads nowhere, for nobody got it yet."""
    values = _values(campaign, reader, 0)
    mail = rules.compose(campaign.body).fill(values)
    text, html = _foot(campaign.lead_agency.name, reader, OWN_PAGE if reader.subscription_id else "")
    return Preview(
        rules.fill_line(campaign.subject, values), f"{mail.text}\n-- \n{text}", f"{mail.html}<hr>{html}"
    )
