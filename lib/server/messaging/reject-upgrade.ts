import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Answers a request to open a WebSocket with an HTTP error. */
export function rejectUpgrade(socket: Duplex, status: number): void {
  // The client may be gone already, which is no concern of the server's.
  socket.on('error', () => undefined);
  // Not half-open: a client that keeps its side open could hold up the server's closing.
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
