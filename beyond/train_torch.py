"""Train the GPT of torch_gpt.py: in one process or in several, on one machine or many, on CPUs or GPUs; the same script.

    python beyond/train_torch.py --n_embd 64 --n_layer 3 --dropout 0.2 --weight_decay 0.1 --save large.json
    torchrun --standalone --local_addr 127.0.0.1 --nproc_per_node 2 beyond/train_torch.py --save large.json
    torchrun --nnodes 2 --nproc_per_node 8 --rdzv_id 1 --rdzv_backend c10d --rdzv_endpoint FIRST:29500 beyond/train_torch.py

The second line names the address since a machine's own name often has none; the third is typed on each of two machines, and
FIRST is the name of one of them. --save writes the model in the course's form, which `python -m microgpt sample` and `draw`
read, and beside it what --resume goes on from: with as many processes and threads with the same losses as without the break, with
others the last digits differ, and what dropout takes out. No file that is there is replaced without --resume or --overwrite.
"""

import hashlib
import os
import random
import signal
import socket
import stat
import sys
import time
from argparse import RawDescriptionHelpFormatter
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from importlib.util import find_spec
from io import BytesIO
from itertools import chain, islice
from math import isfinite
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))  # the library, where it is not installed

if find_spec("torch") is None:
    sys.exit(
        "train_torch.py needs PyTorch: pip install torch --index-url https://download.pytorch.org/whl/cpu (README.md)"
    )
if find_spec("numpy") is None:
    sys.exit("train_torch.py needs NumPy beside PyTorch: pip install numpy")

if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # while PyTorch is loaded: Ctrl-C ends, and no page is printed

import torch
import torch.distributed as dist
from torch.nn.functional import cross_entropy
from torch.nn.parallel import DistributedDataParallel
from torch_gpt import GPT, padded

from microgpt import gpt
from microgpt.__main__ import COUNT, OPTIONS, SHARE, Parser, config_of, number, parted, read_list
from microgpt.data import BadInput, Tokenizer, content
from microgpt.nn import mean
from microgpt.outside import (
    ENDINGS,
    STREAMS,
    allowed,
    apart,
    complaining,
    ended,
    interrupts,
    printable,
    ready,
    say,
    with_streams,
    writing,
)
from microgpt.train import batches, bounded, each_document, each_token, weights_of

WEIGHTS = {"names": each_document, "tokens": each_token}
DTYPES = {"float64": torch.float64, "float32": torch.float32, "bfloat16": torch.float32}  # of the parameters
PATIENCE = timedelta(minutes=5)  # a machine that has not been heard of for so long is lost
COURTESY = 30  # seconds in which the first process of a machine can say what is wrong, before another does
AT_ONCE = 512  # documents that are judged together
RATE = number(float, 0, "a number above 0 and below 1000", below=1000)  # a step of AdamW moves a parameter by so much
SHARE_OR_0 = number(float, 0, "0 or more, and below 1", open_end=False, below=1)
THREADS = number(int, 1, "a whole number from 1 to 1024", open_end=False, below=1025)  # of too many the library dies
NUMBER_OR_0 = number(float, 0, "a number, 0 or more", open_end=False)
CHOICES = {  # beside those of the course's own command line
    "num_steps": {**OPTIONS["num_steps"], "default": 5000},
    "batch": {**OPTIONS["batch"], "default": 64},
    "learning_rate": {**OPTIONS["learning_rate"], "type": RATE, "default": 0.005},
    "held_out": {"type": SHARE, "metavar": "X", "default": 0.1, "help": "the part of the items that judges"},
    "dropout": {"type": SHARE_OR_0, "metavar": "X", "default": 0.0, "help": "the share taken out at random"},
    "weight_decay": {"type": NUMBER_OR_0, "metavar": "X", "default": 0.0, "help": "AdamW's"},
    "weigh": {"choices": list(WEIGHTS), "default": "tokens", "help": "what counts alike in a batch"},
    "dtype": {"choices": list(DTYPES), "default": "float32", "help": "how many digits are computed with"},
    "device": {"choices": ["auto", "cpu", "cuda"], "default": "auto", "help": "auto: GPUs, if there are any"},
    "threads": {"type": THREADS, "metavar": "N", "default": 1, "help": "of each process, on a CPU"},
    "every": {
        "type": COUNT,
        "metavar": "N",
        "default": 0,
        "help": "steps from checkpoint to checkpoint; 0: ten in all",
    },
    "save": {"metavar": "FILE.json", "help": "write the model; FILE.pt beside it is what --resume reads"},
    "losses": {"metavar": "FILE.csv", "help": "write step,loss with every digit"},
}
SIZES = ["n_embd", "n_head", "n_layer", "block_size"]
SETTINGS = [
    *SIZES,
    "num_steps",
    "batch",
    "learning_rate",
    "held_out",
    "dropout",
    "weight_decay",
    "weigh",
    "dtype",
    "seed",
]


