"""Message catalogues, by Babel: gettext's own tools are no part of a plain Debian."""
