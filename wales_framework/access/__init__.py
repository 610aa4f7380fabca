"""Who may do what: people, their roles, and one predicate for each action."""
