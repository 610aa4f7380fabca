"""Watching over the service: logs with a request's number, metrics, heartbeats, and the status page."""
