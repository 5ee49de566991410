"""The register of confirmed needs: how a wording is recognised again, and as what it was confirmed."""

import hashlib
import re
from collections.abc import Iterable

from commonlot.engines.pooling.clean import clean
from commonlot.engines.pooling.reading import fold_code
from commonlot.process.pooling.rules.learnt import Known

SPACES = re.compile(r"[\s,;:]+")


def key_of(description: str, part_number: str) -> str:
    """Return the fingerprint of a wording: case, spaces, commas and kinds of quotes do not count, all else does."""
    words = SPACES.sub(" ", clean(description).text).strip(" .")
    return hashlib.sha256(f"{words}\x1f{fold_code(part_number)}".encode()).hexdigest()


def latest(rows: Iterable[tuple[str, int, str, int, str]]) -> dict[str, Known]:
    """Return for each key the need of the latest pool; where that pool kept the same words apart, none.

    rows: (key, need, name, pool, its number), oldest first.
    """
    by_key: dict[str, dict[int, list[Known]]] = {}
    for key, need, name, pool, number in rows:
        pools = by_key.setdefault(key, {})
        known = pools.pop(pool, [])  # the pool of the newest row comes last
        pools[pool] = [*known, Known(need, name, number)]
    newest = {key: list(pools.values())[-1] for key, pools in by_key.items()}
    return {key: known[0] for key, known in newest.items() if len(known) == 1}
