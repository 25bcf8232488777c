"""What is logged: that something failed, and where in the code. Never what a person said.

`logging` is imported when there is something to log. It takes as long to load as all the rest of
our code, and a start that goes well needs none of it.
"""

from contextlib import suppress

__all__ = ["log_failure", "log_report"]

_NAME = "ankle_pain_check"
#: So many calls say where something failed; where one called itself without end there are more.
_MOST_CALLS = 20


def log_failure(exception: Exception) -> None:
    """Log what failed and where. Not the message: it may hold what a person said.

    Never raises: that it cannot be logged is no reason to leave a person without an answer.
    """
    with suppress(Exception):
        import logging  # noqa: PLC0415  # as said above
        import traceback  # noqa: PLC0415

        where = "".join(traceback.format_tb(exception.__traceback__, limit=-_MOST_CALLS))
        logging.getLogger(_NAME).error("%s\n%s", type(exception).__name__, where)


def log_report(kind: object) -> None:
    """Log that Alexa reports a fault of this kind."""
    import logging  # noqa: PLC0415

    logging.getLogger(_NAME).error("Alexa reports %s", kind)
