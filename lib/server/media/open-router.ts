import type { ResolvedOptions } from '../resolve-options.js';
import { JanusProcess } from './janus/process/janus-process.js';
import { ForeignJanus, type JanusPlace } from './janus/process/janus-place.js';
import { JanusRouter } from './janus/janus-router.js';
import type { MediaRouter } from './media-router.js';

/**
 * The media router that the options ask for, ready for use; undefined if they ask for none.
 *
 * @throws SessionServerError `router-…`.
 */
export async function openRouter(
  options: ResolvedOptions,
  onChange: (isUp: boolean) => void,
): Promise<MediaRouter | undefined> {
  const { router, timers, logger } = options;
  if (router === undefined) return undefined;
  const { videoCodecs, adminKey } = router;
  const place = placeOf(options, router);
  return JanusRouter.start({ place, videoCodecs, adminKey, timers, logger, onChange });
}

function placeOf(
  { timers, logger }: ResolvedOptions,
  router: NonNullable<ResolvedOptions['router']>,
): JanusPlace {
  const { url, apiSecret, command, mediaAddresses, publicAddress, mediaPorts } = router;
  if (url !== undefined) return new ForeignJanus({ address: url, apiSecret });
  return new JanusProcess({
    ...{ command, publicAddress, mediaPorts, logger },
    mediaAddresses: mediaAddresses ?? [],
    reclaimMs: timers.routerReclaimMs,
  });
}
