"""What stands in for matplotlib where it is missing: everything can be called, and nothing is drawn.

So the functions that draw are written once, and what they say of their figure is there in either case.
"""


class Blank:
    """Takes any call and any index, and gives itself."""

    def __getattr__(self, name):
        if name.startswith("_"):  # what Python and Jupyter ask for, it does not have
            raise AttributeError(name)
        return self

    def __call__(self, *args, **kwargs):
        return self

    def __getitem__(self, place):
        return self

    def __lt__(self, other):
        return False

    __gt__ = __lt__


class Figure(Blank):
    def __init__(self, *args, **kwargs):
        """Of any size."""


class Axes(Blank):
    def __init__(self, figure):
        self.figure = figure


class Pyplot(Blank):
    """Of `matplotlib.pyplot`, what the course uses."""

    def subplots(self, rows=1, columns=1, FigureClass=Figure, squeeze=True, **size):
        """(figure, its axes) in the shapes in which matplotlib gives them."""
        figure = FigureClass(**size)
        axes = [[Axes(figure) for _ in range(columns)] for _ in range(rows)]
        if not squeeze:
            return figure, axes
        flat = [one for row in axes for one in row]
        return figure, flat[0] if len(flat) == 1 else flat if 1 in (rows, columns) else axes


plt = Pyplot()
