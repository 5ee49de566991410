"""Filters and tags that the parts and pages use to write values."""

import difflib
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from commonlot.kernel.quantity import find_unit
from commonlot.records import clock
from commonlot.web import drawings, fields, words

register = template.Library()

register.filter("number", words.number)
register.filter("short_number", words.short_number)
register.filter("plain_list", words.plain_list)
register.filter("in_words", words.in_words)
register.filter("state_words", words.state_words)
register.filter("act_words", words.act_words)

KINDS = {
    "needs": {"returned", "exception", "protested", "needs", "question", "board_pending", "bounced", "intent_posted"},
    "info": {
        "draft", "suggested", "in_review", "invited", "collecting", "pooling", "recommended", "submitted", "entered",
    },
    "open": {"published", "active", "out_to_bid", "extended", "open", "short_pool"},
    "sealed": {"sealed", "closed_to_bids"},
    "done": {
        "confirmed", "accepted", "approved", "awarded", "received", "matched", "adopted", "opened", "closed",
        "done", "sent", "acknowledged", "finished",
    },
    "risk": {"rejected_all", "refused", "lapsed", "expired", "terminated", "upheld", "failed", "late"},
    "danger": {"not_submitted"},
}  # fmt: skip
ICONS = {"done": "check_circle", "open": "lock_open", "sealed": "lock", "danger": "error"}


@register.filter
def money(value: Any) -> str:
    """Write dollars and cents; a loss has a real minus sign; unknown is a dash."""
    return words.dollars(value)


@register.filter
def dollars(value: Any) -> str:
    """Write whole dollars, for headlines."""
    return words.dollars(value, 0)


@register.filter
def unit_price(value: Any) -> str:
    """Write a unit price with four decimals."""
    return words.dollars(value, 4)


@register.filter
def qty(value: Any) -> str:
    """Write a quantity without needless zeros; a Quantity brings its unit."""
    if value is not None and hasattr(value, "unit"):
        return str(value)
    return words.number(value)


@register.filter
def so_many(unit: str, quantity: Any) -> str:
    """Write a pack by its name for so many of it: 85 cartons of 5,000 sheets; what is typed as a code stays."""
    name, space, rest = unit.partition(" ")
    known = find_unit(name)
    if quantity == 1 or known is None or known.kind != "pack" or name != known.name:
        return unit
    return f"{known.plural}{space}{rest}"


@register.filter
def percent(value: Any, places: int = 1) -> str:
    """Write a ratio as a percentage."""
    return words.percent(value, places)


@register.filter
def share_of(part: Any, whole: Any) -> Decimal | None:
    """Return the ratio of part to whole, or nothing when there is no whole."""
    above, below = words.as_decimal(part), words.as_decimal(whole)
    return above / below if above is not None and below else None


@register.filter
def is_loss(value: Any) -> bool:
    """Say whether an amount is below zero."""
    amount = words.as_decimal(value)
    return amount is not None and amount < 0


@register.filter
def local(value: datetime | None) -> str:
    """Write a moment with year and zone: Thu, Dec 10, 2026, 2:00 p.m. EST."""
    return words.moment(value)


@register.filter
def local_short(value: datetime | None) -> str:
    """Write a moment without its year: Thu, Dec 10, 2:00 p.m. EST."""
    return words.moment(value, year=False)


@register.filter
def local_seconds(value: datetime | None) -> str:
    """Write a moment to the second, where seconds decide."""
    return words.moment(value, seconds=True)


@register.filter
def local_date(value: date | datetime | None) -> str:
    """Write a day with its year: Thu, Dec 10, 2026."""
    return words.day(value)


@register.filter
def local_day(value: date | datetime | None) -> str:
    """Write a day without its year: Thu, Dec 10."""
    return words.day(value, year=False)


@register.filter
def short_date(value: date | datetime | None) -> str:
    """Write a day without weekday: Dec 10, 2026."""
    return words.day(value, weekday=False)


@register.filter
def local_time(value: datetime | None) -> str:
    """Write the time of day with its zone: 2:00 p.m. EST."""
    return words.DASH if value is None else f"{words.clock_time(value)} {timezone.localtime(value):%Z}"


@register.filter
def in_days(value: date | datetime | None) -> str:
    """Say how far a day is from now: in 9 days."""
    return words.in_days(value, clock.now())


@register.filter
def in_days_or_overdue(value: date | datetime | None) -> str:
    """Say how far off the last day for something is, or by how much it is overdue."""
    return words.in_days_or_overdue(value, clock.now())


