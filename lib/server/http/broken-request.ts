import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';

const codes = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
  ['HPE_HEADER_OVERFLOW', 431],
]);

/** Answers what Node could not read as a request, in the form of every other error, and closes its connection. */
export function answerBrokenRequest(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  logger: Logger,
): void {
  const code = codes.get(error.code ?? '') ?? 400;
  // A connection that its other side has reset.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const message = STATUS_CODES[code] ?? '';
  logger.debug({ code, reason: error.code }, 'no http request');
  const body = JSON.stringify({ code, message });
  const lines = [
    `HTTP/1.1 ${code} ${message}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
