"""The patterns by which clerks write packs and sizes; `ladders` reads them."""

import re
from fractions import Fraction
from functools import lru_cache

PACKS = (
    r"(?:cases?|cse?|ctns?|cartons?|cts?|bxs?|boxes|box|pks?|packs?|packages?|pkgs?|pkts?|packets?|rolls?|rls?"
    r"|bags?|bgs?|reams?|rms?|drums?|drm?|pails?|buckets?|tubs?|bottles?|btls?|bt|canisters?|cans?|cn"
    r"|jars?|jugs?|carboys?|totes?"
    r"|tubes?|tb|pads?|pd|books?|bundles?|bdls?|bd|pallets?|plts?|skids?|sets?|st|kits?|kt|spools?|spl?|reels?|coils?"
    r"|bales?|kegs?|bricks?|cubes?|cubitainers?"
    r"|crates?|trays?|sleeves?|slvs?|dispensers?|dozen|doz|dz|each|ea|sheets?|shts?|loads?|cylinders?|cyl)"
)
PACK_WORD = re.compile(r"\b" + PACKS + r"\b")
WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "eight": 8,
    "ten": 10,
    "twelve": 12,
    "dozen": 12,
    "pair": 2,
}
# A mixed number has a proper fraction: 2-1/2, but not 50 6/1.
PART = r"(?:1/[2348]|3/[48]|2/3|5/8|7/8)"
COUNT = r"(?<![\w./#$-])(?<!\d,)(\d{1,3}(?:,\d{3})+|\d+)"
SIZE = r"(?<![\w./#-])(?<!\d,)(\d{1,3}(?:,\d{3})+|\d+(?:[ -]" + PART + r"|\.\d+|/\d{1,2})?|\.\d+)"
MEASURE = (
    r"(lbs?|pounds?|#|fl\.? ?oz|oz|ounces?|gal(?:lons?|s)?|gl"
    r"|g(?= ?(?:dr|drm|drum|pail|tote|jug|carboy)s?\b)|qts?|quarts?|pints?|pts?|liters?|litres?|l|ml|kg"
    r"|ft|feet|foot|lf|'|yds?|yards?|tons?|tn|cu\.? ?yds?|cubic yards?|cy|sq\.? ?yds?|sq\.? ?yards?|sy|sq\.? ?ft|sf)"
)
THING = r"((?:[a-z][a-z-]*\.?\s+){0,2}?[a-z][a-z-]*\.?|')"
END = r"(?![a-z])"
# 10 reams/case   12/ct   100 gloves per box   1M/PK   500'/sp   (12 RL per case)
PER = re.compile(
    r"(?<! x )"
    + COUNT
    + r"(m(?=/| ?per))?[ -]?(?:"
    + THING
    + r"\s*)?(?:(?<! w)/\s*|\s*=\s*1?\s*|\s+per\s+"
    + r"|\s+to (?:an?|the)\s+|\s+(?:in|on) (?:an?|the)\s+|\s+to (?=ca?se?\b|box|ctn|carton|pack)"
    + r"|\s+each\s+|\s+ea\.?\s+per\s+)(?:a )?("
    + PACKS
    + r")\b\.?"
)
# 16PK/250   10 boxes of 100   5 bx of 100   16 pks of 250   16 pk x 250
EACH_OF = re.compile(
    COUNT
    + r"[ -]?("
    + PACKS
    + r")\b\.?\s*(?:/|of|x|@)\s*(\d{1,3}(?:,\d{3})+|\d+)(?![\d.]|\s*/(?! ?(?:cs|ca?se|ctn|carton|pk|pack)\b)|[ -]?gal)"
    + r"(?:[ -]?(?:"
    + THING
    + r"))?"
    + r"(?:\s*(?:/|per)\s*("
    + PACKS
    + r")\b\.?)?"
)
# case of 1000   1 BX OF ( 24 EA)   box of 100 gloves   ctn = 10 reams   PK/100   cs (12)
OF = re.compile(
    r"(?<![/\w])("
    + PACKS
    + r")\b\.?\s*(?:of|=|:|@|w/|holds|contains|/|\()\s*\(?\s*(\d{1,3}(?:,\d{3})+|\d+)(?!\s*[x%/]|[\d.#])\b"
    + r"(?![ -]?(?:lbs?|pounds?|oz|gal|qt)\.?[ -]+(?:bags?|bgs?|drums?|pails?|jugs?)\b)(?:[ -]?"
    + THING
    + r")?\)?"
)
ONE_OF = re.compile(r"\b1 (bx|box|cs|case|ctn|pk|pkg|pack) of \(? ?(\d[\d,]*) ?(" + r"[a-z]+)?\.? ?\)?")
# 4 x 1 gal   12/1 qt   two 2-1/2 gal jugs   6x1 qt
MULTIPLE = re.compile(
    r"(?!"
    + PART
    + r"(?!\d))"
    + COUNT
    + r"(?:\s*[/x]\s*| - )(\d+(?:[ -]"
    + PART
    + r"|\.\d+|/\d)?)[ -]?"
    + MEASURE
    + END
    + r"\.?"
)
TWO_OF = re.compile(
    r"\b(two|three|four|six|twelve)\s+(\d+(?:[ -]" + PART + r"|\.\d+)?)[ -]?" + MEASURE + END + r"\.?"
)
# 2 2-1/2 gal jugs, 6 1-gallon jugs
SO_MANY = re.compile(
    r"(?<![\w./-])([2-9]|1[0-9]|2[04])\s+(\d+(?:-" + PART + r"|\.\d+)?)[ -]?" + MEASURE + END
    + r"\.?(?=[ -]?(?:jugs?|bottles?|btls?|cans?|pails?|bags?|containers?|jars?)\b)"
)  # fmt: skip
# 12/qt
ONES = re.compile(COUNT + r"\s*/\s*(qts?|quarts?|gal(?:lons?|s)?|pints?)\b")
# 6/#10
CANS = re.compile(COUNT + r"\s*[/x]\s*#\s?10\b(?: ?cans?)?")
# 55 gal drum   50 lb bags   22 ton triaxle load   60' coils
FILLED = re.compile(
    SIZE
    + r"[ -]?"
    + MEASURE
    + END
    + r"\.?[ -]+(?:[a-z]+[ -]+){0,2}?("
    + PACKS
    + r"|lengths?|sticks?|joints?|jts?|sections?|transports?|drops?|fills?|tankers?|bib|refills?|bales?)\b"
)
# A unit that is typed as a size alone: 5-gal
MEASURED = re.compile(SIZE + r"[ -]?" + MEASURE + r"\.?")
# 12 qt, 5 gallon, 3 LB: how much the piece itself is
FILL = re.compile(SIZE + r"[ -]?" + MEASURE + END)
# 100 ct   3-pack   12pk   (24 count)   two pack
COUNTS = r"(count|cnt|ct|pk|pack|pcs?|pr|pairs?|sheets?|shts?)"
COUNTED = re.compile(COUNT + r"[ -]?" + COUNTS + r"\b\.?(?!\s*/)")
TWIN = re.compile(r"\b(two|three|four|six|twelve|twin|triple|dual)[ -]?(pack|pk)s?\b")
# 40 EA   10 RM CTN: a pack word directly behind another
BARE = re.compile(
    COUNT + r"[ -]?(" + PACKS + r"|pr|pairs?)\b\.?\s*(?:per\s+)?(" + PACKS + r")\b(?!\s*(?:/|of|x))"
)
# pallet of 63 bags and cs/1000 of the unit column are read by OF
OPEN = frozenset({"EA", "DZ", "SHEET", "DZPR", "PR", "HU", "M", "GR"})
FILLABLE = frozenset({"BG", "PA", "DR", "JG", "BT", "CN", "JR", "TB"})
POURED = ("mass", "volume", "length", "area")
# What is bought by the piece and never by what is in it.
HOLDER = re.compile(
    r"\b(?:liners?|(?:trash|garbage|contractor|vac|refuse|clean-?up|biohazard) bags?|cups?"
    r"|bowls?(?! clean)|tote box|trash cans?|containers?|sprayers?|vac\w*|coolers?|mops?|mophead"
    r"|brushe?s?|lids?"
    r"|paper|ppr|copy|hammers?|plates?|bond|bright|fabric weight|extinguishers?|exting\w*|cannulas?"
    r"|gloves?|hose|cones?|posts?|gas cans?|safety cans?|heaters?|tanks?|barrels?|compressors?"
    r"|wet/dry|carts?|toilets?|closet|urinals?|flush\w*|gpf|kits?)\b"
)
BAGGED = re.compile(
    r"salt|\b(?:ice|patch|sand|stone|cement|concrete|mix|mulch|deic\w*|soil|seed|lime|fert\w*|soda|beads?|clay"
    r"|condition\w*|flour|rice|sugar|feed|litter|absorbent|grout|mortar|screws?|nails?|rye\w*"
    r"|chloride|soap powder)\b|chlor|hypo"
)

