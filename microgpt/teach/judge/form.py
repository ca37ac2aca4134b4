"""What is wrong with a result before its numbers are looked at: nothing came, too many came, or something else."""


def is_stub(outcome):
    """Whether an answer, or what it returned, is still the dots of its stub."""
    if outcome.error:
        return outcome.error.type == "NotImplementedError"
    return outcome.result is ... or (isinstance(outcome.result, list | tuple) and ... in outcome.result)


def is_nothing(outcome):
    return outcome.error is None and outcome.result is None


def no_tuple(found, wanted):
    return False


def fault(found, wanted, exact=False):
    """A sentence about the form of an Outcome, or None where there is nothing to say."""
    if found.error:
        return None
    if found.result is None and wanted.result is not None:
        if found.printed.strip():
            return "your function printed its result but returned nothing: `return` hands it back."
        return "your function returned nothing: does it end with `return` and the result?"
    return None
