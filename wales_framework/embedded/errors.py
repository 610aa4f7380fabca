"""The one error of this room."""


class EmbeddedError(RuntimeError):
    """An embedded server cannot be had; the message says why and names the way round."""


WAY_ROUND = {
    "postgres": "Set DATABASE_URL to use a PostgreSQL server of your own.",
    "valkey": "Set CELERY_BROKER_URL to use a Redis, Valkey or RabbitMQ server of your own.",
}
