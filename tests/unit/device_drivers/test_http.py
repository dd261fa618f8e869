"""HTTP of devices: answers are whole or nothing, and a late one never passes for the next."""

import socket
import threading

import pytest

from device_drivers.http_talk import Talk
from device_drivers.http_words import Answer, AnswerReader, request
from device_drivers.messages import Fault, Send
from device_drivers.transports.http_line import HttpLine
from device_drivers.transports.transport import TransportError

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


@pytest.mark.parametrize(
    ("wire", "status", "body"),
    [
        (OK, 200, b"hi"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, 200, b"hi"),
        (b"HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n1;x=1\r\n!\r\n0\r\n\r\n", 409, b"hi!"),
        (b"HTTP/1.0 204\r\ncontent-length:0\r\n\r\n", 204, b""),
    ],
)
def test_an_answer_is_read_whole(wire, status, body):
    """Devices answer with a length or in chunks; nothing before the end counts."""
    reader = AnswerReader()

    found = [each for byte in wire for each in reader.feed(bytes([byte]))]

    assert [(each.status, each.body) for each in found] == [(status, body)]


@pytest.mark.parametrize(
    "wire",
    [
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",  # no length
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc",
        b"HTTP/1.1 200 OK\r\nX" + b"x" * 20_000,
    ],
)
def test_what_is_no_answer_is_a_fault_and_hides_nothing_after_it(wire):
    """Memory is bounded, and the next connection begins anew."""
    reader = AnswerReader()

    first = reader.feed(wire + b"more")
    reader.forget()

    assert [type(each) for each in first] == [Fault]
    assert reader.feed(OK) == [Answer(200, {"content-length": "2"}, b"hi")]


def test_one_question_is_under_way_at_a_time():
    """A small access point has one hand."""
    talk = Talk(5)
    talk.ask("a", b"A")
    talk.ask("b", b"B")

    first, none = talk.next(0), talk.next(1)
    [(topic, _)] = talk.feed(OK)

    assert (first, none, topic, talk.next(2)) == ([Send(b"A")], [], "a", [Send(b"B")])


def test_a_question_without_an_answer_is_given_up():
    """The device may have restarted; what to do about it is for the driver to say."""
    talk = Talk(5)
    talk.ask("a", b"A")
    talk.next(0)

    assert (talk.late(4), talk.late(5), talk.late(6), talk.is_idle) == ([], ["a"], [], True)


def test_an_answer_to_no_question_is_a_fault():
    """It could only be taken for another's."""
    assert [type(each) for each in Talk(5).feed(OK)] == [Fault]


@pytest.fixture
def server():
    """A server that closes after each answer, as most devices do; gives its port and what it was asked."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        heard = []

        def serve():
            while True:
                try:
                    peer, _ = listener.accept()
                except OSError:
                    return
                with peer:
                    data = peer.recv(65_536)
                    if data:
                        heard.append(data)
                        peer.sendall(OK)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1], heard
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def test_each_request_has_a_connection_of_its_own(server):
    """A device that closes after its answer is well, not unplugged."""
    port, heard = server
    line = HttpLine("127.0.0.1", port)
    line.open()

    found = []
    for path in ("/a", "/b"):
        line.write(request("GET", path, "x", {}))
        data = b""
        while not data.endswith(b"hi"):
            data += line.read(1)
        found.append(data)
        assert line.read(0.01) == b""
    line.close()

    assert found == [OK, OK]
    assert [each.split(b" ")[1] for each in heard] == [b"/a", b"/b"]
    with pytest.raises(TransportError):
        line.read(0)


def test_a_device_that_is_not_there_is_said_to_be_gone():
    """The supervisor tries again until it is."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]

    for deed in (HttpLine("127.0.0.1", port).open, lambda: HttpLine("127.0.0.1", port).write(b"x")):
        with pytest.raises(TransportError) as refused:
            deed()
        assert refused.value.code == "refused"
