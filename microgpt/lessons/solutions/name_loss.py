def my_loss(probs, tokens):
    surprises = [-log(probs[before][after]) for before, after in zip(tokens, tokens[1:])]
    return sum(surprises) / len(surprises)
