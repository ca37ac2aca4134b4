"""The notebooks at work: solutions, and answers in another style, pass and are what the notebook goes on with; predictions
have an answer among the choices; and their own definitions, run on the original's names, meet the original's numbers."""

import ast
import builtins
import itertools
import random
import re

import pytest
from filling import FOLDER, cells, judged, needed, run, solution_of, statements, style_of

from microgpt import autograd, gpt
from microgpt.data import Tokenizer, load
from microgpt.lessons import mlp
from microgpt.optim import SGD
from microgpt.sample import sample
from microgpt.teach import predict, progress
from microgpt.teach.judge.check import SOLUTIONS
from microgpt.train import autograd_step, train

NOTEBOOKS = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
STEPS = 1000


@pytest.fixture
def asked(monkeypatch, capsys, tmp_path):
    """The predictions that were asked; checks are strict, and no progress is kept."""
    monkeypatch.setenv("MICROGPT_STRICT", "1")
    monkeypatch.setattr(builtins, "display", print, raising=False)
    monkeypatch.setattr(progress, "kept", progress.Progress(tmp_path))
    found = []

    class Asked(predict.Buttons):
        def __init__(self, prediction):
            super().__init__(prediction)
            found.append(prediction)

    monkeypatch.setattr(predict, "Buttons", Asked)
    return found


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_solutions_pass_and_go_on_and_the_questions_can_be_answered(asked, name):
    lines = [line for line, _ in statements(name)]
    _, passed = run(name, lines, solution_of)
    assert passed == [judged(line)[0] for line in lines if judged(line)] and len(passed) >= 3 and len(asked) >= 3
    for prediction in asked:
        assert not prediction.answers
        right, _ = prediction.steps[0].right
        for letters in itertools.product(*(step.letters for step in prediction.steps)):
            assert prediction.answer(*letters).startswith("Right") == (letters[0] == right)
            assert list(letters) in [chosen for chosen, _ in prediction.answers]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_another_style_passes_and_goes_on_and_the_handover_holds(asked, name):
    lines = needed(name)
    _, passed = run(name, lines, style_of)
    assert passed == [judged(line)[0] for line, _ in statements(name) if judged(line)]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_check_hands_on_what_it_found(name):
    """`name = check.exercise(mine)`: nothing else is done with a check."""
    code = "\n".join(source for kind, source in cells(name) if kind == "code")
    assert len(re.findall(r"check\.\w+\(", code)) == sum(bool(judged(line)) for line, _ in statements(name))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_folded_solution_is_the_one_in_its_file(name):
    folded = [
        re.search(r"<summary>Solution</summary>\s+```python\n(.*?)```", source, re.DOTALL) for _, source in cells(name)
    ]
    exercises = [judged(line)[0] for line, _ in statements(name) if judged(line)]
    for solution, exercise in zip(filter(None, folded), exercises):
        assert solution[1] == (SOLUTIONS / f"{exercise}.py").read_text(encoding="utf-8")


# ---- the notebooks' own definitions against the original ----


def definitions(name, solved=False, **given):
    """A namespace with a notebook's imports, functions and classes, and what is hung on its classes; nothing is run.

    solved: what checks hand on is the solution.
    """
    namespace = {"random": random, **given}
    for kind, source in cells(name):
        if "## Break it" in source:
            break
        if kind == "code":
            wanted = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
            for node in ast.parse(source).body:
                hung = isinstance(node, ast.Assign) and re.match(r"(Value\.|slopes|clock)", ast.unparse(node))
                if solved and (handed_in := judged(node)):
                    exercise, mine, called = handed_in
                    exec((SOLUTIONS / f"{exercise}.py").read_text(encoding="utf-8"), namespace)  # noqa: S102
                    namespace[called] = namespace[mine]
                elif isinstance(node, wanted) or hung:
                    exec(compile(ast.Module([node], []), name, "exec"), namespace)  # noqa: S102
    return namespace | given


class Original:
    """The original's names, shuffled; one stream of random numbers, as in tests/test_reference.py."""

    def __init__(self, path):
        documents = load(path)
        self.rng = random.Random(42)
        self.rng.shuffle(documents)
        self.tokenizer = Tokenizer(documents)
        self.documents = [self.tokenizer.encode(document)[:17] for document in documents]

    def samples(self, open_reader):
        bos = self.tokenizer.bos
        return [self.tokenizer.decode(sample(open_reader(), bos, 16, self.rng, 0.5)) for _ in range(20)]


