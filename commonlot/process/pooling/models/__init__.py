"""The records of pooling: suggestions and decisions, questions asked by mail, and the steps of the desk."""

from commonlot.process.pooling.models.desk import DeskStep, Looking
from commonlot.process.pooling.models.groups import (
    Conversion,
    Decision,
    Match,
    MatchLine,
    MatchLineQuerySet,
    MatchQuerySet,
    PooledLine,
    PoolingRun,
    Share,
)
from commonlot.process.pooling.models.inquiries import Inquiry
from commonlot.process.pooling.models.learnt import MatchingModel, RegisteredNeed, ScoreChoice, TradeWord

__all__ = [
    "Conversion",
    "Decision",
    "DeskStep",
    "Inquiry",
    "Looking",
    "Match",
    "MatchLine",
    "MatchLineQuerySet",
    "MatchQuerySet",
    "MatchingModel",
    "PooledLine",
    "PoolingRun",
    "RegisteredNeed",
    "ScoreChoice",
    "Share",
    "TradeWord",
]
