"""The desk is the county's; an agency sees the totals and its own share; others learn nothing."""

from typing import Any

from commonlot.process.pooling import actions
from commonlot.process.pooling.models import Inquiry, Match, PooledLine
from commonlot.process.pooling.queries.inquiries import answer_address
from commonlot.process.requirements.models import Pool
from commonlot.records import clock
from tests.cast import Cast
from tests.factories import pooling, requirements
from tests.house.matrix import HIDDEN, REFUSED, THROUGH, Arguments, Row, open_to_all

COUNTY: dict[str, Any] = {
    "buyer": THROUGH, "member": HIDDEN, "other_member": HIDDEN, "vendor": HIDDEN, "rival": HIDDEN, "public": REFUSED,
}  # fmt: skip
AGENCIES: dict[str, Any] = {**COUNTY, "member": THROUGH, "other_member": HIDDEN}


def _match(cast: Cast) -> Match:
    pool = requirements.pool_with_needs(cast, needs=[pooling.paper_needs(cast)[i] for i in (0, 2, 4)])
    town, fire, _ = pooling.lines_of(pool)
    return pooling.match(pool, [town, fire], ["600000", None])


def _pool(cast: Cast) -> Arguments:
    return {"pool_id": _match(cast).pool_id}


def _alike(cast: Cast) -> Arguments:
    match = _match(cast)
    toner = pooling.lines_of(match.pool)[2]
    pooling.match(match.pool, [toner], ["12"], base_unit="EA")
    return {"pool_id": match.pool_id}


def _decided(cast: Cast) -> Match:
    match = _match(cast)
    match.status, match.decided_by, match.decided_at = "rejected", cast.buyer, cast.now
    match.save()
    return match


def _a_step(cast: Cast) -> Arguments:
    match = _match(cast)
    actions.reject_match(match_id=match.pk, actor=cast.buyer, now=cast.now)
    return {"pool_id": match.pool_id}


def _two_groups(cast: Cast) -> Arguments:
    match = _match(cast)
    pooling.match(match.pool, pooling.lines_of(match.pool)[2:], ["12"])
    return {"match_id": match.pk}


def _other(cast: Cast, arguments: Arguments) -> Arguments:
    return {"other": Match.objects.exclude(pk=arguments["match_id"]).get().pk, **_first_line(cast, arguments)}


def _first_line(cast: Cast, arguments: Arguments) -> Arguments:
    return {"line": Match.objects.get(pk=arguments["match_id"]).lines.counted()[0].pk}


def _link(cast: Cast) -> Arguments:
    actions.ask_agencies(match_id=_match(cast).pk, actor=cast.buyer, now=clock.now())
    return {"token": answer_address(Inquiry.objects.get()).rstrip("/").rsplit("/", 1)[1]}


def _all_pooled(cast: Cast) -> Arguments:
    pool = requirements.pool_with_needs(cast, needs=pooling.paper_needs(cast)[:1])
    pooling.confirmed(pool, pooling.lines_of(pool), ["600000"], cast)
    return {"pool_id": pool.pk}


def _pooled_line(cast: Cast) -> Arguments:
    return {"line_id": PooledLine.objects.get(pool=_all_pooled(cast)["pool_id"]).pk}


def _asked(cast: Cast, arguments: Arguments) -> Arguments:
    asked = Match.objects.get(pk=arguments["match_id"]).lines.still_asked().get().pk
    return {
        "question": asked,
        f"q{asked}-line": asked,
        f"q{asked}-holds": "5,000",
        f"q{asked}-source": "A call",
    }


def _own_answer(cast: Cast, arguments: Arguments) -> Arguments:
    asked = Pool.objects.get(pk=arguments["pool_id"]).matches.get().lines.still_asked().get().pk
    return {
        "question": asked,
        f"q{asked}-line": asked,
        f"q{asked}-holds": "5,000",
        f"q{asked}-source": "The label",
    }


def _group(cast: Cast) -> Arguments:
    return {"match_id": _match(cast).pk}


def _group_of_pool(cast: Cast) -> Arguments:
    match = _match(cast)
    return {"pool_id": match.pool_id, "match_id": match.pk}


def _line(cast: Cast) -> Arguments:
    return {"match_line_id": _match(cast).lines.counted().get().pk}


def _line_set_apart(cast: Cast) -> Arguments:
    row = _match(cast).lines.counted().get()
    row.taken_out = True
    row.save()
    return {"match_line_id": row.pk}


def _with(given: Any, **more: Any) -> Any:
    return lambda cast: {**given(cast), **more}


FIRE = {"member": "fire"}
ROWS: list[Row] = [
    Row(url="pooling:index", **{**COUNTY, "member": THROUGH, "other_member": THROUGH, "vendor": REFUSED,
                                "rival": REFUSED}),
    Row(url="pooling:desk", given=_pool, **COUNTY),
    Row(url="pooling:group", **COUNTY,
        given=_group_of_pool),
    Row(url="pooling:groups", given=_pool, **COUNTY),
    Row(url="pooling:run", method="POST", given=_pool, **COUNTY),
    Row(url="pooling:confirm_all", method="POST", given=_alike, data={"tier": "single"}, **COUNTY),
    Row(url="pooling:undo", method="POST", given=_a_step, **COUNTY),
    Row(url="pooling:freeze", method="POST", given=_all_pooled, **COUNTY),
    Row(url="pooling:confirm", method="POST", given=_group, **COUNTY),
    Row(url="pooling:reject", method="POST", given=_group, **COUNTY),
    Row(url="pooling:reopen", method="POST", given=lambda cast: {"match_id": _decided(cast).pk}, **COUNTY),
    Row(url="pooling:rename", method="POST", given=_group, data={"name": "Copy paper", "base_unit": "SHEET"}, **COUNTY),
    Row(url="pooling:ask", method="POST", given=_group, **COUNTY),
    Row(url="pooling:answer", method="POST", given=_group, data=_asked, **COUNTY),
    Row(url="pooling:take_out", method="POST", given=_line, **COUNTY),
    Row(url="pooling:put_back", method="POST", given=_line_set_apart, **COUNTY),
    Row(url="pooling:together", given=_two_groups, **COUNTY),
    Row(url="pooling:split", method="POST", given=_two_groups, data=_first_line, **COUNTY),
    Row(url="pooling:merge", method="POST", given=_two_groups, data=_other, **COUNTY),
    Row(url="pooling:move", method="POST", given=_two_groups, data=_other, **COUNTY),
    open_to_all("pooling:answer_by_link", given=_link),
    open_to_all("pooling:answer_by_link", method="POST", given=_link, data={"holds": "5,000", "source": "The label"}),
    Row(url="pooling:questions", given=_pool, **{**AGENCIES, "buyer": REFUSED}),
    Row(url="pooling:questions", method="POST", given=_pool, data=_own_answer, seats=FIRE,
        **{**AGENCIES, "buyer": REFUSED}),
    Row(url="pooling:sheet", given=_pool, **AGENCIES),
    Row(url="pooling:sheet_file", given=_with(_pool, kind="csv"), **AGENCIES),
    Row(url="pooling:choose_pack", method="POST", given=_pooled_line, data={"pack": "counted"}, **COUNTY),
    Row(url="pooling:prepare_sheet", method="POST", given=_with(_all_pooled, kind="pdf"), **AGENCIES),
]  # fmt: skip
