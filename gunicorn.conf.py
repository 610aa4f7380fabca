"""gunicorn reads this file from the folder in which it is started."""

from wales_framework.watching.gunicorn import child_exit, json_is_wanted, logs, on_exit, on_starting

__all__ = ["child_exit", "on_exit", "on_starting"]

if json_is_wanted():
    logconfig_dict = logs()
