"""Mail that came back, as the mail service or the mail server said it."""