class Words(Parser):
    def error(self, message):
        raise BadInput(message)


def parser():
    """Every option with underscores and with hyphens, as on the course's command line; BadInput for what is none."""
    told = {"description": __doc__, "formatter_class": RawDescriptionHelpFormatter}
    whole = Words(prog="train_torch.py", allow_abbrev=False, **told)
    options = {"data": OPTIONS["data"], **{name: OPTIONS[name] for name in SIZES}, "seed": OPTIONS["seed"], **CHOICES}
    for name, settings in options.items():
        told = settings.get("help", "") + (" (default: %(default)s)" if settings.get("default") is not None else "")
        whole.add_argument(*dict.fromkeys([f"--{name}", f"--{name.replace('_', '-')}"]), **{**settings, "help": told})
    again = whole.add_mutually_exclusive_group()
    again.add_argument("--resume", action="store_true", help="go on from the last checkpoint of --save")
    again.add_argument(
        "--overwrite", action="store_true", help="begin anew, and replace the files of --save and --losses"
    )
    whole.add_argument("--large", action="store_true", help="also above ten million numbers, and lists above 50 MB")
    return whole


# ---- the processes: who am I, and what do the others say ----


class World:
    """This process among those that torchrun started, or alone. rank: its number from 0; size: how many there are."""

    def __init__(self, device="auto"):
        told = [int(os.environ.get(name, default)) for name, default in PLACES.items()]
        self.rank, self.size, self.local, self.here = told
        gpus = torch.cuda.device_count()
        if device == "cuda" and not gpus:
            raise BadInput("PyTorch finds no GPU here")
        on_gpu = gpus and device != "cpu"
        if on_gpu and self.here > gpus:
            raise BadInput(f"{self.here} processes need as many GPUs, and here are {gpus} (--device cpu does without)")
        self.device = torch.device("cuda", self.local) if on_gpu else torch.device("cpu")

    @contextmanager
    def joined(self):
        """Meet the other processes, and take leave of them in the end."""
        if self.size == 1:
            yield self
            return
        if self.device.type == "cuda":
            torch.cuda.set_device(self.device)
        if self.here == self.size:  # one machine reaches itself by its loopback: often its own name has no address
            os.environ["MASTER_ADDR"] = "127.0.0.1"
            os.environ.setdefault("GLOO_SOCKET_IFNAME", loopback())
        with lost(f"{self} cannot meet the other processes; GLOO_SOCKET_IFNAME may name the network interface to use"):
            dist.init_process_group("nccl" if self.device.type == "cuda" else "gloo", timeout=PATIENCE)
        yield self
        dist.barrier()  # nobody leaves while another is still being heard
        dist.destroy_process_group()

    def __str__(self):
        return f"rank {self.rank} of {self.size}"

    def total(self, numbers):
        """The sums of these numbers over all processes: the same list in each."""
        found = torch.tensor(numbers, dtype=torch.float64, device=self.device)
        if self.size > 1:
            dist.all_reduce(found)
        return found.tolist()

    def told(self, make):
        """What make() gives in the first process, in all; BadInput there is BadInput everywhere."""
        found = [None]
        if self.rank == 0:
            try:
                found = [make()]
            except BadInput as error:
                found = [error]
        if self.size > 1:
            dist.broadcast_object_list(found, device=self.device)
        if isinstance(found[0], BadInput):
            raise found[0]
        return found[0]

    def agree(self, text):
        """Whether this text is the same in all processes."""
        everybody = [text] * self.size
        if self.size > 1:
            dist.all_gather_object(everybody, text)
        return len(set(everybody)) == 1


