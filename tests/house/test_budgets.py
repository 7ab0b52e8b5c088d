"""What keeps a room livable: small files, short functions, and no shortcuts in them."""

import ast

from tests.house.sources import name_of, python_files, tree_of

MOST_LINES, USUAL_LINES, LONGEST_FUNCTION = 300, 220, 40
MAIL = {"notifications/channels.py", "participation/adapter.py"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def lines_of(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_there_is_something_to_read():
    assert len(python_files("participation", "ideas", "challenges", "projects", "notifications")) > 100


def test_no_file_is_too_long():
    assert {name_of(path): lines_of(path) for path in python_files() if lines_of(path) > MOST_LINES} == {}


def test_nineteen_of_twenty_files_are_short():
    lengths = sorted(map(lines_of, python_files()))
    assert lengths[int(len(lengths) * 0.95)] <= USUAL_LINES


def test_no_function_is_too_long():
    long = {
        f"{name_of(path)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, FUNCTIONS) and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert long == {}


def test_no_import_stands_inside_a_function():
    assert [
        f"{name_of(path)}:{inner.lineno}"
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, FUNCTIONS)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ] == []


def test_no_error_is_swallowed_whole():
    """An `except` for everything that does nothing but pass."""
    assert [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and _catches_all(node.type) and _does_nothing(node.body)
    ] == []


def _catches_all(caught):
    return caught is None or {"Exception", "BaseException"} & {
        name.id for name in ast.walk(caught) if isinstance(name, ast.Name)
    }


def _does_nothing(body):
    return all(isinstance(step, ast.Pass | ast.Continue) or _is_text(step) for step in body)


def _is_text(step):
    return isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant)


def test_mail_leaves_the_house_in_two_places():
    assert {name_of(path) for path in python_files() if _imports(path, "django.core.mail")} <= MAIL


def _imports(path, module):
    """Whether the file imports the module in any of the ways that Python has."""
    package, _, name = module.rpartition(".")
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import) and any(_is_in(alias.name, module) for alias in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and node.module:
            named = {alias.name for alias in node.names}
            if _is_in(node.module, module) or (node.module == package and name in named):
                return True
    return False


def _is_in(name, module):
    return name == module or name.startswith(f"{module}.")
