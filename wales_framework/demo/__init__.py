"""`manage.py demo`: example people and figures, served with worker and scheduler on this machine."""
