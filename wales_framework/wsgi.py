"""The web process's entry for gunicorn."""

import os

from django.core.handlers.wsgi import WSGIHandler

from wales_framework.servers import use_servers


def _application() -> WSGIHandler:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wales_framework.settings")
    use_servers()  # settings read the servers' addresses, so this comes first
    from django.core.wsgi import get_wsgi_application

    made = get_wsgi_application()
    from wales_framework.operations.examples import refuse_in_production

    refuse_in_production()
    from wales_framework.warming import warm_up

    warm_up()
    return made


application = _application()
