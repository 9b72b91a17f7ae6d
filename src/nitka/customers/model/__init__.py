"""The model of who is whom: all weights and limits by which people are drawn, frozen version by version."""
