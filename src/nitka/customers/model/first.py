"""The first version of the model.

The weights of likeness are log2(m / u): how much likelier a level is for two records of one person than for two people.
`python -m bench.identity.estimate` counts it on FEBRL 1, 2 and 4, on `pseudo_agencies_iso` of pseudopeople and on
the seeded Russian records `ru_one_noise` and `ru_big_families`. Names, patronymics and birth dates that agree are
near what was counted there. The rest is judged, on the safe side of the counts: a place says less than counted, since
its fields depend on each other, and what tells relatives apart weighs more against one person than it was seen to.

The bits of exclusivity are judged, not counted: chosen by what came out on the made-up worlds of `tests/worlds`, for
precision first.
"""

from nitka.customers.likeness.levels import DIFFER, FORM, NEAR, SAME, SOUND
from nitka.customers.model.shape import Exclusivity, Likeness, Limits, Model, Table, Weights


def _table(same: float, form: float, near: float, sound: float, differ: float) -> Table:
    return {SAME: same, FORM: form, NEAR: near, SOUND: sound, DIFFER: differ}


_FIRST = _table(6.5, 5.5, 5.5, 3.0, -20.0)  # a different one: judged, or twins would be one
_LAST = _table(7.0, 7.0, 6.0, 4.5, -7.0)
_MIDDLE = _table(5.0, 5.0, 4.5, 3.5, -13.0)
_BIRTH = _table(14.5, 9.0, 4.0, -9.0, -14.0)  # a different one: judged, or father and son would be one
_ADDRESS = _table(12.0, 12.0, 11.0, 3.0, -5.0)
_CITY = _table(1.5, 1.5, 1.5, 1.0, -4.0)  # many live in the largest ones: judged
_POSTCODE = _table(5.0, 5.0, 2.0, 0.0, -4.0)
_APART = Weights(_FIRST, _LAST, _MIDDLE, _BIRTH, _ADDRESS, _CITY, _POSTCODE, 6.0)

FIRST = Model(
    version=1,
    likeness=Likeness(
        join=15.0,
        suggest=9.0,
        most_against=14.0,
        least=4.0,
        features=2,
        crowd=100,
        apart=_APART,
        at_home=_APART._replace(
            last=_table(1.0, 1.0, 1.0, 1.0, -7.0),
            middle=_table(2.5, 2.5, 2.5, 1.5, -13.0),
            birth=_table(9.0, 7.0, 3.0, -9.0, -14.0),
            most=14.0,
        ),
        plain=Weights(  # what is different may have been written in another way
            _table(6.5, 5.5, 5.5, 3.0, -2.5), _table(7.0, 7.0, 6.0, 4.5, -3.5), _MIDDLE,
            _table(14.5, 9.0, 4.0, -1.5, -4.0), _table(12.0, 12.0, 11.0, 6.0, -1.5), _table(4.0, 4.0, 4.0, 2.0, -2.0),
            _table(7.0, 7.0, 3.5, 2.0, -2.5), 12.0,
        ),
        plain_at_home=20.0,
        company=_table(7.0, 7.0, 5.0, 3.0, -0.5),
        initial=3.5,
        initial_at_home=3.0,
        relative=1.0,
        neighbour=3.0,
        crossed=4.0,
        married=-12.0,
        nameless=-9.0,
        namesakes=6.0,
        namesakes_at_home=9.0,
        brother=-5.0,
    ),
    exclusivity=Exclusivity(
        common={"user_id": 9.0, "crm_id": 9.0, "loyalty": 8.0, "email": 4.2, "phone": 2.6, "device": 2.0},
        common_other=6.0,
        own={"email": 2.6, "phone": 3.2, "device": 2.0, "session": 0.0, "record": 0.0},
        own_other=4.0,
        leaf=0.5,
        newcomer=1.0,
        one_name=8.0,
        one_given_name=3.0,
        two_names=6.0,
        two_words=4.0,
        one_birth=8.0,
        two_births=7.0,
        one_father=3.0,
        two_fathers=6.0,
        likeness_doubted=2.0,
    ),
    limits=Limits(
        # Only what was at least asserted counts: a browser may be observed with many.
        shared_at={"user_id": 4, "crm_id": 4, "loyalty": 4, "email": 10, "phone": 10},
        most_links=1000,
        most_other_claims=50,
        claims_read=100,
        most_nodes=1000,
        most_records=12,
    ),
)  # fmt: skip
