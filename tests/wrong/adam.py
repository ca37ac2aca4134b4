"""Wrong ways to a step of Adam; each docstring: words of what is said of it."""

from math import copysign, sqrt


def wrong_abs_dir(p, g, m, v, t, lr, decay):
    """the sign is lost"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * abs(mh) / (sqrt(vh) + 1e-8), m, v


def wrong_step(p, g, m, v, t, lr, decay):
    """that is the step"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_no_eps(p, g, m, v, t, lr, decay):
    """without eps"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / sqrt(vh), m, v


def wrong_brackets(p, g, m, v, t, lr, decay):
    """brackets: direction / (size + eps)"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / sqrt(vh) + 1e-8, m, v


def wrong_eps1e_6(p, g, m, v, t, lr, decay):
    """eps is 1e-8"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / (sqrt(vh) + 1e-6), m, v


def wrong_size_eps(p, g, m, v, t, lr, decay):
    """eps is 1e-8"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / (sqrt(vh) - 1e-8), m, v


def wrong_eps_before_corr(p, g, m, v, t, lr, decay):
    """In v, these are the right numbers plus 1e-08"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g + 1e-8
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / sqrt(vh), m, v


def wrong_eps_in_v_not_returned(p, g, m, v, t, lr, decay):
    """outside the root"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / sqrt((v + 1e-8) / (1 - 0.99**t)), m, v


def wrong_sign_sgd(p, g, m, v, t, lr, decay):
    """by the sign alone"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * copysign(1, g), m, v


def wrong_round(p, g, m, v, t, lr, decay):
    """m and v are right"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return round(p - lr * decay * mh / (sqrt(vh) + 1e-8), 6), m, v


def wrong_only_m(p, g, m, v, t, lr, decay):
    """v is not corrected"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / (sqrt(v) + 1e-8), m, v


def wrong_only_v(p, g, m, v, t, lr, decay):
    """m is not corrected"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * m / (sqrt(vh) + 1e-8), m, v


def wrong_1_b_t(p, g, m, v, t, lr, decay):
    """first the power, then the difference"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * (m / (1 - 0.85) ** t) / (sqrt(v / (1 - 0.99) ** t) + 1e-8), m, v


def wrong_no_1_b(p, g, m, v, t, lr, decay):
    """counts for 1 - beta only"""
    m = 0.85 * m + g
    v = 0.99 * v + g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_swapped_weights(p, g, m, v, t, lr, decay):
    """the two are swapped"""
    m = 0.15 * m + 0.85 * g
    v = 0.01 * v + 0.99 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_old_mv(p, g, m, v, t, lr, decay):
    """m and v were not kept"""
    m2 = 0.85 * m + 0.15 * g
    v2 = 0.99 * v + 0.01 * g * g
    return p - lr * decay * (m2 / (1 - 0.85**t)) / (sqrt(v2 / (1 - 0.99**t)) + 1e-8), m, v


def wrong_only_p(p, g, m, v, t, lr, decay):
    """p alone is not enough"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / (sqrt(vh) + 1e-8)


def wrong_order(p, g, m, v, t, lr, decay):
    """too far to the left"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return m, v, p - lr * decay * mh / (sqrt(vh) + 1e-8)


def wrong_lr_forgot(p, g, m, v, t, lr, decay):
    """the rate lr is forgotten"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_std_betas(p, g, m, v, t, lr, decay):
    """usual betas"""
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g * g
    mh = m / (1 - 0.9**t)
    vh = v / (1 - 0.999**t)
    return p - lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_momentum(p, g, m, v, t, lr, decay):
    """that is momentum"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh, m, v


def wrong_sgd(p, g, m, v, t, lr, decay):
    """not the gradient itself"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * g, m, v


def wrong_sgd_only(p, g, m, v, t, lr, decay):
    """that is SGD"""
    return p - lr * decay * g, m, v


def wrong_rmsprop(p, g, m, v, t, lr, decay):
    """not the gradient itself"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * g / (sqrt(vh) + 1e-8), m, v


def wrong_print(p, g, m, v, t, lr, decay):
    """hands a result back"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    print(p - lr * decay * mh / (sqrt(vh) + 1e-8), m, v)


