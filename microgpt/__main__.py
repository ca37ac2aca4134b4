"""The command line: python -m microgpt train, sample, draw, download, doctor."""

import argparse
import math
import random
import signal
import sys
import time
from contextlib import contextmanager, nullcontext

from . import autograd, gpt
from .data import FOLDER, BadInput, Tokenizer, load
from .files import writing
from .optim import Adam
from .sample import sample
from .train import autograd_step, train


def run_train(options):
    """Train as the original does: one stream of random numbers, for the shuffle, the parameters and the samples."""
    documents = load(options.data)
    rng = random.Random(options.seed)
    rng.shuffle(documents)
    tokenizer = Tokenizer(documents)
    config = config_of(options, tokenizer)
    cropped = sum(len(document) >= config.block_size for document in documents)  # the end is a prediction too
    print(f"num docs: {len(documents)}")
    print(f"vocab size: {tokenizer.vocab_size}")
    print(f"num params: {gpt.num_params(config)}")
    if cropped:
        print(f"cropped: {cropped} documents are longer than the {config.block_size} tokens that the model reads")
    state = autograd.values(gpt.init(config, rng))
    optimizer = Adam(autograd.parameters(state), options.learning_rate)
    step = ENGINES[options.engine](lambda: gpt.reader(state, config), optimizer, config)
    token_lists = [tokenizer.encode(document)[: config.block_size + 1] for document in documents]

    with interrupts() as interrupted, optional(options.save) as model:
        losses = []
        with optional(options.log) as log:
            if log:
                log.write("step,loss\n")
            for loss in progress(train(step, token_lists, options.num_steps), options.num_steps):
                losses.append(loss)
                if log:
                    log.write(f"{len(losses)},{loss!r}\n")
                if interrupted or not math.isfinite(loss):
                    break
        if not math.isfinite(losses[-1]):
            raise BadInput(f"the loss is no finite number after step {len(losses)}: try a smaller learning rate")
        if options.engine == "replay":
            step.store()
        learned = autograd.floats(state)
        if model:
            gpt.dump(model, learned, config, tokenizer)
    if interrupted:
        print(f"stopped after step {len(losses)} of {options.num_steps}", file=sys.stderr)
        return 130
    return print_samples(learned, config, tokenizer, rng, options)


def readable_step(open_reader, optimizer, config):
    return autograd_step(open_reader, optimizer)


def replayed_step(open_reader, optimizer, config):
    """The same step, recorded once and run again fast."""
    try:
        from .replay import Replay, fastest
    except ImportError:
        raise BadInput("--engine replay needs NumPy: pip install numpy") from None
    if fastest().__name__ != "Compiled":
        print("numba is not installed: replaying with NumPy", file=sys.stderr)
    return Replay(open_reader, optimizer, config.block_size, config.vocab_size)


ENGINES = {"readable": readable_step, "replay": replayed_step}


def run_sample(options):
    state, config, tokenizer = gpt.load(options.checkpoint)
    if len(options.prefix) >= config.block_size:
        raise BadInput(f"the prefix must be shorter than the {config.block_size} tokens that the model reads")
    return print_samples(state, config, tokenizer, random.Random(options.seed), options, options.prefix)


def print_samples(state, config, tokenizer, rng, options, prefix=""):
    """options.samples texts at options.temperature, a line each."""
    letters = tokenizer.letters(prefix)
    for number in range(1, options.samples + 1):
        read = gpt.reader(state, config)
        tokens = sample(read, tokenizer.bos, config.block_size, rng, options.temperature, letters)
        print(f"sample {number:2}: {tokenizer.decode(tokens)}")
    return 0


def run_draw(options):
    """Draw one forward pass of a checkpoint, or of an untrained model of the default size."""
    from .graph import draw_forward

    if options.load:
        state, config, tokenizer = gpt.load(options.load)
    else:
        tokenizer = Tokenizer(load(options.data))
        config = config_of(options, tokenizer)
        state = gpt.init(config, random.Random(options.seed))
    tint = "grad" if options.grad else None
    chosen = {"open": options.open, "depth": options.depth, "tint": tint}
    drawing = draw_forward(lambda values: gpt.reader(values, config), state, tokenizer, options.text, **chosen)
    path = options.output or f"forward.{options.format or 'svg'}"
    drawing.save(path, options.format)
    print(f"{path}: {drawing.alt}")
    return 0


def run_download(options):
    from .download import download

    print(f"{download()}: checked and in place")
    return 0


def run_doctor(options):
    from .doctor import examine

    return examine()


def config_of(options, tokenizer):
    return gpt.Config(
        vocab_size=tokenizer.vocab_size,
        n_embd=options.n_embd,
        n_head=options.n_head,
        n_layer=options.n_layer,
        block_size=options.block_size,
    )


def optional(path):
    """The file to write, or None where no path was given."""
    return writing(path) if path else nullcontext()


@contextmanager
def interrupts():
    """A list that Ctrl-C fills, so that a step is finished before anything stops; a second Ctrl-C stops at once."""
    pressed = []

    def note(number, frame):
        pressed.append(number)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)


