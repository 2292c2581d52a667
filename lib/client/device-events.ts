import type { EventNames } from '../common/typed-events.js';
import type { DeviceInfo, ScreenInfo } from '../media/engine.js';

export interface DeviceChange {
  readonly device: DeviceInfo;
}

export interface ScreenChange {
  readonly device: ScreenInfo;
}

/**
 * What has come and gone, found by comparing a list with that before it: when the application lists devices of that kind
 * again, and in a web page also when the browser reports a change. The native engine reports none by itself yet, so
 * nothing is raised on Node between two calls of the same `list…()`.
 */
export interface DeviceEvents {
  cameraAdded: DeviceChange;
  cameraRemoved: DeviceChange;
  microphoneAdded: DeviceChange;
  microphoneRemoved: DeviceChange;
  speakerAdded: DeviceChange;
  speakerRemoved: DeviceChange;
  screenAdded: ScreenChange;
  screenRemoved: ScreenChange;
  /** The system has another default. Not raised yet: no engine says which device is the default. */
  defaultMicrophoneChanged: DeviceChange;
  /** As `defaultMicrophoneChanged`. */
  defaultSpeakerChanged: DeviceChange;
}

export const deviceEventNames: EventNames<DeviceEvents> = {
  cameraAdded: true,
  cameraRemoved: true,
  microphoneAdded: true,
  microphoneRemoved: true,
  speakerAdded: true,
  speakerRemoved: true,
  screenAdded: true,
  screenRemoved: true,
  defaultMicrophoneChanged: true,
  defaultSpeakerChanged: true,
};
