import type { IncomingMessage } from 'node:http';
import { limits, parseJson, status } from '../../protocol/index.js';
import { RequestRejected } from '../sessions/request-rejected.js';

const parsers = new Map<string, (text: string) => unknown>([
  ['application/json', (text) => parseJson(text, { maxCommas: limits.clientJsonCommas })],
  ['application/x-www-form-urlencoded', (text) => Object.fromEntries(new URLSearchParams(text))],
]);

/**
 * A request's body as JSON or as a form. An empty one is no error, but undefined: SDKs announce JSON and send nothing.
 *
 * @throws RequestRejected 413 or 415; ProtocolError 400 for what is no JSON.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const { headers } = request;
  if (headers['transfer-encoding'] === undefined && !(Number(headers['content-length']) > 0)) {
    return undefined;
  }
  const mediaType = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const parse = parsers.get(mediaType);
  if (!parse) {
    throw new RequestRejected(unsupportedMediaType, 'the body must be JSON or a form');
  }
  const text = await readText(request, maxBytes);
  return text === '' ? undefined : parse(text);
}

/** The one status that REST has and messaging has not. */
const unsupportedMediaType = 415;

async function readText(request: IncomingMessage, maxBytes: number): Promise<string> {
  const tooLong = (): RequestRejected =>
    new RequestRejected(status.tooLarge, `the body has more than ${maxBytes} bytes`);
  if (Number(request.headers['content-length']) > maxBytes) throw tooLong();
  const chunks: Buffer[] = [];
  let length = 0;
  // Not destroyed when it is too long: its sender shall have the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
