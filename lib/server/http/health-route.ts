import { json } from './http-request.js';
import type { HttpRoutes } from './http-routes.js';

/** For load balancers and service managers: 200 for as long as requests are served. */
export function healthRoute(routes: HttpRoutes): void {
  const headers = { 'Cache-Control': 'no-store' };
  routes.get('/health', () => json({ status: 'ok' }, { headers }));
}
