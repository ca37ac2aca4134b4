"""The GPT on tensors has the numbers of the GPT on Values; and several processes those of one."""

import random
import re

import pytest
from torching import ALONE, BEYOND, together, torch, trained

import torch_gpt  # isort: skip
import train_torch  # isort: skip
import two_processes  # isort: skip
from microgpt import autograd, data, gpt, optim
from microgpt.__main__ import main
from microgpt.train import autograd_step, batch_loss, each_document, each_token, evaluate, loss

NAMES = data.bundled()
TOKENIZER = data.Tokenizer(NAMES)
TOKENS = [TOKENIZER.encode(name) for name in NAMES]
CONFIG = gpt.Config(27, n_embd=8, n_head=2, n_layer=2)


@pytest.fixture(autouse=True)
def every_digit():
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


@pytest.fixture
def state():
    """Weights of a size at which attention chooses."""
    drawn = gpt.init(CONFIG, random.Random(3))
    return {name: [[5 * x for x in row] for row in rows] for name, rows in drawn.items()}


def surprise(model, batch, weigh):
    tokens, targets, weights = torch_gpt.padded(batch, weigh)
    found = torch.nn.functional.cross_entropy(model(tokens).transpose(1, 2), targets, reduction="none")
    return (found * weights).sum() / weights.sum()


def far(ours, theirs):
    """The largest difference between two dictionaries of matrices."""
    assert list(ours) == list(theirs)
    return max(float((torch.tensor(ours[name]) - torch.as_tensor(theirs[name])).abs().max()) for name in ours)


def test_the_module_can_be_read_on_one_page():
    assert (BEYOND / "torch_gpt.py").read_text(encoding="utf-8").count("\n") <= 60


def test_the_matrices_have_the_names_and_the_order_of_a_checkpoint(state):
    assert list(torch_gpt.GPT(state, CONFIG).state_dict()) == list(state)


@pytest.mark.parametrize("sizes", [{}, {"n_embd": 8, "n_head": 1, "n_layer": 3}, {"n_embd": 12, "n_head": 6}])
def test_logits_of_twenty_names_are_the_same(sizes):
    config = gpt.Config(27, **sizes)
    drawn = {n: [[5 * x for x in row] for row in rows] for n, rows in gpt.init(config, random.Random(1)).items()}
    model, worst = torch_gpt.GPT(drawn, config), 0.0
    for tokens in TOKENS[:20]:
        read = gpt.reader(drawn, config)
        wanted = torch.tensor([read(token) for token in tokens[:-1]])
        worst = max(worst, float((model(torch.tensor([tokens[:-1]]))[0] - wanted).abs().max().detach()))
    assert worst < 1e-12


def test_a_later_letter_changes_nothing_before_it(state):
    model, tokens = torch_gpt.GPT(state, CONFIG), torch.tensor([[26, 4, 12, 12, 0]])
    changed = tokens.clone()
    changed[0, 3] = 7
    before, after = model(tokens)[0], model(changed)[0]
    assert torch.equal(before[:3], after[:3]) and not torch.allclose(before[3:], after[3:])


@pytest.mark.parametrize("weigh", [each_document, each_token])
def test_gradients_of_every_matrix_are_the_same(state, weigh):
    graph, model, batch = autograd.values(state), torch_gpt.GPT(state, CONFIG), TOKENS[:8]
    ours = batch_loss(lambda: gpt.reader(graph, CONFIG), batch, weigh)
    ours.backward()
    theirs = surprise(model, batch, weigh)
    theirs.backward()
    assert abs(ours.data - theirs.item()) < 1e-12
    wanted = {name: [[x.grad for x in row] for row in rows] for name, rows in graph.items()}
    assert far(wanted, {name: matrix.grad for name, matrix in model.named_parameters()}) < 1e-12


def test_a_batch_of_eight_is_the_mean_of_eight_over_names_and_over_tokens(state):
    """The same over names, and weighed by their lengths over tokens: two losses, since long names are not as hard."""
    model, batch = torch_gpt.GPT(state, CONFIG), TOKENS[:8]
    lengths = torch.tensor([len(tokens) - 1.0 for tokens in batch])
    one_by_one = torch.stack([surprise(model, [tokens], each_document) for tokens in batch])
    names, tokens = surprise(model, batch, each_document), surprise(model, batch, each_token)
    assert abs(names - one_by_one.mean()) < 1e-12
    assert abs(tokens - one_by_one @ lengths / lengths.sum()) < 1e-12
    assert abs(names - tokens) > 1e-3


def training(*words, tokenizer=TOKENIZER):
    options = train_torch.parser().parse_args(list(map(str, words)))
    config = gpt.Config(tokenizer.vocab_size, **{name: getattr(options, name) for name in train_torch.SIZES})
    return train_torch.Training(train_torch.World("cpu"), options, {}, config, tokenizer)


