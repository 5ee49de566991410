"""The lowest responsive bid wins each line, ties fall as published, and no cent is lost."""

import itertools
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonlot.engines.award import FormRefused, NotDecidedYet, award_lines, form_of_tabulation, read_form
from commonlot.engines.award.form import amount_cents
from commonlot.engines.award.ties import draw_rank
from commonlot.engines.spreadsheets import read_table
from commonlot.engines.tabulation_file import parse_tabulation

VENDORS = ("Salt & Sons", "Rival Salt Co.", "Hudson Supply", "Ridge Depot")


def form(prices: dict[str, dict[str, str]], **basis: Any) -> dict[str, Any]:
    """Make the full form: line -> vendor -> unit price, quantity 1."""
    return {
        "basis": basis,
        "lines": [{"id": line, "quantity": "1", "unit": "EA"} for line in prices],
        "bids": [
            {"bidder": v, "line": n, "unit_price": p}
            for n, offers in prices.items()
            for v, p in offers.items()
        ],
    }


def award(data: dict[str, Any]) -> dict[str, Any]:
    return award_lines(read_form(data))


def winners(answer: dict[str, Any]) -> dict[str, str]:
    return {entry["line"]: entry["bidder"] for entry in answer["awards"]}


# --- the plain case ------------------------------------------------------------------------------------------
def test_each_line_goes_to_its_lowest_bid() -> None:
    answer = award(form({"1": {"A": "2.00", "B": "1.99"}, "2": {"A": "5.00", "B": "6.00"}}))
    assert winners(answer) == {"1": "B", "2": "A"}
    assert (answer["status"], answer["objective_cents"], answer["bound_cents"]) == ("optimal", 699, 699)
    assert answer["bidders"] == [
        {"bidder": "A", "volume_cents": 500, "percent": "0", "total_cents": 500},
        {"bidder": "B", "volume_cents": 199, "percent": "0", "total_cents": 199},
    ]


def test_a_line_that_nobody_bid_on_is_left_out_at_nothing() -> None:
    answer = award(form({"1": {"A": "2.00"}, "2": {}}))
    assert (answer["unawarded"], answer["objective_cents"]) == (["2"], 200)


def test_a_line_is_left_out_where_that_costs_less_than_any_bid() -> None:
    data = form({"1": {"A": "20.00"}, "2": {"A": "3.00"}})
    data["lines"][0]["unawarded_cost"] = "19.99"
    answer = award(data)
    assert (answer["unawarded"], answer["objective_cents"]) == (["1"], 2299)


def test_the_break_with_the_highest_start_counts_even_if_it_is_not_the_lowest() -> None:
    data = form({"1": {"A": "10.00"}})
    data["lines"][0]["quantity"] = "600"
    data["bids"][0]["breaks"] = [{"from": "500", "unit_price": "9.00"}, {"from": "100", "unit_price": "8.00"}]
    assert award(data)["objective_cents"] == 540_000


def test_half_a_cent_is_rounded_up_once() -> None:
    assert amount_cents(12_500_000, 395_255_000) == 494_069  # 12.5 x 395.255 = 4,940.6875
    assert amount_cents(1_000_000, 5_000) == 1  # half a cent


@pytest.mark.needs_shared_data
def test_the_real_county_bid_comes_out_with_its_published_totals(shared_data: Path) -> None:
    table = read_table(shared_data / "purchasing" / "county-bid-ifb-6965.csv")
    tabulation = parse_tabulation(table)
    assert not tabulation.problems
    assert not tabulation.findings
    answer = award_lines(form_of_tabulation(tabulation))
    assert {b["bidder"]: b["total_cents"] for b in answer["bidders"]} == {
        "Chemung Supply Corporation": 31_725_00,
        "U.S. Municipal Supply, Inc.": 40_599_50,
        "Path Master, Inc.": 10_800_00,
    }
    assert answer["unawarded"] == ["8", "16"]


