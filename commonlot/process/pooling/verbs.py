"""What was done in this stage, in plain words."""

VERBS: dict[str, str] = {
    "pooling.run_asked": "asked for suggestions",
    "pooling.run_due": "asked for suggestions, because the lines changed",
    "pooling.run_finished": "sorted the lines into groups",
    "pooling.match_confirmed": "confirmed one need",
    "pooling.all_confirmed": "confirmed a whole list of groups",
    "pooling.match_rejected": "decided that these are different needs",
    "pooling.need_left_out": "left a need out of the pool",
    "pooling.match_reopened": "took a decision back",
    "pooling.line_taken_out": "took a line out of a group",
    "pooling.line_put_back": "put a line back into its group",
    "pooling.match_split": "split a group in two",
    "pooling.matches_merged": "put two groups together",
    "pooling.lines_moved": "moved lines to another group",
    "pooling.step_undone": "undid a step",
    "pooling.match_renamed": "changed how a group is named or counted",
    "pooling.conversion_stated": "said how much a unit holds",
    "pooling.agency_asked": "asked the agency",
    "pooling.sheet_asked": "asked for the pooled sheet as a file",
    "pooling.pool_closed_for_review": "finished pooling",
}
