"""``python -m simulator.web``: serve the page to this computer's browser."""

import argparse
import logging
import sys
from collections.abc import Sequence

import waitress

from simulator.assemble import assemble
from simulator.model import ModelError

from .server import create_app

_HIGHEST_PORT = 65535


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; the exit code is 0, 1 when it cannot serve, 2 for a bad option."""
    options = _options(arguments)
    logging.basicConfig(level=logging.WARNING)
    try:
        # What would fail on the first turn fails now.
        invocation_name = assemble("en-US").model.invocation_name
        server = waitress.create_server(  # type: ignore[attr-defined]
            create_app(), host="127.0.0.1", port=options.port, threads=8, ident=None
        )
    except (ModelError, OSError) as error:
        sys.stderr.write(f"simulator: {error}\n")
        return 1
    print(f'Open http://127.0.0.1:{options.port}/ and say "open {invocation_name}".', flush=True)
    server.run()
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m simulator.web",
        description="Talk to the skill in the browser. Only this computer can reach the page.",
        allow_abbrev=False,
    )
    parser.add_argument("--port", type=int, default=8000, help="where it listens (8000)")
    options = parser.parse_args(arguments)
    if not 0 < options.port <= _HIGHEST_PORT:
        parser.error(f"--port is a number from 1 to {_HIGHEST_PORT}")
    return options


if __name__ == "__main__":
    sys.exit(main())
