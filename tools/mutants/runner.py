"""Runs tests again and again, each time in a fork of a process that imported what never changes.

    python -B -m tools.mutants.runner       in a copy of the repository

For each line of JSON, a list of tests, it answers with a line: "survived" if all of them pass,
"noticed" if one fails, "endless" if they come to no end. It writes no bytecode: of two changes
within one second, Python might take the former.
"""

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Final

import pytest

__all__: list[str] = []

#: The tests take some seconds of a processor; only a change without an end takes this many ...
_MOST_SECONDS: Final = 60
#: ... nor more memory than this, but one that makes numbers of any size.
_MOST_MEMORY: Final = 2**31

#: Until the first failure, of which nobody is going to read anything.
_OPTIONS: Final = ["-x", "-q", "--tb=no", "--assert=plain", "-p", "no:cacheprovider"]
_CHANCE: Final = ["--hypothesis-seed=0", "--hypothesis-profile=first"]


def main() -> None:
    """Answer every line of the standard input."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    pytest.main(["--collect-only", *_OPTIONS, "tests/test_triage_oracle.py"])
    here = str(Path.cwd())
    for name, module in list(sys.modules.items()):
        if name != __name__ and str(getattr(module, "__file__", None)).startswith(here):
            del sys.modules[name]
    for line in sys.stdin:
        child = os.fork()
        if not child:
            resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS + 1))
            resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
            code = 1
            try:
                code = pytest.main([*_OPTIONS, *_CHANCE, *json.loads(line)])
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        outcomes = {0: "survived", -signal.SIGXCPU: "endless"}
        print(outcomes.get(os.waitstatus_to_exitcode(status), "noticed"), file=answers, flush=True)


if __name__ == "__main__":
    main()
