import { channel } from 'node:diagnostics_channel';
import type { LogSink } from '../common/logger.js';

const lines = channel('webrtc-session:log');

/** Every line, at any level, while somebody is subscribed to the channel `webrtc-session:log`. */
export const logChannel: LogSink = {
  get wanted() {
    return lines.hasSubscribers;
  },
  write(line) {
    lines.publish(line);
  },
};
