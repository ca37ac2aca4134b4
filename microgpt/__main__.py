"""The command line: python -m microgpt train, sample, draw, download, doctor."""

import argparse
import math
import random
import signal
import sys
import time
from contextlib import suppress
from itertools import takewhile

from . import __version__, autograd, gpt
from .data import FOLDER, LARGEST, BadInput, Tokenizer, load, split
from .optim import Adam
from .outside import ENDINGS, distinct, ended, interrupts, optional, printable, ready, say, unfailing, with_streams
from .sample import sample
from .train import OUT_OF_BOUNDS, autograd_step, bounded, evaluate, train


def run_train(options):
    """Train as the original does: one stream of random numbers, for the shuffle, the parameters and the samples."""
    distinct(options, "data", "save", "log")
    documents, held_out = parted(read_list(options), options)
    rng = random.Random(options.seed)
    rng.shuffle(documents)
    tokenizer = Tokenizer(documents + held_out)
    config = config_of(options, tokenizer)
    cropped = sum(len(document) >= config.block_size for document in documents + held_out)  # the end is predicted too
    say(f"num docs: {len(documents)}" + (f", and {len(held_out)} held out" if held_out else ""))
    say(f"vocab size: {tokenizer.vocab_size}")
    say(f"num params: {gpt.num_params(config)}")
    if cropped:
        say(f"cropped: {cropped} documents are longer than the {config.block_size} tokens that the model reads")
    state = autograd.values(gpt.init(config, rng))
    optimizer = Adam(autograd.parameters(state), options.learning_rate)
    step = ENGINES[options.engine](lambda: gpt.reader(state, config), optimizer, config)
    read = documents[: options.num_steps * options.batch]
    token_lists, judges = (
        [tokenizer.encode(each)[: config.block_size + 1] for each in part] for part in (read, held_out)
    )
    training = train(step, token_lists, options.num_steps, options.batch)

    def judge():
        """The held-out loss; None where nothing is held out."""
        if not judges or options.engine == "replay":
            return step.evaluate(judges) if judges else None
        learned = autograd.floats(state)
        return evaluate(lambda: gpt.reader(learned, config), judges)

    losses = []
    with interrupts() as interrupted, optional(options.save) as model:
        unlogged = fill(options.log, losses, progress(training, options.num_steps, judge), options, interrupted)
        if options.engine == "replay":
            step.store()
        learned = autograd.floats(state)
        bounded(evaluate(lambda: gpt.reader(learned, config), token_lists[:1]), len(losses), options.learning_rate)
        if model:
            gpt.dump(model, learned, config, tokenizer)
    if interrupted:
        print(f"stopped after step {len(losses)} of {options.num_steps}", file=sys.stderr)
        return 128 + interrupted[0]
    if unlogged:
        raise unlogged
    return print_samples(learned, config, tokenizer, rng, options)


def parted(documents, options):
    """(those to train on, those held out): `data.split`'s, or all and none."""
    if not options.held_out:
        return documents, []
    training, held_out = split(documents, options.held_out)
    if not training or not held_out:
        raise BadInput(f"{options.data} has too few different items to hold {options.held_out:g} of them out")
    return training, held_out


def fill(log_path, losses, training, options, interrupted):
    """Train to the end, or until it is interrupted, and note every loss; what kept the log from being written, or None.

    A log that cannot be written costs no training; where nothing is to be written, and nobody reads, training ends.
    """
    unlogged = None
    try:
        with optional(log_path) as log:
            note = unfailing(log.write) if log else lambda line: None
            note("step,loss\n")
            for loss in training:
                losses.append(loss)
                note(f"{len(losses)},{loss!r}\n")
                if interrupted or not loss < OUT_OF_BOUNDS or (say.failure and not (options.save or options.log)):
                    break
    except BadInput as error:
        if not losses:
            raise  # nothing was trained
        unlogged = error
    bounded(losses[-1], len(losses), options.learning_rate)
    return unlogged


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
    for number in takewhile(lambda _: not say.failure, range(1, options.samples + 1)):  # as long as somebody reads
        tokens = sample(gpt.reader(state, config), tokenizer.bos, config.block_size, rng, options.temperature, letters)
        say(f"sample {number:2}: {printable(tokenizer.decode(tokens), len(tokens) * 10)}")
    return 0