PLACES = {"RANK": "0", "WORLD_SIZE": "1", "LOCAL_RANK": "0", "LOCAL_WORLD_SIZE": "1"}  # what torchrun tells, or alone


def loopback():
    """The name of the network interface by which this machine reaches itself: lo on Linux, lo0 on macOS."""
    return next((name for _, name in socket.if_nameindex() if name.startswith("lo")), "lo")


class Lost(Exception):
    """Another process has ended, or cannot be reached."""


@contextmanager
def lost(what):
    """Turn what gloo and NCCL say of a connection that fails into one line."""
    try:
        yield
    except RuntimeError as error:
        if isinstance(error, dist.DistError) or any(word in str(error) for word in ("gloo", "NCCL", "onnection")):
            raise Lost(what) from error
        raise


# ---- training ----


def share(held, rank):
    """What a process multiplies the mean over its part by, so that the average over processes is the mean of the batch.

    held: the weight of each process's part, as how many tokens it has.
    """
    return len(held) * held[rank] / sum(held)


class Training:
    """A model, its optimiser, and how far they have come.

    settings: what makes two trainings the same, but for the last digits and for what dropout takes out; by: who computes, on
    which these depend.
    """

    def __init__(self, world, options, settings, config, tokenizer):
        self.world, self.options, self.settings = world, options, settings
        self.config, self.tokenizer, self.losses = config, tokenizer, []
        self.by = f"{plural(world.size, 'process', 'es')}, {world.device.type}, {plural(options.threads, 'thread')}"
        state = gpt.init(config, random.Random(options.seed))
        self.model = GPT(state, config, options.dropout).to(world.device)
        self.optimizer = torch.optim.AdamW(
            self.model.parameters(), options.learning_rate, (0.85, 0.99), 1e-8, options.weight_decay
        )
        self.shared = self.model  # as the processes train it: with the mean of their gradients
        if world.size > 1:
            self.shared = DistributedDataParallel(self.model)

    def logits(self, tokens):
        """bfloat16 is for the large products alone; parameters and sums keep their digits."""
        with torch.autocast(self.world.device.type, torch.bfloat16, enabled=self.options.dtype == "bfloat16"):
            return self.shared(tokens)

    def surprises(self, documents, weigh):
        """(surprises, weights) at all places of these documents, each flat."""
        tokens, targets, weights = (part.to(self.world.device) for part in padded(documents, weigh))
        logits = self.logits(tokens).flatten(0, 1).to(weights.dtype)
        return cross_entropy(logits, targets.flatten(), reduction="none"), weights.flatten()

    def step(self, batch, stopping=False):
        """One step on a batch, of which this process takes its part; (the loss of all of it, whether any process stops)."""
        number, world, weigh = len(self.losses), self.world, WEIGHTS[self.options.weigh]
        torch.manual_seed(random.Random(f"{self.options.seed} {number} {world.rank}").getrandbits(63))  # for dropout
        for group in self.optimizer.param_groups:
            group["lr"] = self.options.learning_rate * (1 - number / self.options.num_steps)
        self.shared.train()
        parts = [batch[rank :: world.size] for rank in range(world.size)]
        held = [sum(chain.from_iterable(weights_of(weigh, each) for each in part)) for part in parts]
        surprises, weights = self.surprises(parts[world.rank], weigh)
        loss = share(held, world.rank) * (surprises @ weights) / held[world.rank]
        loss.backward()  # DistributedDataParallel averages the gradients, every process counting alike
        self.optimizer.step()
        self.optimizer.zero_grad()
        loss, stopping = world.total([loss.item() / world.size, float(stopping)])
        self.losses.append(loss)
        return loss, stopping > 0

    @torch.no_grad()
    def evaluate(self, documents):
        """Nats per token over all these documents, each process judging its part."""
        self.shared.eval()
        found, mine = torch.zeros(2, dtype=torch.float64), documents[self.world.rank :: self.world.size]
        for start in range(0, len(mine), AT_ONCE):
            surprises, weights = self.surprises(mine[start : start + AT_ONCE], each_token)
            found += torch.stack([surprises @ weights, weights.sum()]).cpu()
        surprise, counted = self.world.total(found.tolist())
        return surprise / counted

    def checksum(self):
        """Of all parameters, to the last bit."""
        whole = hashlib.sha256()
        for rows in self.model.state_dict().values():
            whole.update(rows.cpu().numpy().tobytes())
        return whole.hexdigest()[:16]

    # ---- files ----

    def save(self):
        """Both files, each whole or not at all; the first process writes them, after all have compared their parameters."""
        if not self.world.agree(self.checksum()):
            raise BadInput(f"the processes have different parameters after step {len(self.losses)}: nothing is written")
        if not all((rows.abs() <= gpt.HUGE).all() for rows in self.model.parameters()):
            raise BadInput(f"a parameter has left all bounds at step {len(self.losses)}: nothing is written")
        self.world.told(self.write)

    def write(self):
        if self.options.save:
            self.write_model()
        if self.options.losses:
            with writing(self.options.losses) as log:
                log.write("step,loss\n" + "".join(f"{i},{loss!r}\n" for i, loss in enumerate(self.losses, 1)))

    def write_model(self):
        state = {name: rows.cpu() for name, rows in self.model.state_dict().items()}
        found = {
            "settings": self.settings,
            "by": self.by,
            "losses": self.losses,
            "state": state,
            "optimizer": self.optimizer.state_dict(),
        }
        whole = BytesIO()
        torch.save(found, whole)
        with writing(self.options.save) as model, writing(beside(self.options), "wb") as file:
            file.write(whole.getvalue())
            gpt.dump(model, {name: rows.tolist() for name, rows in state.items()}, self.config, self.tokenizer)

    def resume(self):
        """Go on from the last checkpoint, if there is one."""
        path = beside(self.options)
        found = self.world.told(partial(checkpoint, path, self.settings))
        if not found:
            return
        try:
            self.model.load_state_dict(found["state"])
            groups = self.optimizer.state_dict()["param_groups"]  # as the options of this run say
            self.optimizer.load_state_dict({"state": found["optimizer"]["state"], "param_groups": groups})
            self.losses = list(map(float, found["losses"]))
            whole = self.fits()
        except Exception:  # noqa: BLE001 - what is not of this model fails in many ways
            whole = False
        if not whole:
            raise BadInput(f"{path} is not a whole checkpoint of train_torch.py")
        before = found.get("by", self.by)
        if before != self.by and self.world.rank == 0:
            how = ", as dropout takes out other numbers" if self.options.dropout else " in their last digits, if at all"
            say(f"{printable(path)} was written by {printable(before)}: from here on the losses differ{how}")

    def fits(self):
        """Whether the moments are of this model, after as many steps as there are losses: PyTorch loads any."""
        steps = len(self.losses)
        moments = [(p.shape, self.optimizer.state[p]) for p in self.model.parameters()] if steps else []
        alike = all(
            float(each["step"]) == steps and each["exp_avg"].shape == each["exp_avg_sq"].shape == shape
            for shape, each in moments
        )
        return alike and steps <= self.options.num_steps and all(map(isfinite, self.losses))


