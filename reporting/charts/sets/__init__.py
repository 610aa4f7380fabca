"""How many people belong to which set of groups: a bar for each set, with a dot for each of its groups."""
