my_step = 1e-5
