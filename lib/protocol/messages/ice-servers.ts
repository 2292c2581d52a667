import * as v from 'valibot';
import type { Schema } from '../../common/validation/index.js';
import type { IceServer } from './session-objects.js';

const wireServer = v.pipe(
  v.object({
    url: v.nullish(v.string()),
    urls: v.nullish(v.union([v.string(), v.array(v.string())]), []),
    username: v.nullish(v.string()),
    credential: v.nullish(v.string()),
  }),
  v.transform(({ url, urls, username, credential }): IceServer => ({
    urls: [url ?? [], urls].flat(),
    ...(username ? { username } : {}),
    ...(credential ? { credential } : {}),
  })),
);

/** Reads `url` and `urls`; servers without any address and values of other shapes are left out. */
export const iceServersSchema: Schema<IceServer[]> = v.pipe(
  v.array(v.unknown()),
  v.transform((items) =>
    items
      .map((item) => v.safeParse(wireServer, item))
      .flatMap((result) => (result.success ? [result.output] : []))
      .filter(({ urls }) => urls.length > 0),
  ),
);

/** Wire form: one element with a single `url` for each address, which all clients read. */
export function iceServersContent(servers: readonly IceServer[]): object[] {
  return servers.flatMap(({ urls, username = null, credential = null }) =>
    urls.map((url) => ({ url, username, credential })),
  );
}
