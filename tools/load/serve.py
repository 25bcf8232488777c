"""``python -m tools.load.serve <folder>``: the endpoint, and requests that it will believe.

It verifies like any other, but trusts a certificate authority of our own. When it is about to
listen, it has written signed requests to the folder, which it believes for 150 seconds.
"""

import sys
from pathlib import Path

from tests.envelopes import SKILL_ID
from tests.signing import Authority
from tools.load.requests import write
from webservice.__main__ import serve
from webservice.chains import Chains
from webservice.settings import Settings

__all__ = ["REQUESTS", "main"]

REQUESTS = "requests.lua"
_COUNT = 500


def main(folder: Path, port: int) -> None:
    """Write the requests, and serve until interrupted."""
    authority = Authority()
    signer = authority.signer()
    write(folder / REQUESTS, _COUNT, signer)
    chains = Chains([authority.root], lambda _: signer.chain)
    serve(Settings(SKILL_ID, "127.0.0.1", port, verify=True), chains)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
