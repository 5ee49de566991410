"""The screens of ordering."""
