"""What changed by more than chance explains, and what people make of it. Only what is published is looked at here."""