def plural(count, word, ending="s"):
    return f"{count} {word}{ending * (count > 1)}"


def beside(options):
    """The file from which --resume goes on, beside that of --save."""
    return Path(options.save).with_suffix(".pt")


def files(options):
    """What a training writes: {what a line calls it: path}."""
    found = {"--save": options.save, "--losses": options.losses}
    if options.save is not None:
        if not Path(options.save).name:
            raise BadInput(f"--save needs the name of a file, not {options.save!r}")
        found["what --resume reads"] = beside(options)
    return {name: path for name, path in found.items() if path}


def lasting(path):
    """BadInput where this is no file that can be written and read again, but a folder, a device, or one that is protected."""
    with complaining(path):
        kind = allowed(path)
    if str(path) in STREAMS or not (kind is None or stat.S_ISREG(kind)):
        raise BadInput(f"--save needs the name of a file that stays: {path} is a device or a pipe")


def kept(options):
    """BadInput where a file cannot be written, or one that is there would be replaced without --overwrite or --resume."""
    for path in [options.save, beside(options)] if options.save else []:
        lasting(path)
    there = [path for path in files(options).values() if os.path.isfile(path)]
    goes_on = options.save and os.path.isfile(beside(options))
    if there and not options.overwrite and not (options.resume and goes_on):
        lacking = f", and no {beside(options)} to go on from" if options.resume else ""
        ways = ["--resume goes on with it"] * bool(goes_on) + ["--overwrite begins anew and replaces it"]
        raise BadInput(f"{there[0]} is there already{lacking}: {', '.join(ways)}")
    for path in files(options).values():
        tried(path)


