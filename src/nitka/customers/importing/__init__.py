"""Import of customers: rows of files and databases become touches like any other."""
