"""The screens of membership."""