def wrong_list_nested(p, g, m, v, t, lr, decay):
    """nested too deep"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / (sqrt(vh) + 1e-8), (m, v)


def wrong_dict(p, g, m, v, t, lr, decay):
    """a dictionary came"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return {"p": p - lr * decay * mh / (sqrt(vh) + 1e-8), "m": m, "v": v}


def wrong_corrected_returned(p, g, m, v, t, lr, decay):
    """without the correction"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / (sqrt(vh) + 1e-8), mh, vh


def wrong_v_not_squared(p, g, m, v, t, lr, decay):
    """a mean of squares"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_v_from_m(p, g, m, v, t, lr, decay):
    """it is the square of g"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * m * m
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_m_uses_same_beta(p, g, m, v, t, lr, decay):
    """m is right"""
    m = 0.85 * m + 0.15 * g
    v = 0.85 * v + 0.15 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.85**t)
    return p - lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_beta1_t(p, g, m, v, t, lr, decay):
    """not t times"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85 * t)
    vh = v / (1 - 0.99 * t)
    return p - lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_weight_decay(p, g, m, v, t, lr, decay):
    """no weight decay"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p * (1 - decay) - lr * mh / (sqrt(vh) + 1e-8), m, v


def wrong_lr_t(p, g, m, v, t, lr, decay):
    """t is needed in the corrections alone"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr / t * mh / (sqrt(vh) + 1e-8), m, v


def wrong_no_root(p, g, m, v, t, lr, decay):
    """not by v"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / (vh + 1e-8), m, v


def wrong_sqrt_before_corr(p, g, m, v, t, lr, decay):
    """take the root first"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / (sqrt(v) / (1 - 0.99**t) + 1e-8), m, v


def wrong_plus(p, g, m, v, t, lr, decay):
    """p minus, not plus"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p + lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_augmented_m(p, g, m, v, t, lr, decay):
    """Not yet: in m, the old m counts for 0.85 only"""
    m += 0.15 * g
    v += 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_hard(p, g, m, v, t, lr, decay):
    """the same in every case"""
    return -0.01, 0.3, 0.04


def wrong_p_not_subtracted(p, g, m, v, t, lr, decay):
    """p has not moved"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p, m, v


def wrong_g_sign_in_m(p, g, m, v, t, lr, decay):
    """with its own sign"""
    m = 0.85 * m - 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p + lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_weights_wrong_1(p, g, m, v, t, lr, decay):
    """the weights are 0.85 and 0.15"""
    m = 0.85 * m + 0.1 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_no_correction(p, g, m, v, t, lr, decay):
    """no bias correction"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    return p - lr * decay * m / (sqrt(v) + 1e-8), m, v


def wrong_1_beta(p, g, m, v, t, lr, decay):
    """not by 1 - beta"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    return p - lr * decay * (m / (1 - 0.85)) / (sqrt(v / (1 - 0.99)) + 1e-8), m, v


def wrong_beta_t(p, g, m, v, t, lr, decay):
    """not by beta**t"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    return p - lr * decay * (m / 0.85**t) / (sqrt(v / 0.99**t) + 1e-8), m, v


def wrong_t_1(p, g, m, v, t, lr, decay):
    """t counts from 1"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85 ** (t + 1))
    vh = v / (1 - 0.99 ** (t + 1))
    return p - lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_t_less(p, g, m, v, t, lr, decay):
    """divides by 0 in the first step"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85 ** (t - 1))
    vh = v / (1 - 0.99 ** (t - 1))
    return p - lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_eps_inside(p, g, m, v, t, lr, decay):
    """outside the root"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / sqrt(vh + 1e-8), m, v


