import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { checkSignalData, checkSignalType, createId } from '../../../protocol/index.js';
import type { SignalMessage } from '../../../protocol/index.js';
import { signal } from '../../sessions/signals.js';
import { checkBody } from '../check-input.js';
import type { HttpContext } from '../http-context.js';
import { sessionOf } from './session-params.js';
import type { SessionRequest } from './session-params.js';

const body = v.object({ type: v.nullish(v.string(), ''), data: v.nullish(v.string(), '') });

/** Signals from the application server, which have no sender: to all, and to one connection. */
export function signalRoutes(app: FastifyInstance, context: HttpContext): void {
  app.post('/session/:sessionId/signal', (request: SessionRequest, reply) => {
    send(context, request);
    return reply.code(204).send();
  });

  app.post(
    '/session/:sessionId/connection/:connectionId/signal',
    (request: SessionRequest, reply) => {
      send(context, request, request.params.connectionId);
      return reply.code(204).send();
    },
  );
}

/** @throws RequestRejected 400 or 404. @throws ProtocolError `signal-*`. */
function send(context: HttpContext, request: SessionRequest, to?: string): void {
  const session = sessionOf(context.sessions, request);
  const { type, data } = checkBody(body, request.body);
  checkSignalType(type);
  checkSignalData(data);
  const receiver = to === undefined ? {} : { to };
  const message: SignalMessage = { kind: 'signal', signalId: createId(), ...receiver, type, data };
  context.deliver(session, signal(session, 'owner', message));
}
