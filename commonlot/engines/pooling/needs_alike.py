"""Whether two descriptions can be one need at all, for screens that compare prices."""

from commonlot.engines.pooling.attributes import by_name, read_attributes
from commonlot.engines.pooling.clean import clean
from commonlot.engines.pooling.score import conflicting


def can_be_one_need(a: str, b: str) -> bool:
    """Say whether no hard fact that both descriptions state (size, colour, weight ...) excludes the other's.

    What only one of them states is no conflict. Two plain texts in, no units; never raises.
    """
    read = [by_name(read_attributes(clean(text))[0]) for text in (a, b)]
    return not conflicting(read[0], read[1])
