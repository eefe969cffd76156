"""The server: uvicorn, told to leave no trace, to speak of bad requests as we do, and to end with our exit statuses."""

import signal
import socket
from contextlib import suppress

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.supervisors import Multiprocess

from api.problems import unreadable_request_document
from api.transport import OPEN_HEADERS, PROTECTIVE_HEADERS


class Protocol(H11Protocol):
    """HTTP/1.1, with a problem document where uvicorn has a line of text."""

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP; no route and no locale is known yet."""
        del msg
        media_type, body = unreadable_request_document()
        headers = PROTECTIVE_HEADERS | OPEN_HEADERS
        headers |= {"Content-Type": media_type, "Content-Language": "en", "Connection": "close"}
        start = h11.Response(status_code=400, headers=list(headers.items()), reason=b"Bad Request")
        for event in (start, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


class _Workers(Multiprocess):
    """Several processes; remembers whether they ended because somebody asked for it."""

    was_asked_to_end = False

    def handle_int(self) -> None:
        self.was_asked_to_end = True
        super().handle_int()

    def handle_term(self) -> None:
        self.was_asked_to_end = True
        super().handle_term()


class Listener:
    """A bound socket and what answers at it."""

    def __init__(self, host: str, port: int, workers: int) -> None:
        """Bind `host` and `port` (0: any that is free).

        Raises:
            SystemExit: they cannot be bound; uvicorn has said why.
        """
        # No access log: nothing about who asked, or for what, may be written anywhere.
        self._config = uvicorn.Config(
            "api.app:create_app",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            http=Protocol,
            access_log=False,
            server_header=False,
            log_level="warning",
            proxy_headers=False,
        )
        self._socket = self._config.bind_socket()
        # Accepted sockets inherit it. Without it the second part of an answer waits for the client's acknowledgement of
        # the first, 40 ms on Linux; asyncio sets it only for sockets that were made with the protocol's number.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port: int = self._socket.getsockname()[1]

    def serve(self) -> bool:
        """Serve until interrupted or terminated; whether that is how it ended."""
        # uvicorn raises the signal that ended it again when it is done, which would kill us with a status of its own.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            if self._config.workers > 1:
                workers = _Workers(self._config, sockets=[self._socket])
                workers.run()
                return workers.was_asked_to_end
            server = uvicorn.Server(self._config)
            try:
                server.run(sockets=[self._socket])
            except SystemExit as ended:  # the server's own exit statuses are not ours
                return not ended.code
            return server.started
        return True
