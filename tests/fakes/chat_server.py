"""A server of the chat completions protocol on loopback that replies as it is told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

KEY: Final = "sk-made-up-0123456789"
_PATIENCE: Final = 5.0  # seconds that a slow reply is held back at most


@dataclass(frozen=True)
class Reply:
    """What the server says to one request.

    Attributes:
        promised: how long it says that the body is; None for as long as it is.
        wait: seconds before the first byte, cut short when the server ends.
        drip: seconds between the bytes of the body.
    """

    body: bytes
    status: int = 200
    kind: str = "application/json"
    promised: int | None = None
    wait: float = 0.0
    drip: float = 0.0


@dataclass
class Asked:
    """A request, as it came in."""

    path: str
    key: str | None
    body: dict[str, Any]

    @property
    def is_rewrite(self) -> bool:
        """Whether it asks for a question in other words, and not for a choice."""
        return "findings" not in self.data

    @property
    def data(self) -> dict[str, Any]:
        """What the model is given."""
        data: dict[str, Any] = json.loads(self.body["messages"][1]["content"])
        return data


@dataclass
class ChatServer:
    """Replies by ``script``; ``asked`` has what came in."""

    script: Callable[[Asked], Reply]
    asked: list[Asked] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    address: str = ""


def said(content: object, **how: Any) -> Reply:  # noqa: ANN401 - the fields of a reply
    """A completion with this content; what is no string is written as JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    body = {"choices": [{"index": 0, "message": {"role": "assistant", "content": text}}]}
    return Reply(json.dumps(body).encode(), **how)


def saying(
    question: object, chosen: Sequence[object] = (), summary: object = ()
) -> Callable[[Asked], Reply]:
    """A model that keeps to the form: ``question`` for a rewrite, the rest for a choice."""

    def script(asked: Asked) -> Reply:
        if asked.is_rewrite:
            return said({"question": asked.data["question"] if question is None else question})
        return said({"chosen": list(chosen), "summary": summary})

    return script


def always(reply: Reply) -> Callable[[Asked], Reply]:
    """The same to whatever is asked."""
    return lambda _: reply


@contextmanager
def running(script: Callable[[Asked], Reply]) -> Iterator[ChatServer]:
    """A server within, on a port that was free."""
    server = ChatServer(script)
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.address = f"http://127.0.0.1:{http.server_address[1]}/v1"
    try:
        yield server
    finally:
        server.ended.set()
        http.shutdown()
        http.server_close()
        thread.join()


def _handler(server: ChatServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            asked = Asked(
                self.path, self.headers["Authorization"], json.loads(self.rfile.read(length))
            )
            server.asked.append(asked)
            reply = server.script(asked)
            server.ended.wait(min(reply.wait, _PATIENCE))
            try:
                self._send(reply)
            except (BrokenPipeError, ConnectionResetError):  # nobody waits any more
                self.close_connection = True

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            promised = len(reply.body) if reply.promised is None else reply.promised
            self.send_header("Content-Length", str(promised))
            self.end_headers()
            if not reply.drip:
                self.wfile.write(reply.body)
            for byte in reply.body if reply.drip else b"":
                if server.ended.is_set():
                    break
                self.wfile.write(bytes([byte]))
                time.sleep(reply.drip)
            if promised != len(reply.body):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's
            """Nothing: pytest's output is for tests."""

    return Handler
