#!/usr/bin/env python
"""Django's command line; starts the embedded servers first when none is configured."""

import os
import sys

# These neither read nor write the database, so they must not wait for one to start.
SERVERLESS = {"help", "version", "--help", "--version", "collectstatic", "messages", "compile_messages", "check_messages"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wales_framework.settings")
    if len(sys.argv) > 1 and sys.argv[1] not in SERVERLESS:
        from wales_framework.servers import use_servers

        use_servers()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
