from django.db import models


class Heartbeat(models.Model):
    """When a process was last at work: a worker, or a scheduler."""

    class Kind(models.TextChoices):
        WORKER = "worker"
        SCHEDULER = "scheduler"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    host = models.CharField(max_length=100)
    process = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    at = models.DateTimeField()
    version = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "host", "process"], name="one_heartbeat_a_process")]

    def __str__(self) -> str:
        return f"{self.kind} {self.host} {self.process}"