def progress(losses, num_steps):
    """Pass the losses on, and say where training stands: one line rewritten on a terminal, ten lines elsewhere."""
    terminal, recent, start, shown = sys.stdout.isatty(), [], time.monotonic(), 0.0
    for number, loss in enumerate(losses, 1):
        recent = [*recent[-99:], loss]
        elapsed = time.monotonic() - start
        due = elapsed - shown > 0.1 if terminal else number % math.ceil(num_steps / 10) == 0
        if due or number in (1, num_steps):
            shown = elapsed
            left = round(elapsed / number * (num_steps - number))
            mean = sum(recent) / len(recent)
            line = f"step {number:{len(str(num_steps))}} of {num_steps} | loss {loss:.4f} | mean of last 100 {mean:.4f}"
            print(f"{line} | {left // 60}:{left % 60:02} left", end="\r" if terminal else "\n", flush=True)
        yield loss
    if terminal:
        print()


def number(kind, low, what, open_end=True):
    """An argparse type: a finite number of this kind above `low` (or equal to it, unless open_end)."""

    def convert(text):
        try:
            value = kind(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value) or value < low or (open_end and value == low):
            raise argparse.ArgumentTypeError(f"must be {what}, not {text!r}")
        return value

    return convert


SIZE = number(int, 0, "a whole number above 0")
COUNT = number(int, 0, "a whole number, 0 or more", open_end=False)
POSITIVE = number(float, 0, "a number above 0")
OPTIONS = {
    "data": {"metavar": "FILE", "default": FOLDER / "names.txt", "help": "text, one item per line"},
    "n_embd": {"type": SIZE, "default": 16, "metavar": "N", "help": "numbers per token"},
    "n_layer": {"type": SIZE, "default": 1, "metavar": "N", "help": "blocks"},
    "n_head": {"type": SIZE, "default": 4, "metavar": "N", "help": "heads per block"},
    "block_size": {"type": SIZE, "default": 16, "metavar": "N", "help": "tokens read at most"},
    "num_steps": {"type": SIZE, "default": 1000, "metavar": "N", "help": "one item per step"},
    "learning_rate": {"type": POSITIVE, "default": 0.01, "metavar": "X"},
    "seed": {"type": int, "default": 42, "metavar": "N"},
    "temperature": {"type": POSITIVE, "default": 0.5, "metavar": "X", "help": "below 1 careful, above 1 bold"},
    "samples": {"type": COUNT, "default": 20, "metavar": "N", "help": "how many to print"},
    "engine": {"choices": list(ENGINES), "default": "readable", "help": "replay: the same numbers, much faster"},
    "log": {"metavar": "FILE.csv", "help": "write step,loss with every digit"},
    "save": {"metavar": "FILE.json", "help": "write the trained model"},
    "prefix": {"metavar": "TEXT", "default": "", "help": "how every sample begins"},
    "text": {"metavar": "TEXT", "default": "emma", "help": "what the model reads"},
    "open": {"metavar": "NAME", "help": "show the inside: attn, layer0.mlp, pos2/layer0/attn/heads/head1"},
    "depth": {"type": COUNT, "default": 0, "metavar": "N", "help": "open everything that many levels further"},
    "load": {"metavar": "FILE.json", "help": "a trained model; without it, an untrained one of these sizes"},
}
SIZES = ["data", "n_embd", "n_layer", "n_head", "block_size", "seed"]


class Parser(argparse.ArgumentParser):
    def error(self, message):
        """One line, exit code 2."""
        self.exit(2, f"{self.prog}: {message}\n")


def parser():
    """Every option with underscores, as in the original, and with hyphens."""
    whole = Parser(prog="microgpt", description=__doc__)
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name, run, help, options=()):
        one = commands.add_parser(name, help=help, allow_abbrev=False)
        one.set_defaults(run=run)
        for option in options:
            spellings = dict.fromkeys([f"--{option}", f"--{option.replace('_', '-')}"])
            settings = {"help": " ", **OPTIONS[option]}
            if settings.get("default") is not None:
                settings["help"] += " (default: %(default)s)"
            one.add_argument(*spellings, **settings)
        return one

    training = [*SIZES, "num_steps", "learning_rate", "temperature", "samples", "engine", "log", "save"]
    command("train", run_train, "train a GPT and print samples", training)
    one = command("sample", run_sample, "samples of a trained model", ["temperature", "samples", "seed", "prefix"])
    one.add_argument("checkpoint", metavar="FILE.json")
    one = command("draw", run_draw, "draw one forward pass", ["text", "open", "depth", "load", *SIZES])
    one.add_argument("-o", "--output", metavar="FILE", help="default: forward.svg")
    one.add_argument("--format", choices=["svg", "png", "pdf", "dot"], help="default: the ending of FILE")
    one.add_argument("--grad", action="store_true", help="shade the boxes by the size of their gradients")
    command("download", run_download, "fetch the 32,033 names of the original")
    command("doctor", run_doctor, "say what works here and what is missing")
    return whole


def main(words=None):
    options = parser().parse_args(words)
    try:
        return options.run(options)
    except BadInput as error:
        print(f"microgpt: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        sys.stderr.close()
        return 1


if __name__ == "__main__":
    sys.exit(main())