def tried(path):
    """BadInput where this cannot be written; nothing is, so that a training which fails soon leaves nothing behind."""
    with suppress(Undone), writing(path):
        raise Undone


class Undone(Exception):
    """What is being written is to be given up."""


def checkpoint(path, settings):
    """What a checkpoint holds, or None where there is none; BadInput where it is not whole, or of another training."""
    if not path.exists():
        return None
    try:
        found = torch.load(BytesIO(content(path, None)), map_location="cpu", weights_only=True)
        before, _, _, _ = (found[name] for name in ("settings", "losses", "state", "optimizer"))
        before = {name: before[name] for name in settings}
    except BadInput:
        raise
    except Exception:  # noqa: BLE001 - a damaged file fails in many ways
        raise BadInput(f"{path} is not a whole checkpoint of train_torch.py") from None
    for name in settings:
        if settings[name] != before[name]:
            told = OTHER.get(name, "with --{0} {1}, not {2}").format(name, before[name], settings[name])
            raise BadInput(f"{path} was trained {told}")
    return found


OTHER = {  # how a line says that these settings differ
    "num_steps": "with --num_steps {1}, not {2}; the learning rate falls to 0 over all of them, so a longer training is another one",
    "data": "on another list than this --data",
}


# ---- the whole ----


def run(options):
    torch.set_default_dtype(DTYPES[options.dtype])
    torch.set_num_threads(options.threads)
    world = World(options.device)
    if options.batch < world.size:
        raise BadInput(f"a batch of {options.batch} is too small for {world.size} processes: each needs an item")
    if options.resume and not options.save:
        raise BadInput("--resume needs --save: the file from which to go on")
    if options.save and Path(options.save).suffix.lower() == ".pt":
        raise BadInput("--save needs a name that does not end in .pt: that is the file beside it")
    apart({"--data": options.data, **files(options)})
    if options.learning_rate * options.weight_decay >= 1:
        raise BadInput(
            f"--weight_decay {options.weight_decay:g} is too large for --learning_rate {options.learning_rate:g}: their "
            "product is the part of every parameter that a step takes away, and has to be below 1"
        )
    training, held_out = parted(read_list(options), options)
    if options.batch > len(training):
        raise BadInput(f"--batch {options.batch} is more than the list has to train on: {len(training)} items")
    tokenizer = Tokenizer(training + held_out)
    config = config_of(options, tokenizer)
    settings = {name: getattr(options, name) for name in SETTINGS}
    settings["data"] = hashlib.sha256("\n".join(training + held_out).encode()).hexdigest()[:16]
    lists = [[tokenizer.encode(each)[: config.block_size + 1] for each in part] for part in (training, held_out)]
    with world.joined(), lost(f"{world}: another process has ended, or is not reached any more{going_on(options)}"):
        if not world.agree(str(settings)):
            raise BadInput("the processes were not given the same options, or not the same list")
        world.told(partial(kept, options))
        return trained(Training(world, options, settings, config, tokenizer), *lists)