def wrong_decay(p, g, m, v, t, lr, decay):
    """the decay is forgotten"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * mh / (sqrt(vh) + 1e-8), m, v


def wrong_over_decay(p, g, m, v, t, lr, decay):
    """you divided by it"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr / decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_swapped_betas(p, g, m, v, t, lr, decay):
    """the betas are swapped"""
    m = 0.99 * m + 0.01 * g
    v = 0.85 * v + 0.15 * g * g
    mh = m / (1 - 0.99**t)
    vh = v / (1 - 0.85**t)
    return p - lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_v_m(p, g, m, v, t, lr, decay):
    """wrong order"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return p - lr * decay * mh / (sqrt(vh) + 1e-8), v, m


def wrong_minus_step(p, g, m, v, t, lr, decay):
    """what is added to p"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    return -lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def wrong_sign(p, g, m, v, t, lr, decay):
    """by the sign alone"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    step = 1 if m > 0 else -1 if m < 0 else 0
    return p - lr * decay * step, m, v


def wrong_old_used(p, g, m, v, t, lr, decay):
    """not those from before"""
    mh = m / (1 - 0.85**t)
    vh = v / (1 - 0.99**t)
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    return p - lr * decay * mh / (sqrt(vh) + 1e-8), m, v


def with_means(new_m, new_v):
    """Adam that goes on with these means."""

    def adam(p, g, m, v, t, lr, decay):
        m, v = new_m(m, g), new_v(v, g, m)
        return p - lr * decay * (m / (1 - 0.85**t)) / (sqrt(v / (1 - 0.99**t)) + 1e-8), m, v

    return adam


def right_m(m, g):
    return 0.85 * m + 0.15 * g


def right_v(v, g, m):
    return 0.99 * v + 0.01 * g * g


wrong_m_of_square = with_means(lambda m, g: 0.85 * m + 0.15 * g * g, right_v)
wrong_m_of_square.__doc__ = "g itself is wanted"
wrong_m_forgotten = with_means(lambda m, g: 0.15 * g, right_v)
wrong_m_forgotten.__doc__ = "you left it out"
wrong_m_kept = with_means(lambda m, g: 0.85 * m, right_v)
wrong_m_kept.__doc__ = "the new gradient counts for 0.15; you left it out"
wrong_v_weights = with_means(right_m, lambda v, g, m: 0.99 * v + 0.15 * g * g)
wrong_v_weights.__doc__ = "the weights are 0.99 and 0.01"
wrong_v_of_m = with_means(right_m, lambda v, g, m: 0.99 * v + 0.01 * m * m)
wrong_v_of_m.__doc__ = "it is the square of g, not of m"
wrong_v_forgotten = with_means(right_m, lambda v, g, m: 0.01 * g * g)
wrong_v_forgotten.__doc__ = "the old v counts for 0.99"


def wrong_v_less(p, g, m, v, t, lr, decay):
    """squares are added"""
    m, v = right_m(m, g), 0.99 * v - 0.01 * g * g
    return p - lr * decay * (m / (1 - 0.85**t)) / (sqrt(abs(v) / (1 - 0.99**t)) + 1e-8), m, v


def wrong_eps_where_0(p, g, m, v, t, lr, decay):
    """not only where the root is 0"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    size = sqrt(v / (1 - 0.99**t))
    return p - lr * decay * m / (1 - 0.85**t) / (size if size else 1e-8), m, v


def wrong_eps_at_least(p, g, m, v, t, lr, decay):
    """not only where the root is 0"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    size = sqrt(v / (1 - 0.99**t))
    return p - lr * decay * m / (1 - 0.85**t) / max(size, 1e-8), m, v


def wrong_sign_of_gradient(p, g, m, v, t, lr, decay):
    """by the sign alone"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    return p - lr * decay * (1 if g > 0 else -1 if g < 0 else 0), m, v


def wrong_times_t_in_m(p, g, m, v, t, lr, decay):
    """not t times"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    size = abs(v / (1 - 0.99 * t)) ** 0.5
    return p - lr * decay * m / (1 - 0.85 * t) / (size + 1e-8), m, v


def wrong_exchanged_betas(p, g, m, v, t, lr, decay):
    """the betas are exchanged"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    size = sqrt(v / (1 - 0.85**t))
    return p - lr * decay * m / (1 - 0.99**t) / (size + 1e-8), m, v


def wrong_one_beta(p, g, m, v, t, lr, decay):
    """have the same beta"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    size = sqrt(v / (1 - 0.85**t))
    return p - lr * decay * m / (1 - 0.85**t) / (size + 1e-8), m, v


def wrong_usual_betas_there(p, g, m, v, t, lr, decay):
    """betas of the running means"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    size = sqrt(v / (1 - 0.999**t))
    return p - lr * decay * m / (1 - 0.9**t) / (size + 1e-8), m, v


def wrong_no_brackets(p, g, m, v, t, lr, decay):
    """without them it is m / 1"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    direction, size = m / 1 - 0.85**t, sqrt(v / (1 - 0.99**t))
    return p - lr * decay * direction / (size + 1e-8), m, v


def wrong_no_brackets_at_all(p, g, m, v, t, lr, decay):
    """without them it is m / 1"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    return p - lr * decay * (m / 1 - 0.85**t) / (sqrt(v / 1 - 0.99**t) + 1e-8), m, v


