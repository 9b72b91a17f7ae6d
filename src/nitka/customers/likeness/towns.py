"""Names of towns as people shorten them and as other languages have them."""

from functools import lru_cache

from nitka.customers.likeness.fold import CACHED, skeleton

_KINDS = "г гор город пос посёлок пгт с село дер деревня ст станица city town of"
_KIND_WORDS = frozenset(skeleton(word) for word in _KINDS.split())
# What people write → the town's own name.
_ALSO = """спб=санкт петербург|питер=санкт петербург|петербург=санкт петербург|с петербург=санкт петербург
saint petersburg=санкт петербург|st petersburg=санкт петербург|ленинград=санкт петербург|мск=москва|moscow=москва
moskau=москва|нск=новосибирск|новосиб=новосибирск|екб=екатеринбург|ебург=екатеринбург|yekaterinburg=екатеринбург
нн=нижний новгород|нижний=нижний новгород|н новгород=нижний новгород|рнд=ростов на дону|ростов=ростов на дону
ростов дон=ростов на дону|челяба=челябинск|владик=владивосток|комсомольск=комсомольск на амуре
наб челны=набережные челны|н челны=набережные челны|челны=набережные челны|н тагил=нижний тагил|тагил=нижний тагил
nyc=new york|new york city=new york|la=los angeles|sf=san francisco|philly=philadelphia|vegas=las vegas"""
_OWN = {
    skeleton(short): skeleton(full) for short, full in (pair.split("=") for pair in _ALSO.replace("\n", "|").split("|"))
}


@lru_cache(maxsize=CACHED)
def town(text: str) -> str:
    """Return the skeleton of the town's own name: «г. СПб» and «St Petersburg» are Санкт-Петербург."""
    plain = skeleton(text)
    words = [word for word in plain.split() if word not in _KIND_WORDS]
    bare = " ".join(words) or plain
    return _OWN.get(plain) or _OWN.get(bare, bare)
