"""Marks for a folder of hand-ins: answers are called in a process that knows nothing of what is right, and judged here.

hand_ins: what was handed in, read without trusting it; job: what a process is sent; child: that process; bundle: the code
by which it calls an answer; cage: where it is locked in; verdicts: what came of it; table, pages: how that is told.
"""
