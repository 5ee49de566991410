"""What a pack holds is read in every way clerks write it, and asked where nobody wrote it."""

from decimal import Decimal
from fractions import Fraction

import pytest

from commonlot.engines.pooling import NeedLine, pool_lines
from commonlot.engines.pooling.clean import clean
from commonlot.engines.pooling.packs import Step, read_steps, routes, unit_code, way_to
from commonlot.engines.pooling.reading import read_kinds
from commonlot.engines.pooling.vocabulary import Vocabulary
from commonlot.kernel.quantity import Unit


def counted(description: str, unit: str, count_in: str, quantity: str = "1") -> Decimal | None:
    """Count one line in the unit a buyer wants; a second line of the same need says nothing new."""
    line = NeedLine(("a.csv", 2), "Town of Rye Hill", description, unit, Decimal(quantity), count_in=count_in)
    ((grouped,),) = (group.lines for group in pool_lines([line]).groups)
    return grouped.base_quantity


@pytest.mark.parametrize(
    ("description", "unit", "count_in", "base"),
    [
        ("Copy paper, letter, 10rm/cs", "CS", "SHEET", "5000"),
        ("Copy paper 10 REAM CASE", "CS", "SHEET", "5000"),
        ("White copy ppr 40 cartons per skid, 10 rm ctn", "skid", "SHEET", "200000"),
        ("Copy paper, 500/pkg, 10 pkg/case", "CASE", "SHEET", "5000"),
        ("Gloves, nitrile, 100/bx, 10 bx/case", "CS", "EA", "1000"),
        ("Gloves, nitrile, 100/bx 10/cs", "CS", "EA", "1000"),
        ("Gloves, nitrile, 10 boxes of 100 per case", "box", "EA", "100"),
        ("Gloves, nitrile, 10 bx of 100", "case", "EA", "1000"),
        ("Gloves, vinyl, 10x100", "cs", "EA", "1000"),
        ("Gloves, nitrile, 50 pr/bx", "box", "EA", "100"),
        ("Nitrile gloves med 100 bx", "bx", "EA", "100"),
        ("Alcohol wipes 200 ct 20/cs", "case", "EA", "4000"),
        ("Wipes, case (6 x 100 ct)", "cs", "EA", "600"),
        ("Multifold towels 16PK/250", "CS", "EA", "4000"),
        ("Multifold towels, 16 pks of 250", "cs", "EA", "4000"),
        ("Portion cups 125/sleeve 20 slv", "case", "EA", "2500"),
        ("Cups, foam, cs/1000", "cs", "EA", "1000"),
        ("Pens, black, 500 ct.", "bx", "EA", "500"),
        ("Pens, black", "bx/12", "EA", "12"),
        ("Pens, black", "lot of 25", "EA", "25"),
        ("Pens, black", "per M", "EA", "1000"),
        ("Hex bolts 1/4-20 x 1", "C", "EA", "100"),
        ("Hex bolts 1/4-20 x 1", "gross", "EA", "144"),
        ("Cleaner, neutral, 4/1 gal", "CS", "GAL", "4"),
        ("Cleaner, neutral, 4x1 gal", "CS", "QT", "16"),
        ("Coolant 50/50 6/1 gal", "cs", "GAL", "6"),
        ("Motor oil 12/1 qt", "cs", "GAL", "3"),
        ("Motor oil 6 x 5 qt jugs", "cs", "QT", "30"),
        ("DEF, two 2-1/2 gal jugs/ctn", "ctn", "GAL", "5"),
        ("Glass cleaner 32 oz 12/CS", "CS", "QT", "12"),
        ("Bowl cleaner 12/qt", "CS", "QT", "12"),
        ("Traffic paint, yellow", "5 gal pail", "GAL", "5"),
        ("Traffic paint, yellow", "5-gal", "GAL", "5"),
        ("Washer fluid 55 gal drum", "drum", "GAL", "55"),
        ("Red tempera paint", "pint", "GAL", "0.125"),
        ("Rock salt 50 lb bag", "bag", "TON", "0.025"),
        ("Rock salt 50 lb bag", "ton", "BAG", "40"),
        ("Rock salt 50# bags 49/pallet", "pallet", "BAG", "49"),
        ("Rock salt 50# bags 49/pallet", "pallet", "LB", "2450"),
        ("Crusher run, 22 ton loads", "load", "TON", "22"),
        ("Cat6 cable plenum 1000' box", "box", "FT", "1000"),
        ("THHN 12 blk 500'/sp 4 sp/ctn", "ctn", "FT", "2000"),
        ("PVC pipe 3/4 sch 40 10 ft", "length", "FT", "10"),
        ("Pipe PVC sch 40 3/4 x 10", "EA", "FT", "10"),
        ("EMT 3/4 bundle of 5, 10' sticks", "bdl", "FT", "50"),
        ("Fire hose 1-3/4 x 50, 50 ft lengths", "ft", "EA", "0.02"),
        ("Toilet tissue 2 ply 500 sheets/roll, 96 rolls", "case", "RL", "96"),
        ("Toilet tissue 2 ply 96/cs 500 sheet", "CS", "RL", "96"),
        ("Drivers gloves, cowhide", "dz", "PR", "12"),
        ("Drivers gloves, cowhide", "dz pr", "PR", "12"),
        ("Ear plugs, foam, 200 pr/bx", "BX", "PR", "200"),
        ("Peaches, diced, 6/#10", "CS", "EA", "6"),
        ("Spray paint 16 oz aerosol", "can", "EA", "1"),
        ("Toner, black", "cartridge", "EA", "1"),
        ("58X toner blk, two pack", "2-pack", "EA", "2"),
    ],
)
def test_a_line_counts_for_what_it_says(description: str, unit: str, count_in: str, base: str) -> None:
    assert counted(description, unit, count_in) == Decimal(base)


