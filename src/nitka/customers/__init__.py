"""Who is whom: identifiers, evidence, the partition into customers, profiles and the one timeline."""
