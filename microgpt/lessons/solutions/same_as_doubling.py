my_T = 0.5
