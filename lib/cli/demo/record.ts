import type { AudioTotals } from '../../measure/audio-meter.js';
import type { FrameTracker } from '../../measure/frame-tracker.js';
import type { TransportSample } from '../../measure/timeline.js';
import type { PublisherMessage, SubscriberMessage } from './processes/process-messages.js';

/** What both processes reported while they ran, in the order of time. */
export class DemoRecord {
  readonly frames: FrameTracker;
  readonly transport: TransportSample[] = [];
  audio: AudioTotals | undefined;

  constructor(frames: FrameTracker) {
    this.frames = frames;
  }

  onPublisher(message: PublisherMessage): void {
    if (message.type === 'sent') this.frames.addSent(message.frames);
  }

  onSubscriber(message: SubscriberMessage): void {
    if (message.type === 'transport') this.transport.push(message.sample);
    else if (message.type === 'received') {
      this.frames.addReceived(message.frames);
      this.audio = message.audio;
    }
  }
}
