"""``python -m webservice``: serve the skill to Alexa."""

import logging
import sys

import waitress

from .endpoint import LARGEST_BODY, create_app
from .settings import SettingsError, read_settings

_LOG = logging.getLogger("ankle_pain_check.endpoint")


def main() -> int:
    """Serve until interrupted; the exit code is 0, or 1 when a setting is wrong."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        settings = read_settings()
    except SettingsError as error:
        sys.stderr.write(f"webservice: {error}\n")
        return 1
    app = create_app(settings)
    checks = "on" if settings.verify else "OFF: anybody on this computer can pose as Alexa"
    _LOG.info("http://%s:%d/ , verification %s", settings.host, settings.port, checks)
    waitress.serve(
        app,
        host=settings.host,
        port=settings.port,
        threads=8,
        ident=None,
        # A body that is too large for us is read and refused with a reason; one that is larger
        # still, the server hangs up on. So is whoever sends nothing for long.
        max_request_body_size=8 * LARGEST_BODY,
        channel_timeout=30,
        connection_limit=200,
        _quiet=True,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
