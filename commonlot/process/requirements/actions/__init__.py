"""Every change to pools, to an agency's part in them, to needs, files of needs and delivery sites."""

from commonlot.process.requirements.actions.calls import write_to_invited
from commonlot.process.requirements.actions.files import (
    choose_columns,
    import_needs,
    perform_import,
    refuse_import,
    upload_needs,
)
from commonlot.process.requirements.actions.last_year import Ordered, note_ordered, start_from_last_year
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
from commonlot.process.requirements.actions.proofs import attach_proof, detach_proof
from commonlot.process.requirements.actions.reminders import remind_agencies, remind_before_deadlines
from commonlot.process.requirements.actions.short_pool import (
    Wanted,
    close_short_pool,
    end_short_pools,
    open_short_pool,
    per_unit_of,
    raise_need,
)
from commonlot.process.requirements.actions.sites import add_named_sites, add_site, rename_site
from commonlot.process.requirements.actions.spoken import object_to_answer, write_down_answer

__all__ = [
    "Ordered",
    "RowsRefused",
    "Stated",
    "Wanted",
    "accept_needs",
    "add_named_sites",
    "add_site",
    "answer_question",
    "attach_proof",
    "cancel_pool",
    "choose_columns",
    "close_short_pool",
    "decline_pool",
    "detach_proof",
    "end_short_pools",
    "freeze_pool",
    "import_needs",
    "invite_agencies",
    "join_pool",
    "mark_awarded",
    "mark_out_to_bid",
    "move_deadline",
    "note_ordered",
    "object_to_answer",
    "open_pool",
    "open_short_pool",
    "per_unit_of",
    "perform_import",
    "plan_pool",
    "raise_need",
    "refuse_import",
    "remind_agencies",
    "remind_before_deadlines",
    "remove_line",
    "rename_site",
    "reopen_collecting",
    "reopen_needs",
    "return_needs",
    "save_line",
    "save_lines",
    "start_from_last_year",
    "start_pooling",
    "submit_needs",
    "take_back_from_bid",
    "upload_needs",
    "write_down_answer",
    "write_to_invited",
]
