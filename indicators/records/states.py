"""Which extracts' rows count. (This room is below `extracts` and imports nothing of it.)"""

IN_RECORDS = ("loaded", "superseded")
