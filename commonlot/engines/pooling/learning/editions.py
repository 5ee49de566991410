"""Words that make another thing of the same name: editions, platforms, licenses, colors, sizes, conditions."""

from commonlot.engines.pooling.learning.likeness import Features
from commonlot.engines.pooling.learning.texts import Text

FAMILIES = {
    "edition": "standard deluxe premium pro professional home basic ultimate enterprise business elite plus express"
    " premier gold platinum essentials complete starter limited special extreme advanced suite full lite mini",
    "license": "upgrade upg upsell academic student educational edu education teacher license licence licensing"
    " oem retail subscription renewal maintenance competitive nonprofit government crossgrade",
    "platform": "mac macintosh osx windows win pc linux unix vista xp ps2 ps3 xbox wii palm dvd cd jewel",
    "color": "black white red blue green yellow silver gray grey pink purple orange brown gold clear cyan magenta"
    " tan beige ivory bronze titanium chrome almond bisque stainless",
    "size": "small medium large xl xxl xs junior jumbo compact tall short wide narrow queen king twin double single",
    "sort": "refurbished used renewed new replacement compatible kit bundle case cover bag adapter cable charger"
    " battery stand mount sleeve remote lens accessory bulk pack set",
    "side": "left right front rear top bottom inner outer indoor outdoor wireless wired corded cordless digital analog",
}
WORDS = {word: family for family, words in FAMILIES.items() for word in words.split()}
ALIKE = {"upg": "upgrade", "grey": "gray", "win": "windows", "macintosh": "mac", "osx": "mac", "pro": "professional",
         "edu": "academic", "education": "academic", "educational": "academic", "licence": "license"}  # fmt: skip


def compare_editions(a: Text, b: Text) -> Features:
    """For each family, count words in common, words of one side only, and say whether both state other ones."""
    said_a, said_b = _said(a), _said(b)
    found: Features = {}
    for family in FAMILIES:
        one, other = said_a.get(family, set()), said_b.get(family, set())
        found[f"{family}_same"] = len(one & other)
        found[f"{family}_a"] = len(one - other)
        found[f"{family}_b"] = len(other - one)
        found[f"{family}_clash"] = float(bool(one and other and not one & other))
    years_a, years_b = ({n for n in text.numbers if len(n) == 4 and n[:2] in ("19", "20")} for text in (a, b))
    found["year_same"] = len(years_a & years_b)
    found["year_clash"] = float(bool(years_a and years_b and not years_a & years_b))
    return found


def _said(text: Text) -> dict[str, set[str]]:
    said: dict[str, set[str]] = {}
    for word in text.bag:
        if word in WORDS:
            said.setdefault(WORDS[word], set()).add(ALIKE.get(word, word))
    return said
