"""How an installation is set up: settings, addresses, the web server's door and the embedded database."""
