"""Every change to pools, to an agency's part in them, to needs, files of needs and delivery sites."""

from commonlot.process.requirements.actions.calls import write_to_invited
from commonlot.process.requirements.actions.files import (
    choose_columns,
    import_needs,
    perform_import,
    refuse_import,
    upload_needs,
)
from commonlot.process.requirements.actions.lines import (
    RowsRefused,
    Stated,
    answer_question,
    remove_line,
    save_line,
    save_lines,
)
from commonlot.process.requirements.actions.parts import (
    accept_needs,
    decline_pool,
    join_pool,
    reopen_needs,
    return_needs,
    submit_needs,
)
from commonlot.process.requirements.actions.pools import (
    cancel_pool,
    freeze_pool,
    invite_agencies,
    mark_awarded,
    mark_out_to_bid,
    move_deadline,
    open_pool,
    plan_pool,
    reopen_collecting,
    start_pooling,
    take_back_from_bid,
)
from commonlot.process.requirements.actions.sites import add_named_sites, add_site, rename_site

__all__ = [
    "RowsRefused",
    "Stated",
    "accept_needs",
    "add_named_sites",
    "add_site",
    "answer_question",
    "cancel_pool",
    "choose_columns",
    "decline_pool",
    "freeze_pool",
    "import_needs",
    "invite_agencies",
    "join_pool",
    "mark_awarded",
    "mark_out_to_bid",
    "move_deadline",
    "open_pool",
    "perform_import",
    "plan_pool",
    "refuse_import",
    "remove_line",
    "rename_site",
    "reopen_collecting",
    "reopen_needs",
    "return_needs",
    "save_line",
    "save_lines",
    "start_pooling",
    "submit_needs",
    "take_back_from_bid",
    "upload_needs",
    "write_to_invited",
]
