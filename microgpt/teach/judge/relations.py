"""How wrong results are related to the wanted ones, where no mistake has a name."""


def elsewhere(wrong, all_of_them):
    return f" In {all_of_them - wrong} of {all_of_them} cases it is right." if wrong < all_of_them else ""


def relation(exercise, outcomes, wrong):
    return None
