"""Reading what people type: shapes only; what is right is decided by rules, access and actions."""

from commonlot.process.requirements.forms.grid import (
    GridRow,
    cells_of,
    is_changed,
    plain,
    price,
    read_amount_or_none,
    read_grid,
    rows_of,
)
from commonlot.process.requirements.forms.pools import (
    Answer,
    ChooseColumns,
    DayTimeInput,
    InviteAgencies,
    MoveDeadline,
    PlanPool,
    Reason,
    Site,
    UploadFile,
    deadline_of,
)
from commonlot.process.requirements.forms.surveying import Call, Objection, OpenShortPool

__all__ = [
    "Answer",
    "Call",
    "ChooseColumns",
    "DayTimeInput",
    "GridRow",
    "InviteAgencies",
    "MoveDeadline",
    "Objection",
    "OpenShortPool",
    "PlanPool",
    "Reason",
    "Site",
    "UploadFile",
    "cells_of",
    "deadline_of",
    "is_changed",
    "plain",
    "price",
    "read_amount_or_none",
    "read_grid",
    "rows_of",
]
