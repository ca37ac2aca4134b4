"""What is made of the course: the learner's own copies, opened in JupyterLab; editions for a class."""
