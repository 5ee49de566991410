"""What clerks of many trades type is read for what it means: what is one need, and what is another."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonlot.engines.pooling import NeedLine
from commonlot.engines.pooling.needs import Kind
from commonlot.engines.pooling.reading import read_kinds
from commonlot.engines.pooling.score import Weights, conflicting, judge, spelled_alike


def kinds(*descriptions: str) -> list[Kind]:
    lines = [
        NeedLine(("a.csv", i), "Town of Rye Hill", text, "EA", Decimal(1))
        for i, text in enumerate(descriptions)
    ]
    return sorted(read_kinds(lines, frozenset(), lambda *_: None), key=lambda kind: kind.lines[0].key)


def verdict(one: str, other: str) -> tuple[str, list[str]]:
    """Judge a pair as the pipeline does for a near text; give the tier and what conflicts."""
    a, b = kinds(one, other)
    return judge(a, b, 0.6, Weights([a, b])).tier, conflicting(a.stated, b.stated)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gloves nitrile pf M", "M nitrile gloves powder free"),
        ("Gloves, latex, size S", "small latex glove"),
        ("Boots, fire, leather, size 10.5 EE", "BOOT FIRE LTHR SZ 10-1/2 WIDE"),
        ("Hex bolt 1/4-20 x 1-1/2 gr 5 zinc", 'HEX CAP SCREW 1/4-20X1 1/2" GRADE 5 ZN'),
        ("Copy paper 8½×11 white", "Paper, copy, letter, WHT"),
        ("CPY ppr ltr wht", "copy paper letter white"),
        ("trash bags 33 gal black 1.5 mil", "CAN LINER 33GAL BLK 1.5MIL"),
        ("garbage bags 33 gal black 1.5 mil", "liners 33 gal black 1.5 mil"),
        ("F32T8/841 lamp 32W", "T8 fluorescent bulb 32 watt 4100K"),
        ("Romex 12/2 w/ ground", "12-2 NMB W/G"),
        ("Tire 225/75R15", "TIRE, 225/75R-15"),
        ("5W-30 full synthetic", "motor oil 5W30 full syn"),
        ("Hose 1-3/4 x 50 double jacket NST", "fire hose 1.75 in x 50 ft DJ NH"),
        ("Plywood CDX 3/4 4x8", "3/4 in CDX ply 4' x 8'"),
        ("Stud 2x4x8 SPF", "8' 2x4's SPF stud"),
        ("Sign, stop, 30 in", "30 inch stop sign"),
        ("Rope 24 in", "rope, 2 ft"),
        ("Post-it notes 3x3 canary", "self-stick notes 3 in x 3 in yellow"),
        ("Hand sanitizer gel", "sanitizer, hand, gel"),
        ("Face mask procedure ear loop blue", "MASK SURGICAL EARLOOP BLUE"),
        ("Wire nuts yellow", "WIRE CONNECTOR YEL"),
        ("Untreated road salt bulk", "untreatd rock salt, bulk"),
        ("Sodium hypochlorite 12.5%", "sod. hypochlorte 12-1/2 %"),
        ("geotextile woven", "geo textile fabric, woven"),
        ("Fert 10-10-10", "fertilizer 10-10-10"),
        ("diesel exhaust fluid", "DEF"),
        ("Type I barricade", "barricade, type 1"),
    ],
)
def test_one_need_typed_by_two_clerks_is_offered(one: str, other: str) -> None:
    assert verdict(one, other)[0] in ("auto", "suggest")


@pytest.mark.parametrize(
    ("one", "other", "fact"),
    [
        ("gloves nitrile pf M", "gloves nitrile pf L", "wear"),
        ("polo shirt navy L", "polo shirt black L", "colour"),
        ("polo shirt navy L", "polo shirt navy XL", "wear"),
        ("Boots size 10", "Boots size 11", "shoe"),
        ("Hex bolt 1/4-20 x 1", "Hex bolt 1/4-20 x 1-1/2", "size2"),
        ("Hex bolt 1/4-20 x 1 gr 5", "Hex bolt 1/4-20 x 1 gr 8", "grade"),
        ("PVC pipe 3/4 sch 40", "PVC pipe 3/4 sch 80", "schedule"),
        ("Liner 33 gal 1.5 mil", "Liner 33 gal 2 mil", "mil"),
        ("Wire THHN 12 black", "Wire THHN 10 black", "gauge"),
        ("Romex 12/2", "Romex 14/2", "cable"),
        ("Breaker 20A", "Breaker 30A", "current"),
        ("Breaker 1P 20A", "Breaker 2P 20A", "poles"),
        ("T8 lamp 835", "T8 lamp 841", "kelvin"),
        ("Filter 16x20x1 MERV 8", "Filter 16x20x1 MERV 13", "merv"),
        ("Filter 16x20x1", "Filter 16x20x2", "size3"),
        ("Tire 205/65R15", "Tire 205/60R15", "tire"),
        ("Oil 5W-20", "Oil 5W-30", "oil grade"),
        ("Hydraulic oil AW32", "Hydraulic oil AW46", "viscosity"),
        ("Fertilizer 10-10-10", "Fertilizer 19-19-19", "npk"),
        ("Toner 58A", "Toner 58X", "cartridge"),
        ("Hose 1-3/4 x 50", "Hose 1-3/4 x 100", "size2"),
        ("Adapter NST", "Adapter NPSH hose", "coupling"),
        ("Sandpaper 80 grit", "Sandpaper 120 grit", "grit"),
        ("Pen fine black", "Pen medium black", "point"),
        ("Notebook wide ruled", "Notebook college ruled", "ruled"),
        ("Paint flat white", "Paint satin white", "gloss"),
        ("Traffic paint latex", "Traffic paint oil base", "paint"),
        ("Mouse wireless", "Mouse wired", "wired"),
        ("Work gloves lined", "Work gloves unlined", "lining"),
        ("Soap scented", "Soap unscented", "scent"),
        ("Dyed diesel", "Clear diesel", "dye"),
        ("Peaches diced in juice", "Peaches diced light syrup", "syrup"),
        ("Milk fat free", "Milk low fat", "fat"),
        ("Battery CR2032", "Battery 9V", "cell"),
        ("Battery group 31", "Battery group 65", "cell"),
        ("Mask non-rebreather adult", "Mask non-rebreather pediatric", "age"),
        ("N95 mask with valve", "N95 mask no valve", "valve"),
        ("Cones 28 in with 6 in and 4 in bands", "Cones 36 in with 6 in and 4 in bands", "length"),
        ("Basketball 28.5", "Basketball 29.5", "ball"),
        ("Ammo 9mm 115 gr FMJ", "Ammo 9mm 124 gr JHP", "bullet"),
        ("Gauze 4x4 sterile", "Gauze 4x4 nonsterile", "sterile"),
        ("Salt 50 lb bagged", "Salt bulk", "form"),
        ("Clorox 6%", "Clorox 8.25%", "percent"),
        ("Sign high intensity", "Sign diamond grade", "sheeting"),
        ("LED tube type A", "LED tube type B", "type"),
        ("Stone #1", "Stone #2", "number"),
    ],
)
def test_near_misses_conflict_in_the_fact_that_parts_them(one: str, other: str, fact: str) -> None:
    tier, conflicts = verdict(one, other)
    assert tier == "none"
    assert fact in conflicts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Corporation stop 3/4", "Curb stop 3/4"),
        ("PVC elbow 3/4 sch 40", "PVC pipe 3/4 sch 40"),
        ("Foam cup 12 oz", "Class A foam"),
        ("Oil filter", "Motor oil"),
        ("Coffee filter", "Air filter"),
        ("Lime safety vest", "Pelletized lime"),
        ("Vacuum bags", "Trash bags"),
        ("Glass cleaner concentrate", "Neutral floor cleaner concentrate"),
    ],
)
def test_two_products_with_a_word_in_common_are_no_need_in_common(one: str, other: str) -> None:
    assert verdict(one, other)[0] == "none"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gloves nitrile powder free", "gloves nitrile powder free L"),
        ("furnace filter 16x20x1", "furnace filter 16x20x1 MERV 8"),
        ("T8 lamp 4 ft 32W", "T8 lamp 4 ft 32W 4100K"),
        ("Copy paper letter white 20 lb", "Copy paper letter white 20 lb 100% recycled"),
    ],
)
def test_a_fact_that_decides_is_never_supplied_by_guess(one: str, other: str) -> None:
    tier, conflicts = verdict(one, other)
    assert conflicts == []
    assert tier != "auto"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pens, black, Bic or equal", "Pens, black"),
        ("AA batteries alkaline Duracell Procell", "AA batteries alkaline"),
        ("Copy paper letter white Hammermill", "Copy paper letter white"),
    ],
)
def test_a_brand_or_equal_parts_nothing(one: str, other: str) -> None:
    assert verdict(one, other)[0] == "auto"


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("athletic", "athl", True),
        ("coupling", "cplg", True),
        ("disposable", "disposible", True),
        ("breaker", "brkr", True),
        ("pellet", "pallet", True),
        ("brown", "broom", False),
        ("top", "tape", False),
        ("line", "lime", False),
    ],
)
def test_slips_and_shortenings_are_one_word(a: str, b: str, alike: bool) -> None:
    assert spelled_alike(a, b) is alike
    assert spelled_alike(b, a) is alike


def test_every_fact_keeps_the_characters_it_was_read_from() -> None:
    text = "  GLOVES,  nitrile; 8½×11  #10 "
    (kind,) = kinds(text)
    read = {a.name: text[a.start : a.end] for a in kind.attributes}
    assert read["material"] == "nitrile"
    assert read["size"] == "8½×11"
    assert read["number"] == "#10"


@settings(max_examples=150)
@given(st.text(max_size=60), st.sampled_from(["EA", "cs/12", "5 gal pail", "½", ""]))
def test_whatever_is_typed_is_read_without_complaint(text: str, unit: str) -> None:
    line = NeedLine(("a.csv", 1), "County", text, unit, Decimal(1))
    (kind,) = read_kinds([line], frozenset(), lambda *_: None)
    for attribute in kind.attributes:
        assert 0 <= attribute.start < attribute.end <= len(text)


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            ["gloves", "nitrile", "L", "100/bx", "10", "bx/cs", "3/4", "x", "10", "20 lb", "#10", "5W-30"]
        ),
        max_size=9,
    )
)
def test_a_pair_is_judged_alike_from_both_sides(words: list[str]) -> None:
    a, b = kinds(" ".join(words), "Gloves, nitrile, L, blue")
    weights = Weights([a, b])
    assert judge(a, b, 0.5, weights) == judge(b, a, 0.5, weights)
