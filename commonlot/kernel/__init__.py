"""The smallest words of the trade: money, quantity, period, who acts, and whether a move is allowed."""
