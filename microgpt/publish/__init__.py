"""What is made of the course: the learner's own copies, opened in JupyterLab; editions, marks, slides and a pack for a class."""
