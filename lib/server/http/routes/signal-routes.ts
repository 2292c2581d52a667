import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { string } from '../../../common/validation/index.js';
import { checkSignalData, checkSignalType, createId } from '../../../protocol/index.js';
import { checkBody } from '../check-input.js';
import type { HttpContext } from '../http-context.js';
import { ownerOf, performIn } from './session-params.js';
import type { SessionRequest } from './session-params.js';

const body = v.object({ type: v.nullish(string(), ''), data: v.nullish(string(), '') });

/** Signals from the application server, which have no sender: to all, and to one connection. */
export function signalRoutes(app: FastifyInstance, context: HttpContext): void {
  app.post('/session/:sessionId/signal', async (request: SessionRequest, reply) => {
    await send(context, request);
    return reply.code(204).send();
  });

  app.post(
    '/session/:sessionId/connection/:connectionId/signal',
    async (request: SessionRequest, reply) => {
      await send(context, request, request.params.connectionId);
      return reply.code(204).send();
    },
  );
}

/** @throws RequestRejected 400 or 404. @throws ProtocolError `signal-*`. */
async function send(context: HttpContext, request: SessionRequest, to?: string): Promise<void> {
  const owner = await ownerOf(context.sessions, request);
  const { type, data } = checkBody(body, request.body);
  checkSignalType(type);
  checkSignalData(data);
  const receiver = to === undefined ? {} : { to };
  await performIn(owner, { kind: 'signal', signalId: createId(), ...receiver, type, data });
}
