import * as v from 'valibot';
import { oneOf, optional } from '../../../common/validation/index.js';
import { status } from '../../../protocol/index.js';
import { locationSchema } from '../../sessions/location.js';
import { RequestRejected } from '../../sessions/request-rejected.js';
import { checkBody } from '../check-input.js';
import type { HttpContext } from '../http-context.js';
import { json } from '../http-request.js';
import { sessionsXml } from '../xml.js';
import type { HttpRoutes } from '../http-routes.js';

const body = v.object({
  'p2p.preference': optional(oneOf('enabled', 'disabled')),
  mediaMode: optional(oneOf('relayed', 'routed')),
  archiveMode: optional(oneOf('manual', 'always')),
  location: v.nullish(locationSchema, ''),
});

/** `POST /session/create`, with a form or JSON; answered by XML, or by JSON if that is accepted. A routed session is relayed if the server has no media router. */
export function createSessionRoute(routes: HttpRoutes, { sessions }: HttpContext): void {
  routes.post('/session/create', async (request) => {
    const { archiveMode, location, ...asked } = checkBody(body, request.body);
    if (archiveMode === 'always') {
      throw new RequestRejected(status.notSupported, 'archiving is not offered');
    }
    const peerToPeer = asked['p2p.preference'] !== 'disabled';
    const mediaMode = asked.mediaMode ?? (peerToPeer ? 'relayed' : 'routed');
    const { address, creationTime } = await sessions.create(
      request.projectKey,
      location,
      mediaMode,
    );
    const { partnerId, sessionId } = address;
    const created = [
      {
        session_id: sessionId,
        project_id: partnerId,
        partner_id: partnerId,
        create_dt: String(creationTime),
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
    ];
    // As the real service does: SDKs in PHP, Ruby, Python and .NET expect XML, those for Node ask for JSON.
    if (request.headers.accept?.toLowerCase().includes('json')) return json(created);
    const headers = { 'Content-Type': 'application/xml; charset=utf-8' };
    return { headers, body: sessionsXml(created) };
  });
}