INSIDE = re.compile(COUNT + r"[ -]?(" + PACKS + r")\b\.?(?!\s*(?:/|of\b|per\b|x\b|=))")
# Pack: 1000, where the line names each of its facts
NAMED = re.compile(r"\bpack(?:ed|ing)?: ?(\d[\d,]*)\b(?! ?x)")
# ..., 100 at the end of a line
LAST = re.compile(r", ?(50|100|200|250|500|1000)(?: ?(?:ct|count))?$")
GRID = re.compile(COUNT + r"\s?[x/]\s?(50|100|200|250|500)(?![\d./\"'x])")
LAID = re.compile(
    r"\b(?:glo?v\w*|wipes?|masks?|cups?|lids?|napkins?|towels?|bandages?|straws?|syringes?|needles?)\b"
)
ROUND = frozenset(map(Fraction, (10, 12, 20, 24, 25, 36, 48, 50, 72, 100, 144, 200, 250, 500, 1000)))
# An ounce of what is poured is a fluid ounce.
LIQUID = re.compile(
    r"clean|soap|sanit|detergent|bleach|fluid|\boil\b|paint|polish|solution|lotion|disinf|degreas"
    r"|juice|milk|water|primer"
    r"|adhesive|remover|shampoo|finish|wash|rinse|deodor|peroxide|alcohol|ammonia|softener|syrup"
    r"|vinegar|sealer|stain\b"
)
JOINED = re.compile(
    r"[/=@:(]| of | per | x | - | to | on | in the|\dx|[a-z]x\d| in a| to a| each | holds | contains "
    r"|^\w+ of |two|three|four|six|twelve"
)
# “500 ct” of toilet tissue are the sheets of a roll, whatever is bought.
ROLLED = re.compile(r"\b(?:toilet|bath|bathroom|t/p|tp)\b")
# Sheets of these are counted by the roll, pack or ream that holds them.
WOUND = re.compile(r"\b(?:rolls?|rls?|reams?|rm|pks?)\b")
LEAVES = re.compile(r"\b(?:notebo?o?k\w*|tablets?|filler paper|composition|comp book)\b")
STICK = re.compile(
    r"(?<![\w./])\d+(?:[ -]"
    + PART
    + r"|/\d+|\.\d+)?(?:\"| ?in\.?)? ?x ?(10|18|20|21|60|66|100)(?![\w./\"])(?! ?(?:in|mm|x))"
)
PIPED = re.compile(r"\b(?:pipe|conduit|emt|culv\w*|cmp|copper|tubing|pvc|hdpe)\b")

# What signs of a pack a line shows. Without them no pattern of that sort can be met.
PACK, MEASURED_IN, COUNT_OF = 1, 2, 4
DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[a-z]+|[#']")
_SIGNS = (
    (PACK, re.compile(PACKS)),
    (MEASURED_IN, re.compile(MEASURE + "|g")),
    (COUNT_OF, re.compile(COUNTS)),
)


def signs(text: str) -> int:
    """Return which signs of a pack stand in a text: words of packs, of measures, of counts."""
    found = 0
    for word in _LETTERS.findall(text):
        found |= _signs_of(word)
    return found


@lru_cache(maxsize=50_000)
def _signs_of(word: str) -> int:
    return sum(sign for sign, pattern in _SIGNS if pattern.fullmatch(word))
