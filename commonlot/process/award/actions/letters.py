"""The mails of an award: every bidder is told the result, and why."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from commonlot.process.award import queries
from commonlot.process.award.models import Award
from commonlot.process.award.rules import Column
from commonlot.process.bidding.models import OpenedBid
from commonlot.process.membership.actions import announce
from commonlot.process.membership.models import Subscription
from commonlot.process.solicitation.models import Solicitation
from commonlot.records.notices.actions import post

NEAREST = 20


def tell_every_bidder(award: Award, *, now: datetime) -> tuple[int, str]:
    """Mail each bidder its result; return how many were mailed, and who has no address."""
    tabulated = queries.tabulation(award.solicitation)
    told, without = 0, []
    for column in tabulated.result.columns:
        bid = tabulated.bid_of[column.bid.bidder]
        if not bid.vendor.email:
            without.append(column.bid.bidder)
            continue
        told += 1
        post(
            to=[bid.vendor.email],
            subject=f"Intent to award {award.solicitation.number}: {_in_short(column)}"[:200],
            text=_letter(award, column, bid),
            cause="award.intent_posted",
            about=award,
            now=now,
        )
    return told, ", ".join(without)


def tell_the_list(award: Award, *, now: datetime) -> None:
    """Tell those who asked to hear of awards, and buy or sell such goods."""
    solicitation = award.solicitation
    commodity = solicitation.pool.commodity if solicitation.pool is not None else ""
    announce(
        topic=Subscription.Topic.AWARDS,
        goods=f"{solicitation.title}, {commodity}",
        subject=f"Intent to award: {solicitation.title}",
        text=f"The county posted its intent to award {solicitation.number}, {solicitation.title}. "
        "Every bid and every line is here:",
        path=reverse("award:detail", args=[award.pk]),
        about=award,
        now=now,
    )


def _in_short(column: Column) -> str:
    if not column.bid.responsive:
        return "your bid does not count"
    if not column.lines_won:
        return "you win no line"
    return f"you win {column.lines_won} of {column.lines_bid} lines"


def _letter(award: Award, column: Column, bid: OpenedBid) -> str:
    solicitation = award.solicitation
    parts = [
        f"{solicitation}\n\nThank you for your bid. The county intends to award as follows.",
        f"Your result: {_in_short(column)}" + (f", {column.won} in all." if column.lines_won else "."),
    ]
    if not column.bid.responsive:
        parts.append(f"Why your bid does not count: {bid.ruling.reason}")
    if column.losses and column.bid.responsive:
        parts.append("Lines you did not win, nearest first:\n" + "\n".join(_lost(column)))
    parts.append(f"All prices and every line’s reason: {_page(award)}")
    parts.append("This is a notice of intent. The award is made when the purchasing agent has approved it.")
    return "\n\n".join(parts) + "\n"


def _lost(column: Column) -> list[str]:
    lines = [
        f"  Line {loss.line.number}, {loss.line.description[:60]}: you asked ${loss.asked:,.4f}, "
        f"{loss.winner} asked ${loss.won_at:,.4f}; you are {loss.dearer} dearer."
        for loss in column.losses[:NEAREST]
    ]
    more = len(column.losses) - NEAREST
    return lines if more <= 0 else [*lines, f"  And {more} more on the page."]


def tell_winners(award: Award, *, now: datetime) -> None:
    """Mail the winners that the award is approved."""
    vendors = {
        each.price.bid.vendor for each in award.lines.select_related("price__bid__vendor__organisation")
    }
    for vendor in sorted(vendors, key=lambda each: each.pk):
        if vendor.email:
            post(
                to=[vendor.email],
                subject=f"Awarded: {award.solicitation.number}"[:200],
                text=f"{award.solicitation}\n\nThe award is approved. Your contract follows.\n\n{_page(award)}\n",
                cause="award.approved",
                about=award,
                now=now,
            )


def tell_all_rejected(solicitation: Solicitation, reason: str, *, now: datetime) -> int:
    """Mail every bidder that all bids are rejected, and why; return how many were mailed."""
    bids = OpenedBid.objects.filter(solicitation=solicitation).select_related("vendor__organisation")
    addresses = sorted({bid.vendor.email for bid in bids if bid.vendor.email})
    for address in addresses:
        post(
            to=[address],
            subject=f"All bids rejected: {solicitation.number}"[:200],
            text=f"{solicitation}\n\nThe county rejects all bids.\n\nWhy: {reason}\n",
            cause="award.all_rejected",
            about=solicitation,
            now=now,
        )
    return len(addresses)


def _page(award: Award) -> str:
    return f"{settings.COMMONLOT_ADDRESS}{reverse('award:detail', args=[award.pk])}"