def wrong_multiplied(p, g, m, v, t, lr, decay):
    """you multiplied by it"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    size = sqrt(v * (1 - 0.99**t))
    return p - lr * decay * m * (1 - 0.85**t) / (size + 1e-8), m, v


def wrong_other_share_of_decay(p, g, m, v, t, lr, decay):
    """what is left of the rate"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    size = sqrt(v / (1 - 0.99**t))
    return p - lr * (1 - decay) * m / (1 - 0.85**t) / (size + 1e-8), m, v


def wrong_power_of_decay(p, g, m, v, t, lr, decay):
    """t is needed in the corrections alone"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    size = sqrt(v / (1 - 0.99**t))
    return p - lr * decay**t * m / (1 - 0.85**t) / (size + 1e-8), m, v


def wrong_adamw(p, g, m, v, t, lr, decay):
    """no weight decay"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    size = sqrt(v / (1 - 0.99**t))
    return p - lr * (m / (1 - 0.85**t) / (size + 1e-8) + decay * p), m, v


def wrong_m_corrected_alone(p, g, m, v, t, lr, decay):
    """In m, return m without the correction"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    m_hat, size = m / (1 - 0.85**t), sqrt(v / (1 - 0.99**t))
    return p - lr * decay * m_hat / (size + 1e-8), m_hat, v


def wrong_v_corrected_alone(p, g, m, v, t, lr, decay):
    """In v, return v without the correction"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    v_hat = v / (1 - 0.99**t)
    return p - lr * decay * m / (1 - 0.85**t) / (sqrt(v_hat) + 1e-8), m, v_hat


def wrong_m_old(p, g, m, v, t, lr, decay):
    """In m, the old m came back"""
    right = 0.85 * m + 0.15 * g, 0.99 * v + 0.01 * g * g
    p -= lr * decay * right[0] / (1 - 0.85**t) / (sqrt(right[1] / (1 - 0.99**t)) + 1e-8)
    return p, m, 0.99 * v + 0.01 * g * g


def wrong_v_old(p, g, m, v, t, lr, decay):
    """In v, the old v came back"""
    right = 0.85 * m + 0.15 * g, 0.99 * v + 0.01 * g * g
    p -= lr * decay * right[0] / (1 - 0.85**t) / (sqrt(right[1] / (1 - 0.99**t)) + 1e-8)
    return p, 0.85 * m + 0.15 * g, v


def wrong_m_whole_gradient(p, g, m, v, t, lr, decay):
    """In m, the new gradient counts for 0.15"""
    right = 0.85 * m + 0.15 * g, 0.99 * v + 0.01 * g * g
    p -= lr * decay * right[0] / (1 - 0.85**t) / (sqrt(right[1] / (1 - 0.99**t)) + 1e-8)
    return p, 0.85 * m + g, 0.99 * v + 0.01 * g * g


def wrong_v_whole_square(p, g, m, v, t, lr, decay):
    """In v, the new square counts for 0.01"""
    right = 0.85 * m + 0.15 * g, 0.99 * v + 0.01 * g * g
    p -= lr * decay * right[0] / (1 - 0.85**t) / (sqrt(right[1] / (1 - 0.99**t)) + 1e-8)
    return p, 0.85 * m + 0.15 * g, 0.99 * v + g * g


def wrong_m_added(p, g, m, v, t, lr, decay):
    """In m, the old m counts for 0.85 only"""
    right = 0.85 * m + 0.15 * g, 0.99 * v + 0.01 * g * g
    p -= lr * decay * right[0] / (1 - 0.85**t) / (sqrt(right[1] / (1 - 0.99**t)) + 1e-8)
    return p, m + 0.15 * g, 0.99 * v + 0.01 * g * g


def wrong_v_added(p, g, m, v, t, lr, decay):
    """In v, the old v counts for 0.99 only"""
    right = 0.85 * m + 0.15 * g, 0.99 * v + 0.01 * g * g
    p -= lr * decay * right[0] / (1 - 0.85**t) / (sqrt(right[1] / (1 - 0.99**t)) + 1e-8)
    return p, 0.85 * m + 0.15 * g, v + 0.01 * g * g


