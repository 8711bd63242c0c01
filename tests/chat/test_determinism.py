"""The same requests give the same outcomes in every process: nothing goes through a set, whose order differs."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import trichat.chat
from tests.chat.conftest import Chat
from trichat.chat.core.outcome import Answered
from trichat.chat.core.people import Session
from trichat.words import events as ev
from trichat.words import requests as ask

ROOT = Path(trichat.chat.__path__[0])
SETS = {"set", "frozenset", "Set", "AbstractSet", "FrozenSet", "MutableSet"}
SET_METHODS = {"union", "difference", "intersection", "symmetric_difference", "copy"}
LOOKUPS = {"get", "pop", "setdefault"}  # of a mapping whose values are sets
ORDERED = {"list", "tuple", "iter", "enumerate", "map", "filter", "zip", "next", "reversed", "fromkeys", "join"}
UNORDERED = {"sorted", "set", "frozenset", "any", "all", "sum", "min", "max", "len"}  # for these no order matters
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Names:
    """Which names are sets, and which are mappings of sets; as they are annotated, and as they are made."""

    def __init__(self) -> None:
        self.sets: set[str] = set()
        self.mappings: set[str] = set()

    def learn(self, name: str, annotation: ast.expr) -> None:
        match annotation:
            case ast.Subscript(value=ast.Name(id="dict" | "Mapping"), slice=ast.Tuple(elts=[_, kept])):
                self.mappings |= {name} if says_set(kept) else set()
            case _ if says_set(annotation):
                self.sets.add(name)


def says_set(annotation: ast.expr) -> bool:
    """Tell whether an annotation means a set, or one among other things: `set[str] | None`."""
    match annotation:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in SETS
        case ast.Subscript(value=value):
            return says_set(value)
        case ast.BinOp(left=left, right=right):
            return says_set(left) or says_set(right)
    return False


def shared_names(trees: list[ast.Module]) -> Names:
    """Learn the attributes of all classes, and the functions that give a set."""
    names = Names()
    for node in [node for tree in trees for node in ast.walk(tree)]:
        match node:
            case ast.AnnAssign(target=ast.Attribute(attr=name), annotation=annotation):
                names.learn(name, annotation)
            case ast.FunctionDef(name=name, returns=ast.expr() as annotation):
                names.learn(name, annotation)
            case ast.ClassDef(body=body):
                for field in body:
                    if isinstance(field, ast.AnnAssign):
                        names.learn(name_of(field.target), field.annotation)
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=value) if Sets(names, Names()).is_set(value):
                names.sets.add(name)
    return names


def name_of(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


class Sets:
    """Knows of the expressions in one function whether they are sets."""

    def __init__(self, shared: Names, local: Names) -> None:
        self.shared = shared
        self.local = local

    def is_set(self, node: ast.expr) -> bool:
        match node:
            case ast.Set() | ast.SetComp():
                return True
            case ast.Name(id=name):
                return name in self.local.sets
            case ast.Attribute(attr=name):
                return name in self.shared.sets
            case ast.Subscript(value=value):
                return self.is_mapping(value)
            case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in LOOKUPS and self.is_mapping(value):
                return True
            case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in SET_METHODS:
                return self.is_set(value)
            case ast.Call(func=func):
                return name_of(func) in SETS | self.shared.sets
            case ast.BinOp(left=left, op=ast.BitOr() | ast.BitAnd() | ast.BitXor() | ast.Sub(), right=right):
                return self.is_set(left) or self.is_set(right)
            case ast.BoolOp(values=values):
                return any(map(self.is_set, values))
            case ast.IfExp(body=body, orelse=orelse):
                return self.is_set(body) or self.is_set(orelse)
            case ast.NamedExpr(value=value):
                return self.is_set(value)
        return False

    def is_mapping(self, node: ast.expr) -> bool:
        return name_of(node) in (self.local if isinstance(node, ast.Name) else self.shared).mappings

    def within(self, scope: ast.AST, nodes: list[ast.AST]) -> "Sets":
        """Give what is known in a function, or in a module, besides what is known around it."""
        inner = Sets(self.shared, Names())
        inner.local.sets |= self.local.sets
        inner.local.mappings |= self.local.mappings
        for node in [scope, *nodes]:
            match node:
                case ast.FunctionDef(args=args):
                    for arg in [*args.posonlyargs, *args.args, *args.kwonlyargs]:
                        if arg.annotation:
                            inner.local.learn(arg.arg, arg.annotation)
                case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                    inner.local.learn(name, annotation)
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if inner.is_set(value):
                    inner.local.sets.add(name)
        return inner


def breaches(scope: ast.AST, around: Sets) -> Iterator[str]:
    """Give the places where something goes through a set so that its order may be seen."""
    nodes, functions = parts(scope)
    sets = around.within(scope, nodes)
    harmless = {id(arg) for node in nodes for arg in order_ignored(node)}
    for node in nodes:
        if id(node) in harmless:
            continue
        for each in gone_through(node):
            if sets.is_set(each):
                yield f"line {each.lineno}: {ast.unparse(each)}"
    for function in functions:
        yield from breaches(function, sets)


def parts(scope: ast.AST) -> tuple[list[ast.AST], list[ast.AST]]:
    """Give the nodes of a function or a module, and the functions in it, whose nodes are their own."""
    nodes: list[ast.AST] = []
    functions: list[ast.AST] = []
    waiting = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, FUNCTIONS):
            functions.append(node)
        else:
            nodes.append(node)
            waiting += ast.iter_child_nodes(node)
    return nodes, functions


def gone_through(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.For(iter=each) | ast.YieldFrom(value=each) | ast.Starred(value=each):
            return [each]
        case ast.ListComp(generators=generators) | ast.DictComp(generators=generators):
            return [generator.iter for generator in generators]
        case ast.GeneratorExp(generators=generators):
            return [generator.iter for generator in generators]
        case ast.Call(func=ast.Attribute(value=each, attr="pop"), args=[]):
            return [each]
        case ast.Call(func=func, args=args) if name_of(func) in ORDERED:
            return args
        case ast.Assign(targets=[ast.Tuple()], value=each):
            return [each]
    return []


def order_ignored(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.Call(func=func, args=args) if name_of(func) in UNORDERED:
            return args
        case ast.Set(elts=elements):
            return elements
    return []


def found(text: str) -> list[str]:
    tree = ast.parse(text)
    return list(breaches(tree, Sets(shared_names([tree]), Names())))


def test_nothing_in_the_chat_goes_through_a_set() -> None:
    """Nothing in the chat goes through a set where its order, another in each process, could be seen."""
    trees = {file: ast.parse(file.read_text()) for file in sorted(ROOT.rglob("*.py"))}
    names = shared_names(list(trees.values()))
    assert {"listed", "modes", "ignored_by"} <= names.sets
    assert "ignorers" in names.mappings
    sets = Sets(names, Names())
    breached = {file.relative_to(ROOT).as_posix(): list(breaches(tree, sets)) for file, tree in trees.items()}
    assert {} == {file: places for file, places in breached.items() if places}


@pytest.mark.parametrize(
    "text",
    [
        "for each in {1, 2}: pass",
        "class A:\n    def f(self):\n        self.some: set[int] = set()\n\ndef g(a):\n    for each in a.some: pass",
        "class A:\n    some: frozenset[int]\n\ndef g(a): return list(a.some)",
        "def f(some: frozenset[str]): return [each for each in some]",
        "def f(some: set[str] | None): return tuple(some or ())",
        "some = set()\nother = dict.fromkeys(some)",
        "some = {each for each in 'abc'}\n', '.join(some)",
        "def f(known): return ', '.join(each for each in {1} | known)",
        "def f(some: set[str]):\n    def g(): return [each for each in some]",
        "def f(some: set[str]): return {each: 1 for each in some - {'a'}}",
        "def f(some: set[str]): return [*some]",
        "def f(some: set[str]): return some.pop()",
        "def f(some: set[str]): first, second = some",
        "def g() -> set[str]: pass\nfor each in g(): pass",
        "by: dict[str, frozenset[str]] = {}\nfor each in by['a']: pass",
        "by: dict[str, frozenset[str]] = {}\nfor each in by.get('a', ()): pass",
    ],
)
def test_the_search_finds_what_goes_through_a_set(text: str) -> None:
    """The search finds a set that is gone through, however it is made and by whatever."""
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "def f(some: set[str]): return sorted(some), len(some), 'a' in some, some & {'b'}",
        "def f(some: set[str]): return any(each for each in some), {each for each in some}",
        "def f(some: dict[str, None]): return [each for each in some]",
        "by: dict[str, frozenset[str]] = {}\nfor each in by: pass",
        "def f(some: list[str]): return some.pop()",
        "def f(some: set[str]): return {*some, 'a'}",
        "def f(some: set[str]): pass\ndef g(some: list[str]): return [each for each in some]",
    ],
)
def test_the_search_finds_nothing_where_no_order_is_seen(text: str) -> None:
    """The search finds nothing where no order is seen, nor in a dict, which keeps its own."""
    assert [] == found(text)


def test_all_are_told_goodbye_in_the_order_in_which_they_came(chat: Chat) -> None:
    """When the server stops all are told goodbye in the order in which they came."""
    sessions = [chat.enter(f"visitor{number}") for number in range(50)]
    outcomes = chat.run([(Session(""), [ask.CloseDown(reason="bye")])])
    told = [each.session for each in outcomes if isinstance(each, Answered) and isinstance(each.event, ev.Farewell)]
    assert sessions == told
