"""The screens: the opening that everyone may watch, the receiving desk, and the typing of prices."""
