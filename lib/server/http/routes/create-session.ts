import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { status } from '../../../protocol/index.js';
import { locationSchema } from '../../sessions/location.js';
import { RequestRejected } from '../../sessions/request-rejected.js';
import { checkBody } from '../check-input.js';
import type { HttpContext } from '../http-context.js';

const body = v.object({
  'p2p.preference': v.optional(v.picklist(['enabled', 'disabled'])),
  mediaMode: v.optional(v.picklist(['relayed', 'routed'])),
  archiveMode: v.optional(v.picklist(['manual', 'always'])),
  location: v.nullish(locationSchema, ''),
});

/** `POST /session/create`, with a form or JSON. The media mode is checked but always relayed. */
export function createSessionRoute(app: FastifyInstance, { sessions }: HttpContext): void {
  app.post('/session/create', (request, reply) => {
    const { archiveMode, location } = checkBody(body, request.body);
    if (archiveMode === 'always') {
      throw new RequestRejected(status.notSupported, 'archiving is not offered');
    }
    const session = sessions.create(request.projectKey, location);
    const { partnerId, sessionId } = session.address;
    return reply.send([
      {
        session_id: sessionId,
        project_id: partnerId,
        partner_id: partnerId,
        create_dt: String(session.creationTime),
        session_status: null,
        status_invalid: null,
        media_server_hostname: null,
        messaging_server_url: null,
        messaging_url: null,
        symphony_address: null,
        ice_server: null,
        ice_servers: null,
        ice_credential_expiration: null,
        properties: null,
      },
    ]);
  });
}
