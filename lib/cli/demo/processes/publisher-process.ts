import { Publisher } from '../../../index.js';
import { Batch } from './batch.js';
import type { SentFrame } from '../../../measure/frame-tracker.js';
import type { Feed } from '../feed/feed.js';
import { prepareSession, timed } from '../join.js';
import type { PublisherConfig, PublisherMessage } from './process-messages.js';
import { runRole, type Parent } from './role.js';
import { openFeed } from '../source.js';

/** The publisher process: joins, publishes the feed, plays it from `go` on, leaves when it is told to. */
async function publish(parent: Parent<PublisherConfig, PublisherMessage>): Promise<void> {
  const { config, signal, send, told } = parent;
  using feed = await openFeed(config.source, config.seconds);
  using joined = prepareSession(config, signal);
  const { context, session, signals, failed } = joined;
  using publisher = new Publisher(context, {
    name: 'demo',
    video: feed.video,
    audio: feed.audio ?? false,
    preferredVideoCodecs: [config.codec],
    // The size is what was asked for; a machine that is too slow for it shows in the frame rate.
    degradationPreference: 'maintain-resolution',
  });

  const work = async (): Promise<void> => {
    const connecting = await timed(session.connect(config.token, { signal }));
    send({ type: 'connected', ms: connecting.ms });
    const publishing = await timed(session.publish(publisher));
    send({ type: 'published', ms: publishing.ms });
    await keepLeadIn(feed, told('go'), signal);
    using sent = new Batch<SentFrame>((frames) => {
      send({ type: 'sent', frames });
    });
    await feed.play((frame) => {
      sent.add(frame);
    }, signal);
    sent.flush();
    send({ type: 'ended' });
    await told('drain');
    await signals.drain();
    send({ type: 'drained' });
    await told('leave');
    send({ type: 'result', signals: signals.totals });
    await session.disconnect();
  };
  await Promise.race([work(), failed]);
}

/** Shows the lead-in until `go` resolves. */
async function keepLeadIn(feed: Feed, go: Promise<void>, signal: AbortSignal): Promise<void> {
  const begin = new AbortController();
  const leadIn = feed.leadIn(AbortSignal.any([begin.signal, signal])).catch((error: unknown) => {
    if (!begin.signal.aborted) throw error;
  });
  await Promise.race([go, leadIn]);
  begin.abort();
  await leadIn;
}

runRole(publish);
