import type { HttpContext } from './http-context.js';
import { json } from './http-request.js';
import type { HttpRoutes } from './http-routes.js';

/**
 * For load balancers and service managers: 200 for as long as requests are served, also while the media router of routed
 * sessions is away, which `router` tells.
 */
export function healthRoute(routes: HttpRoutes, { router }: Pick<HttpContext, 'router'>): void {
  const headers = { 'Cache-Control': 'no-store' };
  routes.get('/health', () => {
    const media = router === undefined ? {} : { router: router.isUp ? 'up' : 'down' };
    return json({ status: 'ok', ...media }, { headers });
  });
}
