"""Keeping in order who is whom: what people look through, decide and take back."""
