import * as v from 'valibot';
import { string } from '../../../common/validation/index.js';
import { status } from '../../../protocol/index.js';
import { RequestRejected } from '../../sessions/request-rejected.js';
import { checkBody } from '../check-input.js';
import { json } from '../http-request.js';
import type { HttpRoutes } from '../http-routes.js';
import type { PageCodes } from './page-codes.js';
import type { PageFile } from './page-file.js';

/** What the page's routes are made of. */
export interface PageParts {
  readonly file: PageFile;
  readonly codes: PageCodes;
}

const exchange = v.object({ code: string(64) });

/** The page that watches and joins a session, below any name; and the exchange of its code for a token. */
export function pageRoutes(routes: HttpRoutes, { file, codes }: PageParts): void {
  const { html, gzip, policy } = file;
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    Vary: 'Accept-Encoding',
  };
  const compressed = { headers: { ...headers, 'Content-Encoding': 'gzip' }, body: gzip };
  for (const path of ['/', '/s/:name']) {
    routes.get(path, ({ headers: { 'accept-encoding': accepted = '' } }) =>
      /\bgzip\b/.test(accepted) ? compressed : { headers, body: html },
    );
  }

  routes.post('/s/:name', ({ body }) => {
    const { code } = checkBody(exchange, body);
    const grant = codes.take(code);
    if (grant !== undefined) return json(grant, { headers: { 'Cache-Control': 'no-store' } });
    throw new RequestRejected(status.notFound, 'the code was used already, or has expired');
  });
}
