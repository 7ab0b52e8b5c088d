import socket
import threading
from contextlib import contextmanager, suppress

import pytest

from tests.chaos.proxy import Network, Proxy


@pytest.fixture
def echo():
    """The port of a server that gives back what it gets."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=[connection], daemon=True).start()

        def answer(connection):
            with connection, suppress(ConnectionResetError):
                while data := connection.recv(100):
                    connection.sendall(data)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


@pytest.fixture
def proxy(echo):
    network = Network()
    made = Proxy(network, echo)
    yield made
    made.close()
    network.stop()


@contextmanager
def call(proxy):
    """A connection on which one thing was said and came back."""
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=0.3) as connection:
        say(connection)
        yield connection


def say(connection):
    connection.sendall(b"hello")
    assert connection.recv(100) == b"hello"


def test_a_reset_breaks_what_is_open_and_nothing_else(proxy):
    with call(proxy) as connection:
        assert proxy.reset() == 1
        with pytest.raises(ConnectionResetError):
            connection.recv(100)
    with call(proxy):
        assert len(proxy.lines) == 1


def test_a_black_hole_swallows_what_is_open_and_nothing_else(proxy):
    with call(proxy) as connection:
        assert proxy.black_hole(limit=0.5) == 1
        connection.sendall(b"hello")
        with pytest.raises(TimeoutError):
            connection.recv(100)
        with call(proxy):
            connection.settimeout(5)
            with pytest.raises(ConnectionResetError):
                connection.recv(100)


def test_refusing_ends(proxy):
    proxy.refuse()
    with pytest.raises(ConnectionResetError), call(proxy):
        pass
    proxy.refuse(refusing=False)
    with call(proxy) as connection:
        say(connection)
