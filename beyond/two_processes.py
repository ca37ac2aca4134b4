"""Two processes of plain Python, joined by pipes, which train one model of Values: what PyTorch's engine does, on a page.

Each process holds the whole model and a part of every batch. In every step it computes the gradients of its part, sends
them to the parent, gets the mean back, and makes the same step as all the others. Parameters are sent once, at the end, as the result.
"""

import multiprocessing

from microgpt import autograd, gpt
from microgpt.nn import mean
from microgpt.optim import Adam
from microgpt.train import loss


class Learner:
    """A model of Values and its optimiser; every process has one, made of the same floats."""

    def __init__(self, state, config):
        self.config, self.state = config, autograd.values(state)
        self.parameters = autograd.parameters(self.state)
        self.optimizer = Adam(self.parameters)

    def gradients(self, tokens):
        """Of the loss of one document, as floats; nothing is left in the Values."""
        loss(gpt.reader(self.state, self.config), tokens).backward()
        found = [p.grad for p in self.parameters]
        for p in self.parameters:
            p.grad = 0.0
        return found

    def step(self, gradients):
        for p, g in zip(self.parameters, gradients):
            p.grad = g
        self.optimizer.step()


def averaged(gradients):
    """One row of gradients for each document: for every parameter their mean."""
    return [mean(column) for column in zip(*gradients)]


def process(pipe, state, config, documents):
    """What runs in each process: one document a step, its gradients out, the mean of all in."""
    learner = Learner(state, config)
    for tokens in documents:
        pipe.send(learner.gradients(tokens))
        learner.step(pipe.recv())
    pipe.send(autograd.floats(learner.state))


def together(state, config, batches):
    """Train with a process for each document of a batch.

    (what each process ends with: a list of states, how many numbers each sent in each step: a flat list).
    """
    size, sent = len(batches[0]), []
    context = multiprocessing.get_context("spawn")  # as on every system
    pipes, theirs = zip(*(context.Pipe() for _ in range(size)))
    work = [(theirs[rank], state, config, [batch[rank] for batch in batches]) for rank in range(size)]
    processes = [context.Process(target=process, args=each, daemon=True) for each in work]
    for each, end in zip(processes, theirs):
        each.start()
        end.close()  # or nobody would notice that a process has ended
    for _ in batches:
        gradients = [pipe.recv() for pipe in pipes]
        sent += map(len, gradients)
        means = averaged(gradients)
        for pipe in pipes:
            pipe.send(means)
    return [pipe.recv() for pipe in pipes], sent
