from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class OperationsConfig(AppConfig):
    name = "wales_framework.operations"
    label = "operations"

    def ready(self) -> None:
        Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
        from wales_framework.operations import checks  # noqa: F401 - registered by being read
