"""The Django database engine `commonlot.config.database`: PostgreSQL that starts by itself."""

from typing import Any

from django.db.backends.postgresql import base

from commonlot.config.database.server import embedded_server


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL as Django knows it, started before the first connection."""

    def get_connection_params(self) -> dict[str, Any]:
        """Start the server if it is down, then say how to reach it."""
        server = embedded_server()
        server.ensure_running()
        self.settings_dict["HOST"] = str(server.socket_folder)
        return super().get_connection_params()
