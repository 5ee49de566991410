"""Like needs become one line, every unit adds up, and nothing is merged or counted by guess."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonlot.engines.pooling import Decision, Group, NeedLine, PoolingResult, Step, pool_lines
from commonlot.engines.requirements_file import parse_requirements
from commonlot.engines.spreadsheets import read_table
from commonlot.kernel.errors import Refused


def need(row: int, description: str, unit: str = "EA", quantity: str = "1", **more: Any) -> NeedLine:
    agency = more.pop("agency", f"Town {row}")
    return NeedLine(("a.csv", row), agency, description, unit, Decimal(quantity), **more)


def pool(*lines: tuple[Any, ...] | NeedLine, decisions: tuple[Decision, ...] = ()) -> PoolingResult:
    needs = [line if isinstance(line, NeedLine) else need(i, *line) for i, line in enumerate(lines, start=2)]
    return pool_lines(needs, decisions)


def together(result: PoolingResult) -> list[set[int]]:
    return sorted(({int(str(g.line.key[1])) for g in group.lines} for group in result.groups), key=min)


def only(result: PoolingResult) -> Group:
    (group,) = result.groups
    return group


def base(group: Group) -> dict[int, Decimal | None]:
    return {int(str(g.line.key[1])): g.base_quantity for g in group.lines}


PAPER_A = ("Copy paper, letter, 20 lb, white, 92 bright, 10 reams/case", "CT", "12")
PAPER_B = ("PAPER, COPY, 8-1/2 X 11, 20#, WHT, 92BRT, 5,000 sheets/ctn", "ctn", "8")


# --- what is the same ----------------------------------------------------------------------------------------
def test_two_towns_that_type_one_need_two_ways_are_offered_together() -> None:
    group = only(pool(PAPER_A, PAPER_B))
    assert (group.base_unit, group.total, group.tier) == ("SHEET", Decimal(100_000), "auto")
    assert group.shares() == {"Town 2": Decimal(60_000), "Town 3": Decimal(40_000)}


def test_every_line_says_why_it_stands_where_it_stands() -> None:
    group = only(pool(PAPER_A, PAPER_B))
    words = " | ".join(why for g in group.lines for why in g.why)
    assert "same: letter, 20 lb, white, 92 bright" in words
    assert "case = 10 reams (typed), ream = 500 sheets (trade)" in words


def test_the_characters_that_were_read_are_kept() -> None:
    description = "Gloves, nitrile, powder-free, LG"
    (grouped,) = only(pool((description,))).lines
    read = {a.name: description[a.start : a.end] for a in grouped.attributes}
    assert read == {"material": "nitrile", "powder": "powder-free", "wear": "LG"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Copy paper, letter, white", "Copy paper, legal, white"),
        ("Copy paper, letter, white", "Copy paper, letter, blue"),
        ("Copy paper, letter, 20 lb", "Copy paper, letter, 24 lb"),
        ("Copy paper, letter, 30% recycled", "Copy paper, letter, 100% recycled"),
        ("Gauze pads 4 x 4, sterile", "Gauze pads 4 x 4, non-sterile"),
        ("Exam gloves, nitrile, large", "Exam gloves, nitrile, medium"),
        ("Exam gloves, nitrile, large", "Exam gloves, vinyl, large"),
        ("Rock salt, bulk", "Rock salt, bagged"),
        ("Rock salt, 50 lb bag", "Rock salt, 80 lb bag"),
        ("Battery, alkaline, AA", "Battery, alkaline, AAA"),
        ("Sign post, 10 ft", "Sign post, 12 ft"),
        ("Anchor 2-1/4 x 2-1/4 x 12 ga", "Anchor 2-1/2 x 2-1/2 x 12 ga"),
        ("Lamp, 120V, 60W", "Lamp, 277V, 60W"),
        ("Bleach 8.25%", "Bleach 6%"),
    ],
)
def test_needs_that_differ_in_a_hard_fact_never_share_a_line(one: str, other: str) -> None:
    assert len(pool((one,), (other,)).groups) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Copy paper, letter, white", "PAPER COPY 8.5 X 11 WHT"),
        ("Anchor 2-1/4 x 2-1/4 x 12 ga", "ANCHOR 2.25 X 2.25 X 12GA"),
        ("Exam gloves, nitrile, powder free, large", "GLOVES EXAM NITRILE PF LG"),
        ("Battery, alkaline, AA", "AA ALKALINE BATTERIES"),
    ],
)
def test_the_same_facts_typed_otherwise_are_one_click(one: str, other: str) -> None:
    assert only(pool((one,), (other,))).tier == "auto"


def test_a_fact_that_is_not_stated_is_no_conflict_but_must_be_looked_at() -> None:
    group = only(pool(("Copy paper, letter, white, 20 lb",), ("Copy paper, letter, white",)))
    assert group.tier == "suggest"
    assert any("not stated here: weight" in why for g in group.lines for why in g.why)


def test_a_line_that_states_little_does_not_bridge_two_colours() -> None:
    result = pool(("Copy paper, letter, white",), ("Copy paper, letter",), ("Copy paper, letter, blue",))
    assert len(result.groups) == 2
    assert {2, 4} not in together(result)


def test_one_part_number_under_two_names_is_suggested() -> None:
    result = pool(
        need(2, "Toner f/ LaserJet, black", part_number="HEWCE401A"),
        need(3, "HP black print cartridge", part_number="CE401A"),
    )
    assert together(result) == [{2, 3}]


def test_a_description_that_a_spreadsheet_lost_is_asked_and_merged_with_nothing() -> None:
    result = pool(("#NAME?", "EA", "3"), ("#NAME?", "EA", "4"))
    assert len(result.groups) == 2
    assert len(result.asked) == 2


# --- what is counted -----------------------------------------------------------------------------------------
def test_what_a_case_holds_is_asked_and_never_guessed() -> None:
    result = pool(
        ("Facial tissue, 2-ply, 100 tissues/box, 30 boxes/case", "CS", "5"),
        ("Tissue, facial, 2 ply", "CS", "3"),
    )
    group = only(result)
    assert base(group) == {2: Decimal(15_000), 3: None}
    assert group.total == Decimal(15_000)
    assert [a.question for a in result.asked] == ["How many tissues are in your case?"]


def test_cases_that_nobody_describes_are_not_added_up() -> None:
    result = pool(("Bleach, household", "CS", "5"), ("household bleach", "CS", "3"))
    assert only(result).total == 0
    assert len(result.asked) == 2


def test_what_an_opaque_pack_holds_is_asked_though_two_lines_are_typed_alike() -> None:
    group = only(pool(("Household bleach", "CS", "5"), ("Household bleach", "CS", "3")))
    assert (group.base_unit, group.total) == ("CS", Decimal(0))
    assert [line.question for line in group.lines] == ["What does your case hold, and how many of it?"] * 2


def test_a_dozen_of_work_gloves_is_twelve_pairs() -> None:
    group = only(pool(("Leather palm work gloves, L", "DZ", "10"), ("LEATHER PALM GLOVES LG", "PR", "6")))
    assert (group.base_unit, group.total) == ("PR", Decimal(126))


@pytest.mark.parametrize(
    ("description", "unit", "total"),
    [
        ("Pens, blue", "DZ", "12"),
        ("Pens, blue", "GR", "144"),
        ("Pens, blue, 12/bx", "BX", "12"),
        ("Pens, blue, 12 ct/bx", "BX", "12"),
        ("Pens, blue, box of 50", "BX", "50"),
        ("Pens, blue, 1 BX OF ( 24 EA)", "BX", "24"),
        ("Pens, blue, 24 EA=1BX", "BX", "24"),
        ("Pens, blue, 12/bx, 10 bx/cs", "CS", "120"),
        ("Pens, blue, cs of 1000", "CS", "1000"),
        ("Pens, blue, 1M/PK", "PK", "1000"),
        ("Pens, blue, 3-pack", "PK", "3"),
        ("Pens, blue", "box of 12", "12"),
        ("Pens, blue", "cs/144", "144"),
    ],
)
def test_the_pack_ladder_is_read_exactly(description: str, unit: str, total: str) -> None:
    group = only(pool((description, unit, "1"), ("Pens, blue", "EA", "1")))
    assert base(group)[2] == Decimal(total)


def test_one_pack_names_the_pack_and_says_nothing_about_what_is_in_it() -> None:
    group = only(pool(("Pens, blue - 1 PK by truck", "PK", "4"), ("Pens, blue - truck", "EA", "1")))
    assert base(group)[2] is None


def test_a_drum_is_as_many_gallons_as_it_says() -> None:
    group = only(pool(("Antifreeze, 55 gal drum", "DR", "2"), ("Antifreeze", "GAL", "10")))
    assert (group.base_unit, group.total) == ("GAL", Decimal(120))


def test_a_tonne_that_does_not_come_out_even_in_short_tons_is_asked() -> None:
    result = pool(("Rock salt, treated", "TON", "10"), ("Rock salt, treated", "TONNE", "3"))
    assert base(only(result)) == {2: Decimal(10), 3: None}


def test_the_buyer_says_in_which_unit_a_need_is_counted() -> None:
    group = only(
        pool(need(2, "Pens, blue, 12/bx", "BX", "5", count_in="dozen"), need(3, "Pens, blue", "EA", "24"))
    )
    assert (group.base_unit, group.total) == ("DZ", Decimal(7))


def test_a_buyers_word_on_what_a_case_holds_counts_and_is_named_as_that() -> None:
    told = need(3, "Tissue, facial", "CS", "3", conversions=(Step("CS", 3000, "EA", "buyer", "tissues"),))  # type: ignore[arg-type]
    group = only(pool(need(2, "Facial tissue", "EA", "100"), told))
    assert group.total == Decimal(9_100)
    assert any("(buyer)" in why for g in group.lines for why in g.why)


# --- decisions -----------------------------------------------------------------------------------------------
def key(row: int) -> tuple[str, int]:
    return ("a.csv", row)


def test_a_rejected_pair_never_shares_a_line_even_if_typed_alike() -> None:
    result = pool(PAPER_A, PAPER_A, PAPER_B, decisions=(Decision(key(2), key(3), "different"),))
    assert not any({2, 3} <= group for group in together(result))


def test_a_confirmed_pair_shares_a_line_whatever_the_texts_say() -> None:
    result = pool(
        ("Rock salt", "TON", "1"),
        ("Halite for roads", "TON", "2"),
        decisions=(Decision(key(2), key(3), "same"),),
    )
    assert only(result).total == Decimal(3)


@pytest.mark.parametrize(
    "decisions",
    [
        (Decision(key(2), key(3), "same"), Decision(key(2), key(3), "different")),
        (
            Decision(key(2), key(3), "same"),
            Decision(key(3), key(4), "same"),
            Decision(key(2), key(4), "different"),
        ),
        (Decision(key(2), key(99), "same"),),
        (Decision(key(2), key(2), "different"),),
        (Decision(key(2), key(3), "perhaps"),),
    ],
)
def test_decisions_that_cannot_all_hold_are_refused(decisions: tuple[Decision, ...]) -> None:
    with pytest.raises(Refused):
        pool(PAPER_A, PAPER_B, ("Rock salt", "TON", "1"), decisions=decisions)


# --- properties ----------------------------------------------------------------------------------------------
TEXTS = (
    *(
        PAPER_A[0],
        PAPER_B[0],
        "Copy paper, letter",
        "Copy paper, legal, 20 lb",
        "Copy paper letter blue",
        "paper",
    ),
    *(
        "Facial tissue, 100/box, 30 boxes/case",
        "Tissue, facial",
        "Rock salt, bulk",
        "ROCK SALT BULK treated",
        "#NAME?",
    ),
    *(
        "Gloves, nitrile, L, 100/bx",
        "Glove nitrile large",
        "GLOVES NITRILE MED",
        "HP 305A toner CE410A",
        "toner CE411A",
    ),
)
UNITS = ("EA", "CT", "CS", "BX", "DZ", "TON", "LB", "TONNE", "case of 12", "smidgen")
typed = st.tuples(
    st.sampled_from(TEXTS),
    st.sampled_from(UNITS),
    st.decimals("0.000001", 10**9, places=6),
    st.sampled_from(["County", "Town of Rye Hill", "Pine Hollow School District"]),
)
some_lines = st.lists(typed, min_size=1, max_size=14).map(
    lambda rows: [
        NeedLine((f"f{i % 3}.csv", i), agency, text, unit, q)
        for i, (text, unit, q, agency) in enumerate(rows)
    ]
)


@settings(max_examples=60)
@given(some_lines)
def test_every_line_stands_once_and_the_shares_add_up_exactly(lines: list[NeedLine]) -> None:
    result = pool_lines(lines)
    assert sorted(g.line.key for group in result.groups for g in group.lines) == sorted(
        line.key for line in lines
    )
    for group in result.groups:
        assert sum(group.shares().values(), Decimal(0)) == group.total
    asked = {a.line.key for a in result.asked}
    assert asked == {g.line.key for group in result.groups for g in group.lines if g.base_quantity is None}


@settings(max_examples=60)
@given(some_lines, st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(lines: list[NeedLine], chance: Any) -> None:
    turned = list(lines)
    chance.shuffle(turned)
    assert pool_lines(turned) == pool_lines(lines)


@settings(max_examples=40)
@given(some_lines)
def test_the_names_of_files_change_no_group(lines: list[NeedLine]) -> None:
    renamed = [
        NeedLine(
            ("z" + str(line.key[0])[::-1], 100 - int(str(line.key[1]))),
            line.agency,
            line.description,
            line.unit,
            line.quantity,
        )
        for line in lines
    ]
    home = {new.key: old.key for new, old in zip(renamed, lines, strict=True)}
    before = {frozenset(g.line.key for g in group.lines): group.total for group in pool_lines(lines).groups}
    after = {
        frozenset(home[g.line.key] for g in group.lines): group.total for group in pool_lines(renamed).groups
    }
    assert after == before


@settings(max_examples=40)
@given(some_lines, st.data())
def test_no_rejected_pair_is_ever_found_together(lines: list[NeedLine], data: st.DataObject) -> None:
    if len(lines) < 2:
        return
    pairs = data.draw(st.sets(st.tuples(st.sampled_from(lines), st.sampled_from(lines)), max_size=4))
    decisions = [Decision(a.key, b.key, "different") for a, b in pairs if a.key != b.key]
    for group in pool_lines(lines, decisions).groups:
        keys = {g.line.key for g in group.lines}
        assert not any({d.a, d.b} <= keys for d in decisions)


@pytest.mark.needs_shared_data
def test_five_thousand_real_lines_add_up_exactly(shared_data: Path) -> None:
    reading = parse_requirements(read_table(shared_data / "purchasing" / "gsa-office-orders-2013.csv"))
    lines = [
        NeedLine(
            (r.file, r.row),
            r.agency,
            r.description,
            r.unit,
            r.quantity,
            r.part_number,
            r.count_in,
            r.question,
        )
        for r in reading.lines
    ]
    result = pool_lines(lines)
    assert sum(len(group.lines) for group in result.groups) == 5000
    for group in result.groups:
        assert sum(group.shares().values(), Decimal(0)) == group.total
    assert sum(group.tier == "auto" for group in result.groups) > 300
