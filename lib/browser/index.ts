import { installPlatform } from '../client/client-platform.js';
import { browserPlatform } from './browser-platform.js';

installPlatform(browserPlatform);

export { Connection } from '../client/connection.js';
export { Context } from '../client/context.js';
export { Devices } from '../client/devices.js';
export { Publisher } from '../client/publishing/publisher.js';
export { Session } from '../client/session.js';
export { Stream } from '../client/stream.js';
export { Subscriber } from '../client/subscribing/subscriber.js';
export { setLogger } from '../common/logger.js';
export { ErrorCode, SessionError } from '../common/session-error.js';
export { mediaStreamOf } from './media-stream.js';
export { TrackAudioSource, TrackVideoSource } from './track-sources.js';
export type { TrackVideoSourceOptions } from './track-sources.js';
