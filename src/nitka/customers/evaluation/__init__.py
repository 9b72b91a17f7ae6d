"""How good the resolver is: it runs, as it is, over labelled touches, and its answer is counted against the truth."""
