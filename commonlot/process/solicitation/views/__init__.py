"""The screens: what everyone reads, and the desk where a solicitation is written."""