@pytest.mark.parametrize(
    ("description", "unit", "count_in"),
    [
        ("Gloves, nitrile, powder free", "box", "EA"),
        ("AA batteries", "pk", "EA"),
        ("Motor oil 5w-30", "case", "QT"),
        ("Floor finish, 20% solids", "pail", "GAL"),
        ("Rock salt bagged, 50 lb bags", "pallet", "LB"),
        ("Treated salt, 20 ton min load", "load", "TON"),
        ("Toilet tissue 2 ply 500 ct", "case", "RL"),
        ("PVC pipe 3/4 sch 40", "length", "FT"),
        ("Copper tube, soft, type K 3/4", "coil", "FT"),
        ("Copy paper, letter, 20 lb", "carton", "SHEET"),
        ("Leather gloves", "each", "PR"),
    ],
)
def test_what_is_not_stated_is_asked(description: str, unit: str, count_in: str) -> None:
    assert counted(description, unit, count_in) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("50# bag", "BG"),
        ("cs/1000", "CS"),
        ("bx (1 roll)", "BX"),
        ("5-gal", "EA"),
        ("dz pr", "DZPR"),
        ("LF", "FT"),
        ("lgth", "EA"),
        ("CY", "CYD"),
        ("smidgen", "SMIDGEN"),
    ],
)
def test_a_unit_is_understood_as_typed(typed: str, code: str) -> None:
    assert unit_code(typed) == code


def test_short_ton_long_ton_and_tonne_never_meet_by_rounding() -> None:
    way = way_to(routes("LTON", ()), "TON")
    assert way is not None
    assert way.factor == Fraction(2240, 2000)


def test_a_step_names_what_it_holds() -> None:
    steps, _ = read_steps(clean("Facial tissue, 100 tissues/box, 30 boxes/case"), "CS")
    assert [str(step) for step in steps] == ["box = 100 tissues (typed)", "case = 30 boxes (typed)"]


# --- a buyer's own words -------------------------------------------------------------------------------------
FIRKIN = Unit("FIRKIN", "firkin", "firkins", "volume", Fraction(9 * 128), "")


def test_a_buyers_unit_is_counted_like_any_other() -> None:
    words = Vocabulary.shipped().with_words(units={"firkin": FIRKIN})
    line = NeedLine(("a.csv", 2), "County", "Floor finish", "Firkin", Decimal(2), count_in="GAL")
    (kind,) = read_kinds([line], frozenset(), lambda *_: None, words)
    way = way_to(routes(kind.unit, kind.steps), "GAL")
    assert way is not None
    assert way.factor == 9
    assert kind.steps == (Step("FIRKIN", Fraction(1152), "FLOZ", "buyer"),)


def test_a_buyers_abbreviation_is_written_out_and_only_for_that_buyer() -> None:
    line = NeedLine(("a.csv", 2), "County", "PHD grn", "EA", Decimal(2))
    own = Vocabulary.shipped().with_words({"PHD": "post hole digger"})
    (read,) = read_kinds([line], frozenset(), lambda *_: None, own)
    (plain,) = read_kinds([line], frozenset(), lambda *_: None)
    assert read.words == ("post", "hole", "digger")
    assert plain.words == ("phd",)


def test_a_buyers_word_wins_over_the_shipped_one() -> None:
    line = NeedLine(("a.csv", 2), "County", "tp holder", "EA", Decimal(2))
    own = Vocabulary.shipped().with_words({"tp": "temporary"})
    (read,) = read_kinds([line], frozenset(), lambda *_: None, own)
    assert "temporary" in read.words


def test_adding_words_changes_no_other_vocabulary() -> None:
    before = Vocabulary.shipped()
    own = before.with_words({"phd": "post hole digger"}, {"firkin": FIRKIN})
    assert before == Vocabulary()
    assert before is Vocabulary.shipped()
    assert own == Vocabulary.shipped().with_words({"PHD ": "Post hole digger"}, {"Firkin": FIRKIN})
    assert hash(own) == hash(Vocabulary(own.abbreviations, own.units))
    assert own != before
    assert list(own) == [("phd", "post hole digger")]