def run_draw(options):
    """Draw one forward pass of a checkpoint, or of an untrained model of the default size."""
    try:
        from .graph import draw_forward
    except ImportError as error:
        raise BadInput(f"drawing needs the package {error.name}: pip install graphviz pygraphviz") from None
    distinct(options, "data" if options.load is None else "load", "output")
    if options.load:
        state, config, tokenizer = gpt.load(options.load)
    else:
        tokenizer = Tokenizer(read_list(options))
        config = config_of(options, tokenizer)
        state = gpt.init(config, random.Random(options.seed))
    tint = "grad" if options.grad else None
    chosen = {"open": options.open, "depth": options.depth, "tint": tint}
    drawing = draw_forward(lambda values: gpt.reader(values, config), state, tokenizer, options.text, **chosen)
    path = options.output or f"forward.{options.format or 'svg'}"
    drawing.save(path, options.format)
    say(f"{printable(path)}: {printable(drawing.alt, 1000)}")
    return 0


def run_download(options):
    from .download import download

    say(f"{printable(download())}: checked and in place")
    return 0


def run_doctor(options):
    from .doctor import examine

    return examine()


LARGE = 10_000_000  # numbers of a model that is built without being asked twice


def read_list(options):
    """The documents of --data; a large list only with --large."""
    try:
        return load(options.data, None if options.large else LARGEST)
    except BadInput as error:
        more = " (--large reads it all the same)" if "larger than" in str(error) else ""
        raise BadInput(f"{error}{more}") from None


def config_of(options, tokenizer):
    """The sizes that were asked for; BadInput where the model would be huge, unless --large."""
    sizes = {name: getattr(options, name) for name in ("n_embd", "n_head", "n_layer", "block_size")}
    config = gpt.Config(tokenizer.vocab_size, **sizes)
    if gpt.num_params(config) > LARGE and not options.large:
        raise BadInput(f"this model has {gpt.num_params(config):,} numbers, more than ten million (--large goes on)")
    return config


def progress(losses, num_steps, judge=lambda: None):
    """Pass the losses on, and say where training stands: one line rewritten on a terminal, ten lines elsewhere.

    judge() gives the held-out loss, or None; it is asked ten times, and those lines stay.
    """
    terminal, recent, start, shown = sys.stdout.isatty(), [], time.monotonic(), 0.0
    for number, loss in enumerate(losses, 1):
        recent = [*recent[-99:], loss]
        elapsed = time.monotonic() - start
        tenth = number % math.ceil(num_steps / 10) == 0 or number == num_steps
        held_out = judge() if tenth else None
        if tenth or number == 1 or (terminal and elapsed - shown > 0.1):
            shown = elapsed
            left = round(elapsed / number * (num_steps - number))
            mean = sum(recent) / len(recent)
            line = f"step {number:{len(str(num_steps))}} of {num_steps} | loss {loss:.4f} | mean of last 100 {mean:.4f}"
            line += f" | held out {held_out:.4f}" if held_out is not None else ""
            stays = not terminal or held_out is not None
            say(f"{line} | {left // 60}:{left % 60:02} left", end="\n" if stays else "\r")
        yield loss
    if terminal:
        say("")


def number(kind, low, what, open_end=True, below=math.inf):
    """An argparse type: a finite number of this kind above `low` (or equal to it, unless open_end), and `below` another."""

    def convert(text):
        try:
            value = kind(text)
            fits = math.isfinite(value) and low <= value < below and not (open_end and value == low)
        except (ValueError, OverflowError):
            fits = False
        if not fits:
            raise argparse.ArgumentTypeError(f"must be {what}, not {text!r}")
        return value

    return convert


