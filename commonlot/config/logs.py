"""What is logged and how: one JSON object a line, or plain lines at a terminal."""

import os
from typing import Any

import structlog

PLAIN = os.environ.get("COMMONLOT_LOGS", "plain") == "plain"
_shared: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _shared,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.dev.ConsoleRenderer(colors=False) if PLAIN else structlog.processors.JSONRenderer(),
            ],
        }
    },
    "handlers": {"screen": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["screen"], "level": os.environ.get("COMMONLOT_LOG_LEVEL", "WARNING")},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
structlog.configure(
    processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
