"""How alike two values can be said to be."""

from enum import IntEnum


class Level(IntEnum):
    """The higher the more alike; a comparator returns None where one side says nothing."""

    DIFFER = 0
    NEAR = 1  # a slip of the fingers or of the eye
    SOUND = 2  # spoken alike, an initial, a part
    FORM = 3  # the same in another form: short, declined, transliterated
    SAME = 4


DIFFER, NEAR, SOUND, FORM, SAME = Level
