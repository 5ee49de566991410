"""What contradicts the shipped tables or another word, and how words are read."""

from decimal import Decimal
from fractions import Fraction

import pytest

from commonlot.process.pooling.rules import examples, objections, shipped, words
from commonlot.process.pooling.rules.learnt import custom_steps
from commonlot.process.pooling.rules.words import ABBREVIATION, HOLDING, OWN_UNIT, SAME_UNIT, Word
from tests.factories.learnt import abbreviation, holding, own_unit


def refused(stated: Word, *others: Word) -> str:
    found = objections.objection(words.plain_word(stated), [words.plain_word(other) for other in others])
    return "" if found is None else f"{found.field}: {found.sentence}"


@pytest.mark.parametrize(
    "stated",
    [
        abbreviation("CPY", "copy"),
        abbreviation("MULTIPURP.", "multipurpose"),
        Word(SAME_UNIT, "SKD", unit="PL"),
        holding("TB", "12"),
        holding("carton", "10", "RM"),
        own_unit("BUNK", "bunk", "40", "RM"),
        own_unit("STIL", "stillage"),
    ],
    ids=words.said,
)
def test_a_word_that_the_tables_do_not_know_is_taken(stated: Word) -> None:
    assert refused(stated) == ""


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        (abbreviation("WHT", "white"), "typed: The program knows already that “WHT” means white."),
        (abbreviation("WHT", "wheat"), "“WHT” means white. With two meanings, unlike needs"),
        (abbreviation("copy", "paper"), "is the word that is read for"),
        (abbreviation("BX", "boxwood"), "“BX” means box. With two meanings, unlike needs"),
        (abbreviation("LS", "lease"), "typed: “LS” is the unit lump sum in the table"),
        (abbreviation("the", "theater"), "says nothing about a need"),
        (abbreviation("CPY", "CPY"), "means: “CPY” cannot be short for itself."),
        (abbreviation("CPY PPR LTR WHT", "copy"), "typed: Type one to three words"),
        (abbreviation("CPY", "8.5"), "means: Type the one to three words"),
        (abbreviation("12", "twelve"), "typed: Type one to three words"),
        (abbreviation("garbage bag", "sack"), "“garbage bag” is read as a name of one product: trashbag."),
        (abbreviation("tabloid", "news"), "“tabloid” states a fact as it is (size: 11 x 17)"),
        (abbreviation("CPR", "wht"), "means: “wht” is itself read as white. Say that “CPR” means white."),
        (Word(SAME_UNIT, "SKID", unit="PL"), "typed: The program knows already that “SKID” is a pallet."),
        (Word(SAME_UNIT, "CS", unit="PL"), "“CS” is a case. A word names one unit only. To say how much a case holds"),
        (Word(SAME_UNIT, "WHT", unit="PL"), "“WHT” is read as white in descriptions"),
        (Word(SAME_UNIT, "SKD"), "unit: Choose the unit"),
        (Word(SAME_UNIT, "40", unit="PL"), "typed: Type one word that begins with a letter"),
        (own_unit("PLT", "platform"), "“PLT” is a pallet"),
        (own_unit("BUNK", "pallet"), "means: “pallet” is in the table"),
        (own_unit("BUNK", ""), "means: Give the unit a name"),
        (own_unit("TREMENDOUSLY", "big one"), "typed: A unit is at most 10 characters long."),
        (own_unit("BUNK", "bunk", "40", "BUNK"), "holds_unit: A unit cannot hold itself"),
        (own_unit("BUNK", "bunk", "0", "EA"), "holds: Type a number above zero"),
        (own_unit("BUNK", "bunk", "4", "XYZ"), "holds_unit: Choose of what"),
        (holding("DZ", "10"), "typed: A dozen is 12, wherever it is typed."),
        (holding("each", "10"), "typed: A piece is one piece"),
        (holding("RM", "400", "SHEET"), "typed: By the custom of the trade a ream is 500 sheets."),
        (holding("LB", "400"), "typed: A pound is a measure."),
        (holding("BUNK", "40"), "typed: “BUNK” is not in the table of units. Add it as a unit of your own."),
        (Word(HOLDING, "TB"), "holds: Say how much it holds."),
    ],
    ids=lambda given: given if isinstance(given, str) else f"{given.typed} {given.kind}",
)  # fmt: skip
def test_a_word_that_contradicts_the_shipped_tables_is_refused_with_a_sentence(
    stated: Word, sentence: str
) -> None:
    assert sentence in refused(stated)