def going_on(options):
    return f". What was kept in {options.save} is whole: go on with --resume" if options.save else ""


def trained(whole, training, held_out):
    """Train to the end, or until somebody interrupts, and say how it goes on; the exit code."""
    world, options, first = whole.world, whole.options, whole.world.rank == 0
    if options.resume:
        whole.resume()
    start, tell = len(whole.losses), Teller(options.num_steps, len(whole.losses)) if first else lambda *_: None
    if first:
        say(f"{len(training)} items to train on, {len(held_out)} held out; {gpt.num_params(whole.config):,} numbers")
        say(f"{whole.by}, from step {start}")
    if start:
        whole.save()
    every = options.every or -(-options.num_steps // 10)
    left = islice(batches(training, options.num_steps, options.batch, random.Random(options.seed)), start, None)
    with interrupts() as interrupted:
        for step, batch in enumerate(left, start + 1):
            loss, stopping = whole.step(batch, bool(interrupted))
            bounded(loss, step, options.learning_rate)
            due = step % every == 0 or step == options.num_steps or stopping
            judged = bounded(whole.evaluate(held_out), step, options.learning_rate) if due else None
            if due:  # what is said to be done is written
                whole.save()
            tell(step, loss, judged)
            if stopping:
                break
    done = len(whole.losses)
    say(f"{world}: checksum {whole.checksum()} after step {done}")
    if done == options.num_steps:
        return 0
    if first:
        kept = f"kept in {options.save}: go on with --resume" if options.save else "nothing is kept without --save"
        say(f"stopped after step {done}; {printable(kept)}")
    return 128 + (interrupted or [signal.SIGINT])[0]


class Teller:
    """Says where training stands: one line rewritten on a terminal; elsewhere only lines with a held-out loss."""

    def __init__(self, num_steps, start):
        self.num_steps, self.start, self.since = num_steps, start, time.monotonic()
        self.recent, self.shown = [], 0.0

    def __call__(self, step, loss, held_out):
        self.recent, now = [*self.recent[-99:], loss], time.monotonic()
        if held_out is None and not (sys.stdout.isatty() and now - self.shown > 0.1):
            return
        self.shown = now
        left = round((now - self.since) / (step - self.start) * (self.num_steps - step))
        line = f"step {step} of {self.num_steps} | mean loss of last {len(self.recent)} {mean(self.recent):.4f}"
        line += f" | held out {held_out:.4f}" if held_out is not None else ""
        say(f"{line} | {left // 60}:{left % 60:02} left", end="\r" if held_out is None else "\n")


@contextmanager
def once():
    """BadInput is said by the first process of a machine: when that ends, torchrun ends the others, which wait for it here."""
    try:
        yield
    except BadInput:
        if int(os.environ.get("LOCAL_RANK", PLACES["LOCAL_RANK"])):
            time.sleep(COURTESY)  # whoever has not been ended until then is the only one that has met it
        raise


def main(words=None):
    ready(sys.stdout), ready(sys.stderr)
    options = None
    try:
        with once():
            options = parser().parse_args(sys.argv[1:] if words is None else words)
            return run(options)
    except BadInput as error:
        code, told = 2, error
    except Lost as error:
        code, told = 1, error
    except KeyboardInterrupt:
        if os.environ.get("RANK", PLACES["RANK"]) != PLACES["RANK"]:
            return 130
        code, told = 130, "stopped at once"
        if options and os.path.isfile(options.save or ""):
            told += going_on(options)
    print(f"train_torch.py: {printable(told, 500)}\n", end="", file=sys.stderr, flush=True)
    return code


def leave(run):
    """End at once with its code: gloo's threads outlive their group, and one that meets a closing interpreter aborts it."""
    try:
        code = run()
    except SystemExit as ended_by:
        code = ended_by.code
    with suppress(OSError):  # nobody reads any more
        sys.stdout.flush(), sys.stderr.flush()
    os._exit(code or 0)


if __name__ == "__main__":
    with_streams()
    for each in ENDINGS:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, signal.default_int_handler if each == signal.SIGINT else ended)
    leave(main)
