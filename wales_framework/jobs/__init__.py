"""Background work with true progress that survives a killed worker."""