@pytest.mark.parametrize(
    ("stated", "other", "sentence"),
    [
        (abbreviation("cpy.", "copying"), abbreviation("CPY", "copy"), "You have added this already: CPY means copy."),
        (abbreviation("xpr", "CPY"), abbreviation("CPY", "copier2"), "“cpy” is itself read as copier2."),
        (abbreviation("bond", "paper"), abbreviation("BND", "bond"), "You have said that another word means “bond”."),
        (abbreviation("SKD", "skid"), Word(SAME_UNIT, "SKD", unit="PL"), "have added this already: SKD is a pallet"),
        (holding("tube", "24"), holding("TB", "12"), "You have said under “TB” what a tube holds."),
        (own_unit("BNK", "bunk"), own_unit("BUNK", "bunk"), "Another unit of yours is called “bunk” already."),
        (holding("CT", "2", "CS"), holding("CS", "2", "CT"), "holds_unit: A unit cannot hold itself"),
    ],
    ids=lambda given: given if isinstance(given, str) else given.typed,
)  # fmt: skip
def test_a_word_that_contradicts_another_of_the_buyers_is_refused(
    stated: Word, other: Word, sentence: str
) -> None:
    assert sentence in refused(stated, other)


def test_a_word_is_said_as_a_buyer_would_say_it() -> None:
    said = [
        words.said(words.plain_word(word))
        for word in (
            abbreviation("CPY", "copy"),
            Word(SAME_UNIT, "SKD", unit="PL"),
            holding("TB", "12"),
            own_unit("BUNK", "bunk", "40", "RM"),
            own_unit("STIL", "stillage"),
        )
    ]
    assert said == [
        "CPY means copy",
        "SKD is a pallet",
        "TB holds 12 pieces",
        "BUNK is a bunk of 40 reams",
        "STIL is a stillage; what it holds stands in each line",
    ]


def test_a_unit_holds_what_the_buyers_say_unless_the_line_says_otherwise() -> None:
    learnt = words.learnt_from([words.plain_word(holding("TB", "12"))])
    assert [step.count for step in custom_steps("Tennis balls", "TB", learnt)] == [Fraction(12)]
    assert custom_steps("Tennis balls, tube of 3", "TB", learnt) == ()
    assert custom_steps("Tennis balls", "CS", learnt) == ()


def test_what_a_unit_holds_is_followed_down_to_the_piece() -> None:
    taught = [
        words.plain_word(each) for each in (own_unit("BUNK", "bunk", "40", "CT"), holding("CT", "10", "RM"))
    ]
    steps = custom_steps("Copy paper", "BUNK", words.learnt_from(taught))
    assert [(step.pack, int(step.count), step.content) for step in steps] == [
        ("BUNK", 40, "CT"),
        ("CT", 10, "RM"),
    ]


def test_an_example_shows_what_is_read_without_the_word_and_with_it() -> None:
    word = words.plain_word(abbreviation("CPY", "copy"))
    found = {each.what: each for each in examples.changes(examples.Example("CPY PAPER", "RM"), [], word)}
    assert found["Words"].before == "cpy paper"
    assert found["Words"].after == "copy paper"
    assert [each.what for each in found.values() if each.differs] == ["Words"]


def test_an_abbreviation_of_several_words_is_taken() -> None:
    word = words.plain_word(abbreviation("CPY PPR", "copy paper"))
    assert refused(word) == ""
    found = {each.what: each for each in examples.changes(examples.made_up(word), [], word)}
    assert found["Words"].differs


def test_an_example_shows_that_a_unit_is_no_longer_asked_about() -> None:
    word = words.plain_word(own_unit("BUNK", "bunk", "40", "RM"))
    found = {each.what: each for each in examples.changes(examples.made_up(word), [], word)}
    assert found["Unit"].before == "BUNK, in no table"
    assert found["Unit"].after == "bunk"
    assert found["What it holds"].before == "not stated, so it is asked"
    assert found["What it holds"].after == "bunk = 40 reams (your buyers)"


def test_the_shipped_table_is_found_by_what_is_typed_and_by_what_it_means() -> None:
    def found(asked: str) -> list[tuple[str, str]]:
        return [(row.typed[0], row.means) for row in shipped.rows_with(asked)]

    assert "wht" in shipped.rows_with("WHT")[0].typed
    assert shipped.rows_with("WHT")[0].means == "white"
    assert any("wht" in row.typed for row in shipped.rows_with("white"))
    assert ("RM", "ream, by custom 500 sheets") in found("ream")
    assert found("skid")[0] == ("PL", "pallet; what it holds stands in each line")
    assert any(row.what == "Name of a product" for row in shipped.rows_with("garbage bag"))
    assert found("no such word") == []


def test_every_kind_of_word_has_its_checks_and_its_fields() -> None:
    from commonlot.process.pooling.forms import FIELDS
    from commonlot.process.pooling.models import TradeWord

    assert set(FIELDS) == set(TradeWord.Kind.values) == {ABBREVIATION, SAME_UNIT, OWN_UNIT, HOLDING}
    assert Word(HOLDING, "TB", holds=Decimal(12), holds_unit="EA").key == "tb"
