"""What was done to mail, in plain words."""

VERBS: dict[str, str] = {
    "notices.mail_sent_again": "had a mail sent again",
}
