"""Like needs become one line; every unit adds up exactly to its agencies.

The engine suggests which lines are one need; a buyer decides. A decision outranks any suggestion and survives
every later run. A pooled line's total is the sum of its shares, and the database adds them up again.
"""
