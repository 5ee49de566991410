"""What was done to the rules of law, in plain words."""

VERBS: dict[str, str] = {
    "legal.change_proposed": "proposed a change of a rule",
    "legal.change_approved": "approved a change of a rule",
    "legal.change_declined": "declined a change of a rule",
    "legal.change_withdrawn": "took back a change of a rule",
}
