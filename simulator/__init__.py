"""Talk to the skill with no device and no account.

The pieces, each usable alone:

* ``model``      reads a built interaction model and chooses one for a locale
* ``understand`` finds the intent and slots of an utterance, or nothing: ``samples`` word for word,
  ``statements`` by what was ``learned`` of them and ``witnesses`` bear out (``gist``, ``spelled``)
* ``openings``   tells how Alexa is asked to open a skill
* ``envelope``   writes requests as Alexa sends them
* ``device``     keeps a session as an Echo does, and turns a line into a turn
* ``record``     one turn as plain data, with what the conversation has come to
* ``terminal``, ``json_lines``  the fronts for people and for scripts

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
