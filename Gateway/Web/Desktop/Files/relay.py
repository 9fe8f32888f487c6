"""Carries ssh's bytes to the gateway and back, in a WebSocket (RFC 6455). The ticket goes in a header, never in an address."""
import base64
import hashlib
import os
import select
import socket
import ssl
import struct
import sys
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

MOST = 65536


def fail(words):
    sys.exit("gateway: " + words)


def head_of(sock):
    """The lines before a body, and what has come of that."""
    read = b""
    while b"\r\n\r\n" not in read and len(read) < MOST:
        part = sock.recv(4096)
        if not part:
            break
        read += part
    head, _, rest = read.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    status = lines[0].split(" ")[1] if lines[0].count(" ") > 0 else "nothing"
    return status, {n.strip().lower(): v.strip() for n, _, v in (line.partition(":") for line in lines[1:])}, rest


def connect(url):
    secure = url.scheme == "wss"
    host, port = url.hostname, url.port or (443 if secure else 80)
    proxy = None if proxy_bypass(host) else getproxies().get("https" if secure else "http")
    if proxy is None:
        sock = socket.create_connection((host, port), 30)
    else:
        at = urlsplit(proxy if "://" in proxy else "http://" + proxy)
        sock = socket.create_connection((at.hostname, at.port or 8080), 30)
        target = "%s:%d" % ("[%s]" % host if ":" in host else host, port)
        ask = "CONNECT %s HTTP/1.1\r\nHost: %s\r\n" % (target, target)
        if at.username:
            who = "%s:%s" % (unquote(at.username), unquote(at.password or ""))
            ask += "Proxy-Authorization: Basic %s\r\n" % base64.b64encode(who.encode()).decode()
        sock.sendall((ask + "\r\n").encode("latin-1"))
        status, _, _ = head_of(sock)
        if status != "200":
            fail("the proxy %s answered %s" % (at.hostname, status))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return ssl.create_default_context().wrap_socket(sock, server_hostname=host) if secure else sock


def shake_hands(sock, url, ticket):
    key = base64.b64encode(os.urandom(16)).decode()
    sock.sendall(("GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                  "Sec-WebSocket-Key: %s\r\nAuthorization: Bearer %s\r\n\r\n" % (url.path, url.netloc, key, ticket)).encode("latin-1"))
    status, headers, rest = head_of(sock)
    if status != "101":
        body, size = rest, int(headers.get("content-length", "0") or 0)
        while len(body) < min(size, 4096):
            part = sock.recv(4096)
            if not part:
                break
            body += part
        words = body.decode("utf-8", "replace").strip() if headers.get("content-type", "").startswith("text/plain") else ""
        fail(words if words.isprintable() and words else "the gateway answered %s" % status)
    proof = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
    if headers.get("sec-websocket-accept") != proof:
        fail("this is not the gateway")
    return rest


def frame(kind, data):
    size, mask = len(data), os.urandom(4)
    head = bytes([0x80 | kind]) + (bytes([0x80 | size]) if size < 126 else struct.pack(">BH", 0xFE, size) if size < 65536 else struct.pack(">BQ", 0xFF, size))
    pad = (mask * (size // 4 + 1))[:size]
    return head + mask + (int.from_bytes(data, "big") ^ int.from_bytes(pad, "big")).to_bytes(size, "big")


class Taker:
    """Takes apart what comes: bytes for ssh, and what has to be answered."""

    def __init__(self):
        self.raw, self.left, self.closed = bytearray(), 0, False

    def take(self, data, to_ssh, to_gateway):
        self.raw += data
        while not self.closed:
            if self.left:
                part = self.raw[:self.left]
                if not part:
                    return
                to_ssh += part
                del self.raw[:len(part)]
                self.left -= len(part)
                continue
            if len(self.raw) < 2:
                return
            kind, size, at = self.raw[0] & 15, self.raw[1] & 127, 2
            if size > 125:
                at = 4 if size == 126 else 10
                if len(self.raw) < at:
                    return
                size = int.from_bytes(self.raw[2:at], "big")
            if kind < 8:
                del self.raw[:at]
                self.left = size
                continue
            if len(self.raw) < at + size:
                return
            body = bytes(self.raw[at:at + size])
            del self.raw[:at + size]
            if kind == 9:
                to_gateway += frame(10, body)
            self.closed = kind == 8


def carry(sock, rest):
    sock.setblocking(False)
    os.set_blocking(0, False)
    os.set_blocking(1, False)
    taker, to_ssh, to_gateway, speaks = Taker(), bytearray(), bytearray(), True
    taker.take(rest, to_ssh, to_gateway)
    while not taker.closed or to_ssh:
        hears = not taker.closed and len(to_ssh) < MOST
        waits = hears and isinstance(sock, ssl.SSLSocket) and sock.pending() > 0
        reads = ([0] if speaks and not taker.closed and len(to_gateway) < MOST else []) + ([sock] if hears else [])
        writes = ([sock] if to_gateway else []) + ([1] if to_ssh else [])
        ready, free, _ = select.select(reads, writes, [], 0 if waits else None)
        try:
            if hears and (waits or sock in ready):
                data = sock.recv(MOST)
                if not data:
                    fail("the connection was lost")
                taker.take(data, to_ssh, to_gateway)
            if 0 in ready:
                data = os.read(0, MOST)
                speaks = bool(data)
                to_gateway += frame(2, data) if data else frame(8, b"\x03\xe8")
            if sock in free:
                del to_gateway[:sock.send(to_gateway)]
            if 1 in free:
                del to_ssh[:os.write(1, to_ssh)]
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            continue
        except BrokenPipeError:
            return


try:
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "ticket")) as file:
        TICKET = file.read().strip()
    URL = urlsplit("{{url}}")
    SOCK = connect(URL)
    carry(SOCK, shake_hands(SOCK, URL, TICKET))
except (OSError, ValueError) as error:
    fail(str(error))
