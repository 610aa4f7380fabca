"""gunicorn reads this file from the folder in which it is started."""

from wales_framework.watching.gunicorn import child_exit, json_is_wanted, logs, on_exit, on_starting

__all__ = ["child_exit", "control_socket_disable", "on_exit", "on_starting"]

# Nobody gives web orders through a socket; in a container there is no place for one, and each start would say so as an error.
control_socket_disable = True

if json_is_wanted():
    logconfig_dict = logs()
