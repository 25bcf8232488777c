"""Checks what Amazon asks of a skill before it may be published: `make certify`.

The pieces:

* ``subject``       what is checked: the manifest, the models and the files of this repository
* ``page``          the page in the skill store, its texts, icons and declarations
* ``model``         the invocation name, the models and the example phrases
* ``conversation``  every state of the conversation, and everything that can be said in it
* ``privacy``       nothing stored, nothing logged, nobody else let in
* ``people``        what no machine can check

A check is a function from the subject to the faults it finds; its docstring is the requirement.
"""

from tools.certify.subject import Check, Subject, load

__all__ = ["Check", "Subject", "load"]
