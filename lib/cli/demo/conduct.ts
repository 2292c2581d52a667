import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './processes/child.js';
import { nowUs } from '../../measure/now-us.js';
import type {
  PublisherConfig,
  PublisherMessage,
  SubscriberConfig,
  SubscriberMessage,
} from './processes/process-messages.js';
import type { DemoRecord } from './record.js';
import { inTime } from './processes/waiting.js';

export type PublisherChild = Child<PublisherConfig, PublisherMessage>;
export type SubscriberChild = Child<SubscriberConfig, SubscriberMessage>;
type Result<Message> = Extract<Message, { type: 'result' }>;

/** All that is known after a run. */
export interface DemoRun {
  readonly record: DemoRecord;
  /** Milliseconds, of the slower process. */
  readonly connectMs: number;
  readonly publishMs: number;
  readonly firstFrameMs: number;
  readonly publisher: Result<PublisherMessage>;
  readonly subscriber: Result<SubscriberMessage>;
  /** Of the publisher and the subscriber process. */
  readonly exitCodes: readonly [number, number];
}

/** Without a picture for so long something is wrong that nobody told. */
const firstFrameMs = 20_000;

/** A run from the first join to the last exit, step by step. Whoever calls it watches for failures. */
export async function conduct(
  publisher: PublisherChild,
  subscriber: SubscriberChild,
  record: DemoRecord,
): Promise<DemoRun> {
  const connected = await Promise.all([
    publisher.heard('connected'),
    subscriber.heard('connected'),
  ]);
  const published = await publisher.heard('published');
  const firstFrame = await inTime(
    subscriber.heard('firstFrame'),
    firstFrameMs,
    'no picture arrived',
  );
  subscriber.tell('go');
  publisher.tell('go');
  await publisher.heard('ended');
  await lastFrames(record);
  subscriber.tell('drain');
  publisher.tell('drain');
  await Promise.all([publisher.heard('drained'), subscriber.heard('drained')]);
  const results = Promise.all([publisher.heard('result'), subscriber.heard('result')]);
  const exitCodes = await Promise.all([publisher.leave(), subscriber.leave()]);
  const [publisherResult, subscriberResult] = await results;
  return {
    record,
    connectMs: Math.max(...connected.map(({ ms }) => ms)),
    publishMs: published.ms,
    firstFrameMs: firstFrame.ms,
    publisher: publisherResult,
    subscriber: subscriberResult,
    exitCodes,
  };
}

/** Waits until every frame that was published has arrived, or none has for half a second, or two seconds are over. */
async function lastFrames({ frames }: DemoRecord): Promise<void> {
  const startUs = nowUs();
  const waitedUs = (): number => nowUs() - startUs;
  const isQuiet = (): boolean =>
    waitedUs() > 500_000 && frames.recent(nowUs() - 500_000).length === 0;
  while (!frames.complete && !isQuiet() && waitedUs() < 2_000_000) await sleep(20);
}
