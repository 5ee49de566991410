"""What was done in this stage, in plain words."""

VERBS: dict[str, str] = {
    "pooling.run_asked": "asked for suggestions",
    "pooling.run_finished": "sorted the lines into groups",
    "pooling.match_confirmed": "confirmed one need",
    "pooling.all_confirmed": "confirmed a whole list of groups",
    "pooling.match_rejected": "decided that these are different needs",
    "pooling.need_left_out": "left a need out of the pool",
    "pooling.match_reopened": "took a decision back",
    "pooling.line_taken_out": "took a line out of a group",
    "pooling.line_put_back": "put a line back into its group",
    "pooling.match_renamed": "changed how a group is named or counted",
    "pooling.conversion_stated": "said how much a unit holds",
    "pooling.agency_asked": "asked the agency",
    "pooling.pool_closed_for_review": "finished pooling",
    "pooling.word_added": "taught the program a word",
    "pooling.word_taken_back": "took a word back",
    "pooling.pair_judged": "judged a pair drawn at random",
    "pooling.model_published": "published a model",
    "pooling.model_not_published": "kept a model back",
    "pooling.score_chosen": "chose the score",
}
