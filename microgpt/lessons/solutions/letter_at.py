def my_letter_at(probs, u):
    end = 0
    for token, p in enumerate(probs):
        end += p
        if u < end:
            return token
