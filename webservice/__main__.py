"""``python -m webservice``: serve the skill to Alexa."""

import logging
import sys

import waitress

from .endpoint import LARGEST_BODY, create_app
from .settings import SettingsError, read_settings

_LOG = logging.getLogger("ankle_pain_check.endpoint")


def main() -> int:
    """Serve until interrupted; the exit code is 0, or 1 when it cannot serve as it is set."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        settings = read_settings()
        server = waitress.create_server(  # type: ignore[attr-defined]
            create_app(settings),
            host=settings.host,
            port=settings.port,
            threads=8,
            ident=None,
            # A body that is too large for us is read and refused with a reason; one that is larger
            # still, the server hangs up on; and on whoever sends nothing for long.
            max_request_body_size=8 * LARGEST_BODY,
            channel_timeout=30,
            connection_limit=200,
        )
    except (SettingsError, OSError) as error:
        sys.stderr.write(f"webservice: {error}\n")
        return 1
    checks = "on" if settings.verify else "OFF: anybody on this computer can pose as Alexa"
    _LOG.info("http://%s:%d/ , verification %s", settings.host, settings.port, checks)
    server.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
