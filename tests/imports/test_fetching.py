"""A picture is fetched from the open net, or not at all. No test here leaves this machine."""

import http.server
import socket
import threading
import time

import pytest

from imports.pictures import fetching
from imports.pictures.fetching import NotFetched, fetch, is_of_the_open_net


class Server:
    """A web server on this machine that counts who comes."""

    def __init__(self, answer):
        self.asked = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                outer.asked.append((self.path, self.headers.get("Host")))
                answer(self)

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def serve():
    servers = []

    def start(answer):
        servers.append(Server(answer))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def send(handler, status=200, kind="image/png", data=b"picture", **headers):
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(data)


@pytest.fixture
def open_net(monkeypatch):
    """Lets names mean an address of the open net, and the connection to it end at a server of the test."""

    def lead_to(server, names=("old.example",)):
        def look_up(host, port, **kwargs):
            if host in names:
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]

        connected = []

        def to_the_server(address, timeout):
            connected.append(address)
            line = socket.socket()
            line.settimeout(timeout)
            line.connect(("127.0.0.1", server.port))
            return line

        monkeypatch.setattr(fetching.socket, "getaddrinfo", look_up)
        monkeypatch.setattr(fetching.socket, "create_connection", to_the_server)
        return connected

    return lead_to


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "nonsense", "",
    ],
)  # fmt: skip
def test_addresses_of_this_machine_and_of_the_house_are_not_of_the_open_net(address):
    assert not is_of_the_open_net(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_others_are(address):
    assert is_of_the_open_net(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0x7f000001", "2130706433", "127.1", "[::ffff:127.0.0.1]"]
)
def test_a_server_on_this_machine_is_never_asked(serve, monkeypatch, host):
    server = serve(send)
    monkeypatch.setattr(fetching, "_PORTS", {"http": server.port, "https": 443})
    with pytest.raises(NotFetched):
        fetch(f"http://{host}/gate.png")
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "ftp://old.example/x.png", "gopher://old.example/", "data:image/png;base64,AA", "/x.png",
        "http:///x.png", "http://old.example:22/x.png", "http://old.example:99999/", "http://user:word@old.example/x.png",
        "http://[broken/x.png", "javascript:alert(1)", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_plainly_of_the_web_are_not_asked(monkeypatch, address):
    def never(*args, **kwargs):
        raise AssertionError("somebody was asked")

    monkeypatch.setattr(fetching.socket, "getaddrinfo", never)
    with pytest.raises(NotFetched):
        fetch(address)


def test_a_name_with_one_address_inside_is_not_asked(monkeypatch):
    def both(host, port, **kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in ("93.184.216.34", "10.0.0.5")]

    monkeypatch.setattr(fetching.socket, "getaddrinfo", both)
    with pytest.raises(NotFetched, match="not on the open net"):
        fetch("http://old.example/gate.png")


def test_the_connection_goes_to_the_address_that_was_looked_at(serve, open_net):
    server = serve(send)
    connected = open_net(server)
    assert fetch("http://old.example/2013/gate.png?x=1") == b"picture"
    assert connected == [("93.184.216.34", 80)]
    assert server.asked == [("/2013/gate.png?x=1", "old.example")]


def test_a_redirect_into_the_house_is_not_followed(serve, open_net):
    server = serve(lambda handler: send(handler, 302, Location="http://169.254.169.254/latest/meta-data/"))
    connected = open_net(server)
    with pytest.raises(NotFetched, match="not on the open net"):
        fetch("http://old.example/gate.png")
    assert len(connected) == 1


def test_a_redirect_to_another_kind_of_address_is_not_followed(serve, open_net):
    open_net(serve(lambda handler: send(handler, 301, Location="file:///etc/passwd")))
    with pytest.raises(NotFetched):
        fetch("http://old.example/gate.png")


def test_a_redirect_to_nowhere_costs_the_picture_and_not_its_post(serve, open_net):
    open_net(serve(lambda handler: send(handler, 302, Location="http://[broken/gate.png")))
    with pytest.raises(NotFetched, match="an address that is none"):
        fetch("http://old.example/gate.png")


def test_redirects_on_the_open_net_are_followed_a_few_times(serve, open_net):
    def once(handler):
        send(handler) if handler.path == "/new.png" else send(handler, 301, Location="/new.png")

    open_net(serve(once))
    assert fetch("http://old.example/gate.png") == b"picture"
    endless = serve(lambda handler: send(handler, 302, Location="/again"))
    open_net(endless)
    with pytest.raises(NotFetched, match="too often"):
        fetch("http://old.example/gate.png")
    assert len(endless.asked) == fetching.REDIRECTS + 1


@pytest.mark.parametrize(("status", "kind"), [(404, "image/png"), (500, "image/png"), (200, "text/html"), (200, "")])
def test_what_is_no_picture_is_not_taken(serve, open_net, status, kind):
    open_net(serve(lambda handler: send(handler, status, kind)))
    with pytest.raises(NotFetched):
        fetch("http://old.example/gate.png")


def test_a_picture_without_end_is_not_taken(serve, open_net, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1000
    open_net(serve(lambda handler: send(handler, data=b"x" * 200_000)))
    with pytest.raises(NotFetched):
        fetch("http://old.example/gate.png")


def test_a_server_that_drips_is_left_after_a_while(serve, open_net, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    over = threading.Event()

    def drip(handler):
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
        while not over.wait(0.05):
            try:
                handler.wfile.write(b"X: y\r\n")
                handler.wfile.flush()
            except OSError:
                return

    open_net(serve(drip))
    started = time.monotonic()
    with pytest.raises(NotFetched):
        fetch("http://old.example/gate.png")
    over.set()
    assert time.monotonic() - started < 20