@register.filter
def machine_time(value: date | datetime | None) -> str:
    """Write a moment for a time element."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="minutes")
    return value.isoformat() if value else ""


@register.filter
def seconds(value: datetime) -> int:
    """Write a moment as seconds since 1970, for the clock in the page."""
    return int(value.timestamp())


@register.filter
def is_date(value: Any) -> bool:
    """Say whether a value is a day or a moment, and not words."""
    return isinstance(value, date)


@register.filter
def has_time(value: Any) -> bool:
    """Say whether a value is a moment and not only a day."""
    return isinstance(value, datetime)


@register.filter
def counted(how_many: Any, noun: str) -> str:
    """Write a count with its noun; give both forms where an s is not enough: "agency,agencies"."""
    one, _, many = noun.partition(",")
    return words.count(len(how_many) if hasattr(how_many, "__len__") else int(how_many or 0), one, many)


def kind_of_state(state: Any) -> str:
    """Return how loud a state's tag is: only what needs someone has a fill."""
    value = str(getattr(state, "value", state) or "").lower()
    return next((kind for kind, states in KINDS.items() if value in states), "plain")


@register.simple_tag
def tag_look(state: Any, kind: str = "", icon: str = "") -> dict[str, str]:
    """Return the kind and icon of a status tag: as asked, else what its state calls for."""
    look = kind or kind_of_state(state)
    return {"kind": look, "icon": "" if icon == "none" else icon or ICONS.get(look, "")}


@register.filter
def breakable(address: Any) -> SafeString:
    """Let an e-mail or web address break after its at signs, dots and slashes, and not within a word."""
    parts = re.split(r"(?<=[@./])(?=[^@./])", str(address or ""))
    return format_html_join("", "{}<wbr>", ((part,) for part in parts))


@register.filter
def grouped_by_4(fingerprint: Any) -> str:
    """Write a fingerprint in groups of four, so that it can be read aloud."""
    text = str(fingerprint or "")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


@register.simple_tag
def field_view(field: BoundField, css: str = "") -> fields.FieldView:
    """Read a bound field into its label, hint, errors and control."""
    return fields.describe(field, css=css)


@register.simple_tag
def lot_strips(shares: Iterable[Any]) -> list[drawings.Strip]:
    """Lay shares side by side as percentages."""
    return drawings.strips(shares or [])


@register.simple_tag
def lot_map(shares: Iterable[Any]) -> drawings.LotMap:
    """Lay shares out as plots of one whole, for a wide screen and for a phone."""
    return drawings.lot_map(shares or [])


@register.simple_tag
def bar_chart(rows: Iterable[Any], narrow: bool = False) -> drawings.BarChart:
    """Lay out a bar chart of dollars."""
    return drawings.bar_chart(rows or [], narrow=narrow)


@register.simple_tag
def part_of_100(done: Any, total: Any) -> int:
    """Return how much of the whole is done, of 100, for the width of a bar."""
    above, below = words.as_decimal(done) or Decimal(0), words.as_decimal(total) or Decimal(0)
    return int(min(above / below, Decimal(1)) * 100) if below > 0 else 0


@register.simple_tag
def time_left(at: datetime, now: datetime | None = None) -> dict[str, Any]:
    """Say how long is left until a moment, and how loud to say it."""
    now = now or clock.now()
    left: timedelta = at - now
    over = left <= timedelta(0)
    kind = "over" if over else "soon" if left <= timedelta(days=1) else ""
    return {"over": over, "kind": kind, "now": now, "words": "" if over else f"{words.time_left(left)} left"}


@register.simple_tag
def word_diff(before: Any, after: Any) -> list[tuple[str, str]]:
    """Compare two texts word by word; returns (kind, text) with kind same, del or ins."""
    old, new = (re.findall(r"\S+\s*", str(text or "")) for text in (before, after))
    parts: list[tuple[str, str]] = []
    for op, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            parts.append(("same", "".join(old[a:b])))
            continue
        parts += [("del", "".join(old[a:b]).strip())] * (b > a) + [("ins", "".join(new[c:d]).strip())] * (
            d > c
        )
    return parts


@register.simple_tag(takes_context=True)
def page_link(context: template.Context, number: int) -> str:
    """Return the query string of another page of this list, with every filter kept."""
    query = context["request"].GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag
def form_errors(form: Any) -> list[tuple[str, str]]:
    """List what is wrong with a form or formset as (id of the field, sentence)."""
    if form is None or form == "" or not form.is_bound:
        return []
    forms = form.forms if hasattr(form, "forms") else [form]
    whole = form.non_form_errors() if hasattr(form, "forms") else []
    found = [("", str(error)) for error in whole]
    for each in forms:
        found += [("", str(error)) for error in each.non_field_errors()]
        for field in each:
            view_id = fields.describe(field).id if field.errors else ""
            found += [(view_id, _with_label(field, str(error))) for error in field.errors]
    return found


def _with_label(field: BoundField, error: str) -> str:
    # Django's own sentences ("This field is required.") do not say which field; ours do
    return (
        f"{field.label}: {error}"
        if error.startswith(("This field", "Enter a valid", "Select a valid"))
        else error
    )


@register.filter
def text_or_slot(text: Any, slot: SafeString) -> Any:
    """Return the given text, else what stands between the tags."""
    return text if text not in (None, "") else slot
