import * as v from 'valibot';
import { string } from '../../../common/validation/index.js';
import { checkSignalData, checkSignalType, createId } from '../../../protocol/index.js';
import { checkBody } from '../check-input.js';
import type { HttpContext } from '../http-context.js';
import { noContent, type HttpRequest } from '../http-request.js';
import type { HttpRoutes } from '../http-routes.js';
import { ownerOf, param, performIn } from './session-params.js';

const body = v.object({ type: v.nullish(string(), ''), data: v.nullish(string(), '') });

/** Signals from the application server, which have no sender: to all, and to one connection. */
export function signalRoutes(routes: HttpRoutes, context: HttpContext): void {
  routes.post('/session/:sessionId/signal', async (request) => {
    await send(context, request);
    return noContent;
  });

  routes.post('/session/:sessionId/connection/:connectionId/signal', async (request) => {
    await send(context, request, param(request, 'connectionId'));
    return noContent;
  });
}

/** @throws RequestRejected 400 or 404. @throws ProtocolError `signal-*`. */
async function send(context: HttpContext, request: HttpRequest, to?: string): Promise<void> {
  const owner = await ownerOf(context.sessions, request);
  const { type, data } = checkBody(body, request.body);
  checkSignalType(type);
  checkSignalData(data);
  const receiver = to === undefined ? {} : { to };
  await performIn(owner, { kind: 'signal', signalId: createId(), ...receiver, type, data });
}
