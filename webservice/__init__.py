"""The skill as an HTTPS endpoint of your own, for Alexa's simulator and for devices.

The same skill that runs on AWS Lambda, behind flask-ask-sdk's ``SkillAdapter``:

* ``settings``   what the environment and ``.env`` say
* ``sdk``        flask-ask-sdk, imported where it would not import by itself
* ``chains``     Amazon's certificate chains: downloaded, proven, kept for a while
* ``proof``      whether a request comes from Alexa, now, and is for this skill
* ``endpoint``   the Flask application
* ``__main__``   ``python -m webservice``: serves it

Importing this package puts the repository's ``lambda`` folder on ``sys.path``, because the
skill's own packages live there and ``lambda`` can never be imported as a package itself.
"""

import sys
from pathlib import Path

__all__ = ["ROOT"]

ROOT = Path(__file__).resolve().parent.parent
"""The root folder of the repository."""

_SKILL_FOLDER = str(ROOT / "lambda")
if _SKILL_FOLDER not in sys.path:
    sys.path.insert(0, _SKILL_FOLDER)