def wrong_v_square_of_share(p, g, m, v, t, lr, decay):
    """g is squared first"""
    right = 0.85 * m + 0.15 * g, 0.99 * v + 0.01 * g * g
    p -= lr * decay * right[0] / (1 - 0.85**t) / (sqrt(right[1] / (1 - 0.99**t)) + 1e-8)
    return p, 0.85 * m + 0.15 * g, 0.99 * v + (0.01 * g) ** 2


def wrong_m_twice(p, g, m, v, t, lr, decay):
    """0.15 multiplies g once"""
    right = 0.85 * m + 0.15 * g, 0.99 * v + 0.01 * g * g
    p -= lr * decay * right[0] / (1 - 0.85**t) / (sqrt(right[1] / (1 - 0.99**t)) + 1e-8)
    return p, 0.85 * m + 0.15 * (0.15 * g), 0.99 * v + 0.01 * g * g


def wrong_multiplied_by_size(p, g, m, v, t, lr, decay):
    """do not multiply by it"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    direction, size = m / (1 - 0.85**t), sqrt(v / (1 - 0.99**t))
    return p - lr * decay * direction * (size + 1e-8), m, v


def wrong_exchanged(p, g, m, v, t, lr, decay):
    """yours are exchanged"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    direction, size = m / (1 - 0.85**t), sqrt(v / (1 - 0.99**t))
    return p - lr * decay * size / (abs(direction) + 1e-8), m, v


def wrong_from_the_gradient(p, g, m, v, t, lr, decay):
    """the step starts at p"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    direction, size = m / (1 - 0.85**t), sqrt(v / (1 - 0.99**t))
    return g - lr * decay * direction / (size + 1e-8), m, v


def wrong_t_to_the_beta(p, g, m, v, t, lr, decay):
    """not t**beta"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    direction, size = m / (1 - 0.85**t), sqrt(v / (1 - 0.99**t))
    direction = m / (1 - t**0.85)
    return p - lr * decay * direction / (sqrt(v / (1 - t**0.99)) + 1e-8), m, v


def wrong_nothing_without_gradient(p, g, m, v, t, lr, decay):
    """no case is left out"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    direction, size = m / (1 - 0.85**t), sqrt(v / (1 - 0.99**t))
    if g == 0:
        return p, m, v
    return p - lr * decay * direction / (size + 1e-8), m, v


def wrong_m_all_in_brackets(p, g, m, v, t, lr, decay):
    """0.85 belongs to the old m alone"""
    m, v = 0.85 * (m + 0.15 * g), 0.99 * v + 0.01 * g * g
    direction, size = m / (1 - 0.85**t), sqrt(abs(v) / (1 - 0.99**t))
    return p - lr * decay * direction / (size + 1e-8), m, v


def wrong_v_all_in_brackets(p, g, m, v, t, lr, decay):
    """0.99 belongs to the old v alone"""
    m, v = 0.85 * m + 0.15 * g, 0.99 * (v + 0.01 * g * g)
    direction, size = m / (1 - 0.85**t), sqrt(abs(v) / (1 - 0.99**t))
    return p - lr * decay * direction / (size + 1e-8), m, v


def wrong_v_doubled(p, g, m, v, t, lr, decay):
    """neither doubled nor as it is"""
    m, v = 0.85 * m + 0.15 * g, 0.99 * v + 0.01 * 2 * g
    direction, size = m / (1 - 0.85**t), sqrt(abs(v) / (1 - 0.99**t))
    return p - lr * decay * direction / (size + 1e-8), m, v


def wrong_v_distance(p, g, m, v, t, lr, decay):
    """not of its distance from m"""
    m, v = 0.85 * m + 0.15 * g, 0.99 * v + 0.01 * (g - m) ** 2
    direction, size = m / (1 - 0.85**t), sqrt(abs(v) / (1 - 0.99**t))
    return p - lr * decay * direction / (size + 1e-8), m, v


def wrong_v_maximum(p, g, m, v, t, lr, decay):
    """a running mean, no maximum"""
    m, v = 0.85 * m + 0.15 * g, max(0.99 * v, g * g)
    direction, size = m / (1 - 0.85**t), sqrt(abs(v) / (1 - 0.99**t))
    return p - lr * decay * direction / (size + 1e-8), m, v


def wrong_eps_before_the_correction(p, g, m, v, t, lr, decay):
    """eps is added last"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    return p - lr * decay * m / (sqrt(v) + 1e-8) * sqrt(1 - 0.99**t) / (1 - 0.85**t), m, v


