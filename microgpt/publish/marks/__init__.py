"""Marks for a folder of hand-ins: answers are called in a process that knows nothing of what is right, and judged here.

hand_ins: what was handed in, read without trusting it; verdicts: what a process is sent, and what is said of what comes back;
child: that process; picked: the statements that an answer needs; bundle: the code by which it is called; cage: where it is
locked in; grade: all of it in turn, and what is kept; table, pages: how it is told.
"""
