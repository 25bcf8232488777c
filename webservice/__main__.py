"""``python -m webservice``: serve the skill to Alexa."""

import logging
import sys

import waitress

from .chains import Chains
from .endpoint import LARGEST_BODY, create_app
from .settings import Settings, SettingsError, read_settings

_LOG = logging.getLogger("ankle_pain_check.endpoint")


def main() -> int:
    """Serve until interrupted; the exit code is 0, or 1 when it cannot serve as it is set."""
    try:
        serve(read_settings())
    except (SettingsError, OSError) as error:
        sys.stderr.write(f"webservice: {error}\n")
        return 1
    return 0


def serve(settings: Settings, chains: Chains | None = None) -> None:
    """Serve until interrupted; ``chains`` is for ``create_app``. Raises OSError if it cannot."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    server = waitress.create_server(  # type: ignore[attr-defined]
        create_app(settings, chains),
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
    checks = "on" if settings.verify else "OFF: anybody on this computer can pose as Alexa"
    _LOG.info("http://%s:%d/ , verification %s", settings.host, settings.port, checks)
    server.run()


if __name__ == "__main__":
    sys.exit(main())
