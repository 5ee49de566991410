"""Example data for the gallery of parts, and the story of the stages."""

from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator

from commonlot.web.drawings import Share

STAGE_STORY = (
    (
        "Membership",
        (
            "Each government is listed once, with its number and the agreement its board adopted. "
            "Vendors register free of charge."
        ),
    ),
    (
        "Requirements",
        "Towns, schools and fire districts state what they need, where, by when, and what they pay today.",
    ),
    (
        "Pooling",
        (
            "Like needs become one line. A buyer confirms every merge. Each agency’s share is kept, "
            "and the shares add up exactly."
        ),
    ),
    (
        "Solicitation",
        "The totals become one bid document, advertised as the law asks. Questions are answered in public.",
    ),
    (
        "Bidding",
        (
            "Bids stay sealed until one published minute. Late is late, for everyone. "
            "They are opened in public by two people."
        ),
    ),
    (
        "Award",
        "Each line goes to the lowest responsive and responsible bidder. Every bidder is told, with reasons.",
    ),
    (
        "Contracts",
        (
            "The prices can be found in seconds. An agency that took no part may use a contract if the law "
            "lets it; we check and file why."
        ),
    ),
    (
        "Ordering",
        (
            "A member orders at the contract price, never above it. Another person approves. "
            "The vendor gets the purchase order."
        ),
    ),
    (
        "Savings",
        "What was delivered is set against the price each agency had stated before. Losses are counted too.",
    ),
)
SHARES = (
    ("County departments", 5_600_000), ("Pine Hollow School District", 3_200_000),
    ("Bedlow Central School District", 2_400_000), ("Westmoor Union Free School District", 1_850_000),
    ("City of Larkfield", 1_400_000), ("Town of Rye Hill", 600_000), ("Town of North Saxon", 450_000),
    ("Town of Easton Falls", 300_000), ("Village of Ardsmere", 200_000), ("Village of Croton Glen", 150_000),
    ("Millbrook Fire District", 70_000), ("Hartsbrook Fire District", 25_000),
)  # fmt: skip
SAVINGS = (
    ("Road salt and de-icers", 371_000, 412_300, 452_900), ("Police vehicles", 61_000, 148_000, 203_500),
    ("Copy paper and envelopes", 51_200, 58_940, 66_400), ("Custodial supplies", 33_300, 41_870, 50_200),
    ("Uniforms and footwear", -2_400, 6_120, 13_900), ("Heating oil", -52_100, -37_450, -24_800),
)  # fmt: skip
STATES = (
    "draft", "invited", "suggested", "published", "sealed", "approved", "exception", "expired", "not_submitted",
    "superseded",
)  # fmt: skip


class ExampleForm(forms.Form):
    """A form with one field of each kind; it is shown with errors and never sent."""

    description = forms.CharField(label="What do you need?", help_text="As you would say it on the phone.")
    quantity = forms.DecimalField(label="Quantity this year", max_value=Decimal(500))
    unit = forms.ChoiceField(label="Counted in", choices=[("CT", "Carton"), ("EA", "Each")])
    kind = forms.ChoiceField(
        label="How sure are you?",
        choices=[("estimate", "Estimate"), ("firm", "Firm")],
        widget=forms.RadioSelect,
    )
    told = forms.MultipleChoiceField(
        label="Tell me about",
        choices=[("pools", "New pools"), ("bids", "Solicitations I could bid on")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    needed_by = forms.DateField(
        label="Needed by", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(label="Note for the buyer", required=False, widget=forms.Textarea)
    file = forms.FileField(label="Specification", required=False, help_text="PDF, up to 10 MB.")
    agree = forms.BooleanField(label="I checked the quantities", required=False)


def examples(*, now: datetime) -> dict[str, Any]:
    """Return what the gallery shows."""
    return {"now": now, "states": STATES, **_values(), **_moments(now), **_words()}


def _values() -> dict[str, Any]:
    shares = [Share(name, Decimal(amount)) for name, amount in SHARES]
    return {
        "shares": shares,
        "shares_total": sum((share.amount for share in shares), Decimal(0)),
        "asked_shares": [*shares, Share("Hartsbrook Fire District", Decimal(0), asked=True)],
        "bars": SAVINGS,
        "line_amount": Decimal("102018.60"),
        "price": Decimal("31.4"),
        "loss": Decimal("-1369.65"),
        "sheets": Decimal("16245000.000000"),
        "rows_page": Paginator(range(5000), 100).page(3),
    }


def _moments(now: datetime) -> dict[str, Any]:
    return {
        "in_17_days": now + timedelta(days=17, hours=4),
        "in_28_minutes": now + timedelta(minutes=28),
        "yesterday": now - timedelta(days=1),
        "events": _events(now),
        "entries": _entries(now),
    }


def _words() -> dict[str, Any]:
    return {
        "steps": ["Prices", "Forms", "Seal", "Submit"],
        "errors": [("cell-4", "Line 4: type a price, or mark No bid"), ("", "Addendum 2: confirm you read it")],
        "marks": [("COPY PAPER ", ""), ("LTR", "read"), (" ", ""), ("20LB", "read"), (" ", ""), ("30% RCY", "clash")],
        "attributes": [
            ("letter", ""), ("20 lb", ""), ("30% recycled conflicts", "clash"), ("brightness not stated", "miss"),
        ],
    }  # fmt: skip


def _events(now: datetime) -> list[dict[str, Any]]:
    return [
        {"at": (now - timedelta(days=7)).date(), "title": "Advertised", "state": "done"},
        {
            "at": now + timedelta(days=7),
            "title": "Questions close",
            "state": "now",
            "text": "3 asked, 2 answered.",
        },
        {"at": now + timedelta(days=17), "title": "Bids due, then opened in public"},
        {"when": "In two months", "title": "Intended award posted"},
    ]


def _entries(now: datetime) -> list[SimpleNamespace]:
    buyer = {"who": "Priya Raman", "acting_for": "Westchester County"}
    return [
        SimpleNamespace(at=now - timedelta(hours=2), verb="bidding.bids_opened", subject_name="RFB 26-104",
                        details={"bids": 7}, **buyer),
        SimpleNamespace(at=now - timedelta(days=16), verb="solicitation.published", subject_name="RFB 26-104",
                        details={}, **buyer),
    ]  # fmt: skip
