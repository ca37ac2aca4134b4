"""What each of the six lessons brings, a file each, named as its notebook; ledger, desk and puzzles are shared."""