@pytest.fixture(scope="module")
def original(original_names):
    return lambda: Original(original_names)


def meets(reference, losses, samples, digits=5e-5):
    assert losses == pytest.approx(reference[0], abs=digits, rel=0) and samples == reference[1]


def test_lesson_1_meets_stage_0(original, reference):
    names = original()
    mine, _ = run("01", needed("01"), solution_of)
    counts, losses = [[0] * names.tokenizer.vocab_size for _ in range(names.tokenizer.vocab_size)], []
    for tokens in names.documents[:STEPS]:
        losses.append(mine["loss"](mine["smooth"](counts, 1), tokens))
        mine["add"](counts, tokens)
    bos, probs = names.tokenizer.bos, mine["smooth"](counts, 1)
    invented = [names.tokenizer.decode(mine["invent"](probs, bos, names.rng)) for _ in range(20)]
    meets(reference("stage0"), losses, invented)


def test_lesson_2_meets_stage_1(original, reference):
    run = original()
    answers = {}
    for exercise in vars(mlp.check).values():
        exec(exercise.solution, answers)  # noqa: S102
    mine = definitions("02", **{name: answers[f"my_{name}"] for name in vars(mlp.check)})
    shapes = {"wte": (27, 16), "mlp_fc1": (64, 16), "mlp_fc2": (27, 64)}
    state = {name: mine["matrix"](run.rng, *shape) for name, shape in shapes.items()}
    losses = list(mine["sgd"](state, run.documents, STEPS, 1.0, mine["backward"]))
    meets(reference("stage1"), losses, run.samples(lambda: lambda token: mine["run_mlp"](token, state)))


def test_lesson_3_meets_stage_2_with_its_own_value(original, reference):
    run = original()
    mine = definitions("03", solved=True)
    state = mine["mlp"].init(run.rng, 27)
    graph = {name: [[mine["Value"](x) for x in row] for row in rows] for name, rows in state.items()}
    optimizer = SGD([x for rows in graph.values() for row in rows for x in row], lr=1.0)
    losses = []
    for i, tokens in enumerate(run.documents[:STEPS]):
        result = mine["loss"](mine["mlp"].reader(graph), tokens)
        mine["backward"](result)
        optimizer.step(1 - i / STEPS)
        losses.append(result.data)
    learned = {name: [[x.data for x in row] for row in rows] for name, rows in graph.items()}
    meets(reference("stage2"), losses, run.samples(lambda: mine["mlp"].reader(learned)))


def trained(run, state, reader, optimizer):
    graph = autograd.values(state)
    losses = list(
        train(autograd_step(lambda: reader(graph), optimizer(autograd.parameters(graph))), run.documents, STEPS)
    )
    return losses, autograd.floats(graph)


def test_lesson_4_meets_stage_3(original, reference):
    run = original()
    mine = definitions("04", solved=True)
    losses, learned = trained(run, mine["init"](run.rng, 27), mine["reader"], lambda p: SGD(p, lr=0.1))
    meets(reference("stage3"), losses, run.samples(lambda: mine["reader"](learned)))


def test_lesson_5_meets_stage_4(original, reference):
    run = original()
    mine = definitions("05", solved=True)
    losses, learned = trained(run, gpt.init(gpt.Config(27), run.rng), mine["reader"], lambda p: SGD(p, lr=0.1))
    meets(reference("stage4"), losses, run.samples(lambda: mine["reader"](learned)))


def test_lesson_6_meets_the_full_gpt(original, reference):
    run = original()
    config = gpt.Config(27)
    mine = definitions("06", solved=True, tokenizer=run.tokenizer, config=config)
    losses, learned = trained(
        run, gpt.init(config, run.rng), lambda s: gpt.reader(s, config), lambda p: mine["Optimizer"](p, mine["adam"])
    )
    mine["invent"].__globals__.update(tokenizer=run.tokenizer)
    samples = [mine["invent"](gpt.reader(learned, config), 0.5, run.rng) for _ in range(20)]
    meets(reference("gist_names_seed42"), losses, samples, digits=1e-9)
