"""Learn from decisions which pairs are one thing.

`LearnedScorer` scores pairs of requirement lines; `learn(decisions, present)` trains one once about 300 decisions
exist and returns a `Publication` that says whether it replaces the present one, and why. `catalogues` uses the same
features on records with any fields. Everything is deterministic: seeds are listed, one thread does the work.
"""

from commonlot.engines.pooling.learning.bounds import auto_threshold, wilson_lower
from commonlot.engines.pooling.learning.publishing import Decided, Publication, learn
from commonlot.engines.pooling.learning.scorer import LearnedScorer

__all__ = ["Decided", "LearnedScorer", "Publication", "auto_threshold", "learn", "wilson_lower"]
