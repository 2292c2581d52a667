import { request as httpRequest, type Agent, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { HttpInit, HttpResponse } from '../../signaling/platform.js';

/** Session info of the largest session known is a few KB. */
const maxBodyBytes = 1024 * 1024;

export interface HttpGetInit extends HttpInit {
  readonly agent?: Agent | undefined;
}

/**
 * A GET request without redirects. Not the global `fetch`, which has no way through a proxy in Node 20 and does not
 * work under Wine.
 */
export async function httpGet(url: string, init: HttpGetInit): Promise<HttpResponse> {
  const response = await open(url, init);
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    response.destroy();
    throw new Error(`redirect (HTTP ${status}) to another address is not followed`);
  }
  // Read whether it is wanted or not: an unread body would keep the socket, and with it the process.
  const body = await readText(response);
  return { status, text: () => Promise.resolve(body) };
}

function open(url: string, { headers, signal, agent }: HttpGetInit): Promise<IncomingMessage> {
  const request = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    request(url, { headers, signal, ...(agent && { agent }) }, resolve)
      .once('error', reject)
      .end();
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes) throw new Error(`response is longer than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
