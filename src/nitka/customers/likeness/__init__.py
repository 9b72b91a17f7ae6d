"""How alike two people's data are: names, birth dates, addresses and contacts, made comparable and compared."""