# --- ties ----------------------------------------------------------------------------------------------------
def test_a_tie_goes_to_the_bidder_that_has_a_contract_anyway() -> None:
    answer = award(form({"1": {"A": "1.00", "B": "1.00"}, "2": {"A": "9.00", "B": "8.00"}}))
    assert winners(answer) == {"1": "B", "2": "B"}
    assert answer["ties"] == []


def test_a_tie_that_nothing_settles_is_drawn_and_the_drawing_can_be_repeated() -> None:
    answer = award(form({"7": {"A": "1.00", "B": "1.00"}}, draw_seed=7))
    drawn = min("AB", key=lambda bidder: draw_rank("7", bidder))
    assert answer["ties"] == [{"line": "7", "bidders": ["A", "B"], "winner": drawn, "by": "draw"}]


def test_fewest_contracts_is_found_where_a_greedy_choice_misses_it() -> None:
    ties = {"1": "AB", "2": "AC", "3": "BD", "4": "CD", "5": "BC", "6": "AD"}
    answer = award(form({line: dict.fromkeys(who, "1.00") for line, who in ties.items()}))
    assert len(answer["bidders"]) == 3


prices = st.dictionaries(
    st.sampled_from([str(i) for i in range(1, 7)]),
    st.dictionaries(st.sampled_from(VENDORS), st.integers(1, 3).map(lambda p: f"{p}.00"), max_size=4),
    min_size=1,
    max_size=6,
)


def by_brute_force(data: dict[str, Any]) -> tuple[int, int]:
    """Try every award: the lowest objective, and the fewest contracts at it."""
    offers = {line["id"]: [(None, line.get("unawarded_cost"))] for line in data["lines"]}
    for bid in data["bids"]:
        offers[bid["line"]].append((bid["bidder"], bid["unit_price"]))
    best = None
    for choice in itertools.product(*(admissible(o) for o in offers.values())):
        cost = sum(round(float(price or 0) * 100) for _, price in choice)
        result = (cost, len({bidder for bidder, _ in choice if bidder}))
        best = result if best is None else min(best, result)
    assert best is not None
    return best


def admissible(offers: Sequence[tuple[str | None, str | None]]) -> Iterable[tuple[str | None, str | None]]:
    must = offers[0][1] is None and len(offers) > 1
    return offers[1:] if must else offers


@given(prices, st.integers(0, 50), st.sets(st.sampled_from(["1", "2", "3"])))
def test_no_award_is_cheaper_and_none_as_cheap_has_fewer_contracts(
    tabulated: dict[str, dict[str, str]], seed: int, optional: set[str]
) -> None:
    data = form(tabulated, draw_seed=seed)
    for line in data["lines"]:
        if line["id"] in optional:
            line["unawarded_cost"] = "2.00"
    answer = award(data)
    assert (answer["objective_cents"], len(answer["bidders"])) == by_brute_force(data)


@given(prices, st.integers(0, 50))
def test_no_winner_can_be_swapped_for_a_better_drawn_bidder(
    tabulated: dict[str, dict[str, str]], seed: int
) -> None:
    answer = award(form(tabulated, draw_seed=seed))
    won, listed = winners(answer), {tie["line"] for tie in answer["ties"]}
    for line, winner in won.items():
        for other, price in tabulated[line].items():
            swapped = {**won, line: other}
            open_to_swap = (
                other != winner
                and price == tabulated[line][winner]
                and len(set(swapped.values())) == len(set(won.values()))
            )
            if open_to_swap:
                assert line in listed
                assert draw_rank(str(seed), winner) < draw_rank(str(seed), other)


@given(prices, st.randoms(use_true_random=False))
def test_the_order_of_lines_and_bids_changes_nothing(
    tabulated: dict[str, dict[str, str]], chance: Any
) -> None:
    data = form(tabulated)
    turned = json.loads(json.dumps(data))
    chance.shuffle(turned["lines"])
    chance.shuffle(turned["bids"])
    assert award(data) == award(turned)


