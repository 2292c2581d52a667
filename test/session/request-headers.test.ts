import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { Context } from '../../lib/index.js';
import { Session } from '../../lib/client/session.js';

it('the session-info request has the headers of both options', async () => {
  const requests: IncomingHttpHeaders[] = [];
  const api = createServer((request, response) => {
    requests.push(request.headers);
    response.writeHead(404).end();
  });
  api.listen(0, '127.0.0.1');
  await once(api, 'listening');
  using context = new Context();
  const connect = async (requestHeaders: Record<string, string> | undefined): Promise<void> => {
    const session = new Session(context, 'key', 'session', {
      apiUrl: `http://127.0.0.1:${(api.address() as AddressInfo).port}`,
      headers: { 'x-tenant': 'north' },
      signaling: { requestHeaders },
    });
    session.on('error', () => undefined);
    await expect(session.connect('token')).rejects.toMatchObject({ code: 1005 });
  };
  await connect({ 'x-trace': '7' });
  await connect(undefined);
  expect(requests).toMatchObject([
    { 'x-tenant': 'north', 'x-trace': '7' },
    { 'x-tenant': 'north' },
  ]);
  api.closeAllConnections();
  api.close();
});