SIZE = number(int, 0, "a whole number above 0")
COUNT = number(int, 0, "a whole number, 0 or more", open_end=False)
POSITIVE = number(float, 0, "a number above 0")
SHARE = number(float, 0, "a number above 0 and below 1, such as 0.1", below=1)
OPTIONS = {
    "data": {"metavar": "FILE", "default": FOLDER / "names.txt", "help": "text, one item per line"},
    "n_embd": {"type": SIZE, "default": 16, "metavar": "N", "help": "numbers per token"},
    "n_layer": {"type": SIZE, "default": 1, "metavar": "N", "help": "blocks"},
    "n_head": {"type": SIZE, "default": 4, "metavar": "N", "help": "heads per block"},
    "block_size": {"type": SIZE, "default": 16, "metavar": "N", "help": "tokens read at most"},
    "num_steps": {"type": SIZE, "default": 1000, "metavar": "N", "help": "steps of training"},
    "batch": {"type": SIZE, "default": 1, "metavar": "N", "help": "items per step"},
    "held_out": {"type": SHARE, "metavar": "X", "help": "train without this part of the items, and judge by it"},
    "learning_rate": {"type": POSITIVE, "default": 0.01, "metavar": "X", "help": "of the first step; it falls to 0"},
    "seed": {"type": number(int, -math.inf, "a whole number"), "default": 42, "metavar": "N", "help": "of all draws"},
    "temperature": {"type": POSITIVE, "default": 0.5, "metavar": "X", "help": "below 1 careful, above 1 bold"},
    "samples": {"type": COUNT, "default": 20, "metavar": "N", "help": "how many to print"},
    "engine": {"choices": list(ENGINES), "default": "readable", "help": "replay: the same numbers, much faster"},
    "log": {"metavar": "FILE.csv", "help": "write step,loss with every digit"},
    "save": {"metavar": "FILE.json", "help": "write the trained model"},
    "prefix": {"metavar": "TEXT", "default": "", "help": "how every sample begins"},
    "text": {"metavar": "TEXT", "default": "emma", "help": "what the model reads"},
    "open": {"metavar": "NAME", "help": "show the inside: attn, layer0.mlp, pos2/layer0/attn/attn_wq, pos2/lm_head[8]"},
    "depth": {"type": COUNT, "default": 0, "metavar": "N", "help": "open everything that many levels further"},
    "load": {"metavar": "FILE.json", "help": "a trained model; without it, an untrained one of these sizes"},
}
SIZES = ["data", "n_embd", "n_layer", "n_head", "block_size", "seed"]


class Parser(argparse.ArgumentParser):
    def error(self, message):
        """One line, exit code 2."""
        self.exit(2, f"{self.prog}: {printable(message)}\n")

    def parse_known_args(self, words=None, namespace=None):
        """Also where a value begins with a hyphen: the word after an option that takes one belongs to it."""
        taking = {spelling for spelling, action in self._option_string_actions.items() if action.nargs is None}
        glued, words = [], iter(words or [])
        for word in words:
            value = next(words, None) if word in taking else None
            if value in self._option_string_actions or value == "--":
                self.error(f"{word} needs a value, and {value} is an option")
            glued.append(word if value is None else f"{word}={value}")
        return super().parse_known_args(glued, namespace)


def parser():
    """Every option with underscores, as in the original, and with hyphens."""
    whole = Parser(prog="microgpt", description=__doc__)
    whole.add_argument("--version", action="version", version=__version__)
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

    large = {"action": "store_true", "help": "also above ten million numbers, and lists above 50 MB"}

    training = [
        *SIZES,
        "num_steps",
        "batch",
        "held_out",
        "learning_rate",
        "temperature",
        "samples",
        "engine",
        "log",
        "save",
    ]
    one = command("train", run_train, "train a GPT and print samples", training)
    one.add_argument("--large", **large)
    one = command("sample", run_sample, "samples of a trained model", ["temperature", "samples", "seed", "prefix"])
    one.add_argument("checkpoint", metavar="FILE.json")
    one = command("draw", run_draw, "draw one forward pass", ["text", "open", "depth", "load", *SIZES])
    one.add_argument("-o", "--output", metavar="FILE", help="default: forward.svg")
    one.add_argument("--format", choices=["svg", "png", "pdf", "dot"], help="default: the ending of FILE")
    one.add_argument("--large", **large)
    one.add_argument("--grad", action="store_true", help="shade the boxes by the size of their gradients")
    command("download", run_download, "fetch the 32,033 names of the original")
    command("doctor", run_doctor, "say what works here and what is missing")
    return whole


def main(words=None):
    say.failure = None
    ready(sys.stdout), ready(sys.stderr)
    try:
        options = parser().parse_args(sys.argv[1:] if words is None else words)
        code = options.run(options)
    except BadInput as error:
        return complain(error)
    except ArithmeticError as error:
        return complain(f"the numbers of this model are too large to compute with: {error}")
    except MemoryError:
        return complain("there is not enough memory for this")
    except KeyboardInterrupt:
        return 130
    return complain(f"standard output: {say.failure}") if say.failure and code == 0 else code


def complain(error):
    """One line, and the exit code of everything that cannot be used."""
    with suppress(OSError, ValueError):
        print(f"microgpt: {printable(error, 500)}", file=sys.stderr, flush=True)
    return 2


if __name__ == "__main__":
    with_streams()
    for each in ENDINGS[1:]:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, ended)
    sys.exit(main())
