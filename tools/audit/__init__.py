"""Known vulnerabilities in what the project installs.

`make audit` asks about every list, Python's and npm's, and fails where it gets no answer. `make
check` asks about Python's, and where nobody answers says that nothing was checked: one can work
without a network.

* `ask`       asks, with pip-audit and with npm
* `__main__`  the command
"""
