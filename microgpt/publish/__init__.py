"""What is made of the course: so far the learner's own copies of the notebooks, and the JupyterLab that opens them."""
