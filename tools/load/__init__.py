"""Many turns: the endpoint under a real load generator, and one process for 200,000 turns.

`make load` runs both, in four minutes, and prints what was measured: errors, latency, memory. Any
error, and memory that keeps growing, is a failure.

* `requests`   what is sent: turns of all sorts of conversations, signed as Alexa signs
* `serve`      the endpoint, trusting a certificate authority of our own
* `generate`   wrk, and what it says
* `turns`      the turns in one process
* `__main__`   the command
"""
