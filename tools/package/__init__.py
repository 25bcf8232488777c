"""Packages the skill: what goes to AWS Lambda, and what goes to the skill store.

    python -m tools.package            builds build/lambda.zip and build/skill-package/

The pieces:

* ``contents``  what goes into the package, and a refusal of anything unexpected
* ``shipped``   the rules and texts, made into Python modules
* ``bytecode``  finds the deployed Python, and compiles with it
* ``archive``   a zip that is the same, byte for byte, whenever its contents are
* ``store``     the skill package for the skill store
"""

from tools.package.contents import PackageError

__all__ = ["PYTHON_VERSION", "PackageError"]

PYTHON_VERSION = "3.13"
"""The Python on AWS Lambda, as in infrastructure/template.yaml; a test compares the two."""
