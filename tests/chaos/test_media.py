import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.chaos.media import no_room

WRITER = """
import sys
for path in sys.stdin:
    try:
        with open(path.strip(), "w") as file:
            file.write("x")
    except OSError as error:
        print(type(error).__name__, flush=True)
    else:
        print("kept", flush=True)
"""


@pytest.fixture
def writer():
    """A program in the place of the site: it writes the files that it is told to."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.stdin.close()


def test_nothing_can_be_stored_while_there_is_no_room(writer, tmp_path):
    def write(name):
        writer.stdin.write(f"{tmp_path / name}\n")
        writer.stdin.flush()
        return writer.stdout.readline().strip()

    web = SimpleNamespace(process=writer, children=list)
    with no_room(SimpleNamespace(small_disk=False, programs={"web": web})):
        assert write("first") == "OSError"
    assert write("second") == "kept"
