import { Subscriber } from '../../../index.js';
import { Batch } from './batch.js';
import { FrameReceiver } from '../frame-receiver.js';
import { prepareSession, timed } from '../join.js';
import type { ReceivedFrame } from '../../../measure/frame-tracker.js';
import type { SubscriberConfig, SubscriberMessage } from './process-messages.js';
import { runRole, type Parent } from './role.js';
import { SoundReceiver } from '../sound-receiver.js';
import { watchTransport } from '../transport-watch.js';

/** The subscriber process: joins, subscribes to the first stream, looks at what it gets from `go` on. */
async function subscribe(parent: Parent<SubscriberConfig, SubscriberMessage>): Promise<void> {
  const { config, signal, send, told } = parent;
  using joined = prepareSession(config, signal);
  const { context, session, signals, failed } = joined;

  const work = async (): Promise<void> => {
    // Asked for before connecting, so that no stream is missed.
    const streams = session.events('streamReceived', { signal });
    const connecting = await timed(session.connect(config.token, { signal }));
    send({ type: 'connected', ms: connecting.ms });
    const next = await streams.next();
    // Only the signal ends the events.
    if (next.done === true) return;
    using subscriber = new Subscriber(context, next.value.stream);
    const [firstFrame] = await Promise.all([
      timed(subscriber.snapshot({ signal })),
      session.subscribe(subscriber),
    ]);
    firstFrame.result.close();
    send({ type: 'firstFrame', ms: firstFrame.ms });
    await told('go');
    const { pictures, sound } = await receive(subscriber, parent);
    await signals.drain();
    send({ type: 'drained' });
    await told('leave');
    send({
      type: 'result',
      signals: signals.totals,
      audio: sound.totals,
      snapshot: await pictures.writeSnapshot(config.out),
      recording: await sound.finish(),
    });
    await session.disconnect();
  };
  await Promise.race([work(), failed]);
}

/** Reports every frame and the transport until the parent says `drain`. */
async function receive(
  subscriber: Subscriber,
  { config, send, told }: Parent<SubscriberConfig, SubscriberMessage>,
): Promise<{ pictures: FrameReceiver; sound: SoundReceiver }> {
  const pictures = new FrameReceiver(config.mark);
  const sound = new SoundReceiver(config.out);
  using received = new Batch<ReceivedFrame>((frames) => {
    send({ type: 'received', frames, audio: sound.totals });
  });
  using _frames = subscriber.listen('frame', (frame) => {
    received.add(pictures.receive(frame));
  });
  using _audio = subscriber.listen('audioData', (data) => {
    sound.receive(data);
  });
  using _transport = watchTransport(subscriber, (sample) => {
    send({ type: 'transport', sample });
  });
  await told('drain');
  return { pictures, sound };
}

runRole(subscribe);
