"""The pooled lines with their shares: for the county all of them, for an agency its own and the totals."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO, StringIO

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from commonlot.engines.spreadsheets import Sheet, write_csv, write_xlsx
from commonlot.process.pooling import access, queries, rules
from commonlot.process.pooling.models import PooledLine
from commonlot.process.requirements.models import Pool
from commonlot.process.requirements.states import PoolStatus
from commonlot.records import clock
from commonlot.records.access.guards import seat_required
from commonlot.records.access.models import AnySeat
from commonlot.records.access.requests import SeatedRequest
from commonlot.records.audit.queries import trail_of

PAGE = 40
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Row = Sequence[str | int | Decimal | None]


def _find_pool(seat: AnySeat, pool_id: int) -> Pool:
    pools = Pool.objects.visible_to(seat).filter(status__in=queries.POOLED).select_related("lead_agency")
    pool = get_object_or_404(pools, pk=pool_id)
    if access.see_sheet.why_not(seat, pool, now=clock.now()) is not None:
        raise Http404
    return pool


def _whose(seat: AnySeat) -> int | None:
    """Return the organisation whose shares alone are shown; none for the county, which sees all."""
    return None if seat.is_county else seat.organisation_pk


@require_safe
@seat_required
def show(request: SeatedRequest, pool_id: int) -> HttpResponse:
    """Show the pooled lines of a pool."""
    pool = _find_pool(request.seat, pool_id)
    page = Paginator(queries.pooled_lines(pool), PAGE).get_page(request.GET.get("page"))
    lines = list(page)
    shares = queries.shares_by_agency(lines, agency_organisation=_whose(request.seat))
    own = _whose(request.seat) is not None
    questions = queries.questions_of(pool, request.seat.organisation_id).count() if own else 0
    context = {
        "pool": pool,
        "page": page,
        "lines": [(line, rules.unit_words(line.base_unit), shares[line.pk]) for line in lines],
        "own_only": own,
        "final": pool.status != PoolStatus.POOLING,
        "questions": questions,
        "left_out": queries.left_out_of(pool, _whose(request.seat))[:PAGE],
        "trail": [] if own else trail_of(pool)[:12],
    }
    return render(request, "pooling/sheet.html", context)


@require_safe
@seat_required
def download(request: SeatedRequest, pool_id: int, kind: str) -> HttpResponse:
    """Give the pooled lines as a file."""
    pool = _find_pool(request.seat, pool_id)
    if kind not in KINDS:
        raise Http404
    lines = list(queries.pooled_lines(pool))
    shares = queries.shares_by_agency(lines, agency_organisation=_whose(request.seat))
    response = HttpResponse(content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{slugify(pool.number)}-pooled-lines.{kind}"'
    response.write(_csv(lines, shares) if kind == "csv" else _xlsx(lines, shares))
    return response


SHARE_HEADERS = ("line", "description", "base_unit", "total", "agency", "agency_number", "share")
LINE_HEADERS = ("line", "description", "base_unit", "total", "agencies")


def _share_rows(lines: Sequence[PooledLine], shares: dict[int, list[queries.AgencyShare]]) -> Iterator[Row]:
    for line in lines:
        for share in shares[line.pk]:
            yield (line.position, line.name, line.base_unit, _plain(line.total), share.agency, share.number,
                   _plain(share.quantity))  # fmt: skip


def _line_rows(lines: Sequence[PooledLine]) -> Iterator[Row]:
    for line in lines:
        yield line.position, line.name, line.base_unit, _plain(line.total), line.agency_count  # type: ignore[attr-defined]


def _csv(lines: Sequence[PooledLine], shares: dict[int, list[queries.AgencyShare]]) -> bytes:
    text = StringIO(newline="")
    write_csv(text, SHARE_HEADERS, _share_rows(lines, shares))
    return text.getvalue().encode("utf-8-sig")


def _xlsx(lines: Sequence[PooledLine], shares: dict[int, list[queries.AgencyShare]]) -> bytes:
    book = BytesIO()
    numbers = ("text", "text", "text", "number")
    write_xlsx(
        book,
        [
            Sheet("Pooled lines", LINE_HEADERS, _line_rows(lines), (8, 60, 12, 18, 10), (*numbers, "number")),
            Sheet("Shares by agency", SHARE_HEADERS, _share_rows(lines, shares), (8, 60, 12, 18, 34, 14, 18),
                  (*numbers, "text", "text", "number")),
        ],
    )  # fmt: skip
    return book.getvalue()


def _plain(number: Decimal) -> Decimal:
    """Drop needless zeros without ever writing an exponent."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
