"""How fast the skill is, beside others that hold the same interview: `make bench`.

* ``interview``   the requests of one interview, as an Echo sends them
* ``contestants`` the floor, the documented way, the steps between, and the peer for Node.js
* ``build``       puts each of them into a folder of its own, as it would be deployed
* ``race``        runs them in turns, so that a busy machine is unfair to all alike
* ``table``       what came out, as ratios, for docs/benchmarks.md
"""