@pytest.mark.parametrize("weigh", ["names", "tokens"])
def test_twenty_steps_of_adam_go_the_same_way(weigh):
    sizes = ["--n_embd", 8, "--n_head", 2, "--n_layer", 2, "--num_steps", 20, "--learning_rate", 0.01]
    whole = training(*sizes, "--weigh", weigh, "--dtype", "float64")
    graph = autograd.values(gpt.init(CONFIG, random.Random(42)))
    adam = optim.Adam(autograd.parameters(graph), lr=0.01)
    step = autograd_step(lambda: gpt.reader(graph, CONFIG), adam, train_torch.WEIGHTS[weigh])
    for number in range(20):
        batch = TOKENS[4 * number : 4 * number + 4]
        assert abs(whole.step(batch)[0] - step(batch, 1 - number / 20)) < 1e-10
    assert far(autograd.floats(graph), whole.model.state_dict()) < 1e-10


def test_the_held_out_loss_is_that_of_the_ledger():
    whole = training("--n_embd", 8, "--dropout", 0.5)
    wanted = evaluate(lambda: gpt.reader(gpt.init(whole.config, random.Random(42)), whole.config), TOKENS[:40])
    assert abs(whole.evaluate(TOKENS[:40]) - wanted) < 1e-12


def test_dropout_is_for_training_alone(state):
    model, tokens = torch_gpt.GPT(state, CONFIG, dropout=0.5), torch.tensor([TOKENS[0][:-1]])
    once, again = model(tokens), model(tokens)
    assert not torch.equal(once, again)
    assert torch.equal(model.eval()(tokens), torch_gpt.GPT(state, CONFIG)(tokens))


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
def test_a_checkpoint_goes_there_and_back_bit_for_bit(dtype, tmp_path):
    torch.set_default_dtype(dtype)
    drawn = gpt.init(CONFIG, random.Random(1))
    model = torch_gpt.GPT(drawn, CONFIG)
    model(torch.tensor([[1, 2]])).sum().backward()
    torch.optim.Adam(model.parameters()).step()
    learned = {name: matrix.tolist() for name, matrix in model.state_dict().items()}
    gpt.save(tmp_path / "m.json", learned, CONFIG, TOKENIZER)
    found, config, _ = gpt.load(tmp_path / "m.json")
    assert found == learned and config == CONFIG
    back = torch_gpt.GPT(found, config).state_dict()
    assert all(torch.equal(matrix, back[name]) for name, matrix in model.state_dict().items())
    tokens = TOKENS[0]
    with torch.no_grad():
        exact = torch_gpt.GPT(found, config).double()
        found_loss = loss(gpt.reader(found, config), tokens)
        wanted = torch.nn.functional.cross_entropy(exact(torch.tensor([tokens[:-1]]))[0], torch.tensor(tokens[1:]))
    assert abs(found_loss - wanted.item()) < 1e-12


@pytest.fixture
def short(tmp_path):
    """A list of 90 names, and words that train on it in a moment."""
    path = tmp_path / "names.txt"
    path.write_text("\n".join(NAMES[:90]), encoding="utf-8")
    return ["--data", path, "--n_embd", 8, "--n_head", 2, "--num_steps", 12, "--batch", 7, "--dtype", "float64"]


def first_alone(gradients):
    return list(gradients[0])


@pytest.mark.parametrize(("average", "alike"), [(two_processes.averaged, True), (first_alone, False)])
def test_two_processes_of_plain_python_end_alike_and_where_the_library_ends(average, alike, state, monkeypatch):
    monkeypatch.setattr(two_processes, "averaged", average)
    batches = [TOKENS[2 * i : 2 * i + 2] for i in range(3)]
    (first, second), sent = two_processes.together(state, CONFIG, batches)
    graph = autograd.values(state)
    step = autograd_step(lambda: gpt.reader(graph, CONFIG), optim.Adam(autograd.parameters(graph)))
    for batch in batches:
        step(batch)
    assert first == second and sent == [gpt.num_params(CONFIG)] * 6
    assert (far(autograd.floats(graph), first) < 1e-12) is alike


def test_shares_make_the_plain_average_the_mean_of_the_batch():
    for held in ([3, 1], [2.0, 9.0, 4.0], [7]):
        means = [1 / (rank + 2) for rank in range(len(held))]
        average = sum(train_torch.share(held, rank) * means[rank] for rank in range(len(held))) / len(held)
        assert abs(average - sum(n * m for n, m in zip(held, means)) / sum(held)) < 1e-15


def test_two_processes_end_where_one_ends(short, tmp_path):
    """Seven names a step: four in one process, three in the other. Every name, or every token, counts alike all the same."""
    alone, pair = tmp_path / "alone.json", tmp_path / "pair.json"
    assert trained(ALONE, *short, "--save", alone)[0] == 0
    code, said, complained = trained(together(2), *short, "--save", pair)
    assert code == 0, complained
    assert far(gpt.load(alone)[0], gpt.load(pair)[0]) < 1e-12
    sums = re.findall(r"rank (\d) of 2: checksum (\w+) after step 12", said)
    assert sorted(rank for rank, _ in sums) == ["0", "1"] and len({found for _, found in sums}) == 1
    assert main(["sample", str(pair), "--samples", "2"]) == 0
    assert main(["draw", "--load", str(pair), "--text", "emma", "-o", str(tmp_path / "forward.dot")]) == 0