def wrong_correction_without_its_root(p, g, m, v, t, lr, decay):
    """correct v first"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    return p - lr * decay * m / (sqrt(v) + 1e-8) / (1 - 0.85**t) * (1 - 0.99**t), m, v


def wrong_clipped(p, g, m, v, t, lr, decay):
    """it is not cut to 1"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    return p - lr * decay * max(-1, min(1, g)), m, v


def wrong_divided_by_the_rate(p, g, m, v, t, lr, decay):
    """the rate multiplies the step"""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    return p - decay / lr * m / (1 - 0.85**t) / (sqrt(v / (1 - 0.99**t)) + 1e-8), m, v


def step(p, g, m, v, t, rate, up, down):
    return p - rate * up / (sqrt(down) + 1e-8), m, v


def means(g, m, v):
    return 0.85 * m + 0.15 * g, 0.99 * v + 0.01 * g * g


def wrong_nesterov(p, g, m, v, t, lr, decay):
    """takes it in again"""
    m, v = means(g, m, v)
    return step(p, g, m, v, t, lr * decay, (0.85 * m + 0.15 * g) / (1 - 0.85**t), v / (1 - 0.99**t))


def wrong_root_of_the_correction(p, g, m, v, t, lr, decay):
    """not by its root: the root comes last"""
    m, v = means(g, m, v)
    return step(p, g, m, v, t, lr * decay, m / (1 - 0.85**t), v / sqrt(1 - 0.99**t))


def wrong_first_step_apart(p, g, m, v, t, lr, decay):
    """t counts from 1: the powers are beta**t"""
    m, v = means(g, m, v)
    if t == 1:
        return step(p, g, m, v, t, lr * decay, m, v)
    return step(p, g, m, v, t, lr * decay, m / (1 - 0.85 ** (t - 1)), v / (1 - 0.99 ** (t - 1)))


def wrong_count_from_the_first_gradient(p, g, m, v, t, lr, decay):
    """no count that begins with the first gradient"""
    if v == 0:
        t = 1
    m, v = means(g, m, v)
    return step(p, g, m, v, t, lr * decay, m / (1 - 0.85**t), v / (1 - 0.99**t))


def wrong_count_with_a_limit(p, g, m, v, t, lr, decay):
    """t counts the steps, as it is handed over: no limit"""
    t = min(t, 100)
    m, v = means(g, m, v)
    return step(p, g, m, v, t, lr * decay, m / (1 - 0.85**t), v / (1 - 0.99**t))


def wrong_eps_as_a_difference(p, g, m, v, t, lr, decay):
    """eps is 1e-8, to be added to the root"""
    m, v = means(g, m, v)
    return p - lr * decay * (m / (1 - 0.85**t)) / (sqrt(v / (1 - 0.99**t)) + 10 - 8), m, v


def wrong_step_cut(p, g, m, v, t, lr, decay):
    """direction / size is used as it is: not cut to 1"""
    m, v = means(g, m, v)
    size = sqrt(v / (1 - 0.99**t)) + 1e-8
    return p - lr * decay * max(-1, min(1, m / (1 - 0.85**t) / size)), m, v


def wrong_older_weight_decay(p, g, m, v, t, lr, decay):
    """p itself is not made smaller"""
    g = g + 0.01 * p
    m, v = means(g, m, v)
    return step(p, g, m, v, t, lr * decay, m / (1 - 0.85**t), v / (1 - 0.99**t))


def wrong_weights_of_v_swapped(p, g, m, v, t, lr, decay):
    """0.99 of the old v stays, 0.01 of the square is new"""
    m, v = 0.85 * m + 0.15 * g, 0.01 * v + 0.99 * g * g
    return step(p, g, m, v, t, lr * decay, m / (1 - 0.85**t), v / (1 - 0.99**t))


def wrong_weights_of_m_swapped_and_no_decay(p, g, m, v, t, lr, decay):
    """0.85 of the old m stays, 0.15 of the gradient is new"""
    m, v = 0.15 * m + 0.85 * g, 0.99 * v + 0.01 * g * g
    return step(p, g, m, v, t, lr, m / (1 - 0.85**t), v / (1 - 0.99**t))
