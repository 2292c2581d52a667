import * as v from 'valibot';
import { integer, numberText, optional } from '../../../common/validation/index.js';
import { checkQuery } from '../check-input.js';
import type { HttpContext } from '../http-context.js';
import { json, noContent } from '../http-request.js';
import type { HttpRoutes } from '../http-routes.js';
import { ownerOf, param, performIn } from './session-params.js';

/** Which connections to list: the range and the defaults that the public API has. */
const range = v.object({
  offset: optional(numberText(integer(0, Number.MAX_SAFE_INTEGER)), 0),
  count: optional(numberText(integer(1, 1000)), 50),
});

/** List of a session's connections; force disconnect. */
export function connectionRoutes(routes: HttpRoutes, context: HttpContext): void {
  routes.get('/session/:sessionId/connection', async (request) => {
    const owner = await ownerOf(context.sessions, request);
    const { offset, count } = checkQuery(range, request.query);
    const { connections } = await owner.inspect();
    const items = connections.slice(offset, offset + count).map(({ id, creationTime }) => ({
      connectionId: id,
      connectionState: 'Connected',
      createdAt: creationTime,
    }));
    const { partnerId: projectId, sessionId } = owner.record.address;
    return json({ count: connections.length, projectId, sessionId, items });
  });

  routes.delete('/session/:sessionId/connection/:connectionId', async (request) => {
    const owner = await ownerOf(context.sessions, request);
    const connectionId = param(request, 'connectionId');
    await performIn(owner, { kind: 'connection-delete', connectionId });
    return noContent;
  });
}
