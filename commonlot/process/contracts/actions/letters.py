"""The mails about contracts."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from commonlot.process.contracts.models import Contract, PathMemo
from commonlot.process.membership.models import Agency
from commonlot.records.notices.actions import post


def tell_of_contract(contract: Contract, *, now: datetime) -> None:
    """Mail the vendor and each agency that takes part: the contract is in force."""
    parts = contract.participations.select_related("agency").exclude(agency__contact_email="")
    addresses = [contract.vendor.email, *(part.agency.contact_email for part in parts)]
    for address in dict.fromkeys(filter(None, addresses)):
        post(
            to=[address],
            subject=f"Contract {contract.number} is in force: {contract.title}"[:200],
            text=(
                f"Contract {contract.number}, {contract.title}, with {contract.vendor}.\n\n"
                f"It takes orders from {_day(contract.starts_on)} through {_day(contract.last_day)}.\n\n"
                f"{_page(contract)}\n"
            ),
            cause="contracts.signed",
            about=contract,
            now=now,
        )


def tell_of_adoption(
    agency: Agency, contract: Contract, memo: PathMemo, *, to: Sequence[str], now: datetime
) -> None:
    """Mail the agency and the lead agency that a contract was adopted, with the memo."""
    if not to:
        return
    post(
        to=to,
        subject=f"{agency} adopted contract {contract.number}"[:200],
        text=f"{agency} adopted contract {contract}.\n\nThe memo is attached.\n\n{_page(contract)}\n",
        cause="contracts.adopted",
        about=contract,
        attachments=[memo.document] if memo.document is not None else [],
        now=now,
    )


def _day(value: date) -> str:
    return f"{value:%b} {value.day}, {value.year}"


def _page(contract: Contract) -> str:
    return f"{settings.COMMONLOT_ADDRESS}{reverse('contracts:detail', args=[contract.pk])}"