# --- by lot and in aggregate ---------------------------------------------------------------------------------
def lots(by: str) -> dict[str, Any]:
    data = form({"1": {"A": "1.00", "B": "2.00"}, "2": {"A": "5.00", "B": "3.00"}, "3": {"A": "1.00"}}, by=by)
    data["lines"][0]["lot"] = data["lines"][1]["lot"] = "North"
    return data


def test_a_lot_goes_whole_to_one_bidder() -> None:
    assert winners(award(lots("lot"))) == {"1": "B", "2": "B", "3": "A"}


def test_in_aggregate_everything_goes_to_a_bidder_of_every_line() -> None:
    assert winners(award(lots("aggregate"))) == {"1": "A", "2": "A", "3": "A"}


def test_an_all_or_none_price_wins_its_lot_as_one_entry() -> None:
    data = lots("lot")
    data["bidders"] = [
        {"id": "A"},
        {"id": "B"},
        {"id": "C", "all_or_none": [{"lot": "North", "price": "4.99"}]},
    ]
    entry = award(data)["awards"][0]
    assert entry == {
        "lot": "North",
        "lines": ["1", "2"],
        "bidder": "C",
        "amount_cents": 499,
        "via": "all_or_none",
    }


def test_a_lot_that_nobody_covers_is_left_out_whole() -> None:
    data = form({"1": {"A": "1.00"}, "2": {"B": "1.00"}}, by="aggregate")
    assert award(data)["unawarded"] == ["1", "2"]


# --- what is refused -----------------------------------------------------------------------------------------
def change(path: list[Any], value: Any) -> dict[str, Any]:
    data = form({"1": {"A": "2.00", "B": "1.99"}, "2": {"A": "5.00", "B": "6.00"}})
    data["bidders"] = [{"id": "A"}, {"id": "B"}]
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["lines", 0, "quantity"], "0"),
        (["lines", 0, "quantity"], "-1"),
        (["lines", 0, "quantity"], 1.5),
        (["lines", 0, "quantity"], "1.1234567"),
        (["lines", 0, "quantity"], "1e3"),
        (["lines", 0, "unawarded_cost"], "1.001"),
        (["lines", 1, "id"], "1"),
        (["bids", 0, "line"], "9"),
        (["bids", 0, "bidder"], "Nobody"),
        (["bids", 0, "bidder"], "B"),
        (["bids", 0, "unit_price"], "-0.01"),
        (["bids", 0, "unit_price"], "0.1234567"),
        (["bids", 0, "breaks"], [{"from": "1", "unit_price": "1"}, {"from": "1.0", "unit_price": "2"}]),
        (["bidders", 0, "discount_steps"], [{"from": "1.00", "percent": "100.01"}]),
        (["bidders", 0, "all_or_none"], [{"lot": "Z", "price": "1.00"}]),
        (["bidders", 1, "id"], "A"),
        (["basis", "by"], "zone"),
        (["basis", "max_vendors"], 0),
        (["basis", "tie_break"], ["draw"]),
        (["basis", "colour"], "red"),
        (["bids", 0, "capacity"], "5"),
        (["lines"], []),
        (["lines"], {}),
    ],
)
def test_what_breaks_a_limit_is_refused(path: list[Any], value: Any) -> None:
    with pytest.raises(FormRefused):
        award(change(path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["bidders", 0, "discount_steps"], [{"from": "1.00", "percent": "3"}]),
        (["bidders", 0, "all_or_none"], [{"lot": "1", "price": "1.00"}]),
        (["bidders", 0, "minimum"], "100.00"),
        (["basis", "contract_cost"], "10.00"),
        (["basis", "max_vendors"], 1),
    ],
)
def test_what_cannot_be_decided_yet_is_said_and_not_ignored(path: list[Any], value: Any) -> None:
    with pytest.raises(NotDecidedYet, match="nothing was awarded"):
        award(change(path, value))


def test_a_rule_that_the_lowest_award_keeps_anyway_is_no_obstacle() -> None:
    assert award(change(["basis", "max_vendors"], 2))["status"] == "optimal"
    assert award(change(["bidders", 0, "minimum"], "5.00"))["status"] == "optimal"
