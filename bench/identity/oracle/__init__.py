"""What runs in the oracle's own environment: public data sets as files, and Splink over them."""
