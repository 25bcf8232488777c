"""Mutation testing of the triage: change it in many small ways, and see whether a test notices.

    make mutants                         decide.py, pathway.py, load.py and rules.toml
    make mutants ARGS="rules.toml"       one of them

* ``code``       lets cosmic-ray change the code
* ``rules``      changes the rules: each weight, threshold, level, action, worrying answer ...
* ``operators``  what cosmic-ray does of it
* ``trees``      copies of the repository in which that happens, so that nobody is disturbed
* ``survivors``  what no test notices must be listed in ``survivors.toml``, with the reason why it
                 makes no difference
* ``replay``     shows of a rule that it makes none

The command ends with 1 if something unlisted survives, or if something listed no longer does.
"""

__all__: list[str] = []
