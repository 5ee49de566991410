"""What each agency needs, where, by when, and what it pays today.

A buyer plans a pool and invites agencies; each agency states its needs before one deadline, line by line or
in a spreadsheet, and sends them; the buyer accepts what was sent and pooling begins. A need that nobody can
count yet is asked about, never guessed, and stands in no total until it is answered.
"""
