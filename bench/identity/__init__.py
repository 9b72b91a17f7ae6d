"""Who is whom: ours against Splink, on the same files and in the same run."""
