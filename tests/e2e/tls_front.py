"""A door with a lock in front of the stand-in: HTTPS outside, its plain HTTP inside."""

import asyncio
import contextlib
import socket
import ssl
import struct

CHUNK = 64 * 1024
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: end without the polite FIN


async def serve(certificate: str, inner_port: int) -> None:
    """Take TLS connections on 127.0.0.1:443 for ever and pipe each to the port inside."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _connect(reader, writer, inner_port)

    server = await asyncio.start_server(connected, "127.0.0.1", 443, ssl=context)
    async with server:
        await server.serve_forever()


async def _connect(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, inner_port: int
) -> None:
    inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", inner_port)
    ways = [
        asyncio.create_task(_pipe(reader, inner_writer)),
        asyncio.create_task(_pipe(inner_reader, writer)),
    ]
    done, open_ways = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    for way in open_ways:
        way.cancel()
    if any(isinstance(way.exception(), ConnectionResetError) for way in done):
        _reset_on_close(writer)
    for end in (writer, inner_writer):
        end.close()
        with contextlib.suppress(OSError):
            await end.wait_closed()


async def _pipe(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(CHUNK):
        target.write(data)
        await target.drain()


def _reset_on_close(writer: asyncio.StreamWriter) -> None:
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
