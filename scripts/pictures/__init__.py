"""The pictures of the README, taken of a real platform with invented people."""
