import type {
  DeviceInfo,
  LocalTrack,
  MediaEngine,
  MediaSink,
  PushedAudioTrack,
  PushedVideoTrack,
  RemoteTrack,
  ScreenInfo,
} from '../media/engine.js';
import { devicesOf } from './page-devices.js';
import { RtcEngine } from './rtc-engine.js';
import { RtcRemoteTrack } from './rtc-track.js';

function notInPage(what: string, instead: string): never {
  throw new Error(`${what} cannot be had in a web page: ${instead}`);
}

const videoInstead = 'give the publisher a TrackVideoSource';
const audioInstead = 'give the publisher a TrackAudioSource';
const renderInstead = 'render mediaStreamOf(subscriber)';
const deviceInstead =
  'ask for the device with getUserMedia, or choose it with setSinkId of an element';

/**
 * {@link MediaEngine} of a page. It sends the tracks that the page has made (`getUserMedia`, `getDisplayMedia`, a canvas)
 * and receives tracks for its elements to render; it makes no media by itself and gives no frames or PCM.
 */
export class BrowserEngine extends RtcEngine implements MediaEngine {
  createVideoTrack(): PushedVideoTrack {
    return notInPage('a source of frames', videoInstead);
  }

  createTestPatternTrack(): LocalTrack {
    return notInPage('a test pattern', videoInstead);
  }

  createScreenTrack(): LocalTrack {
    return notInPage('a screen source', videoInstead);
  }

  createAudioTrack(): PushedAudioTrack {
    return notInPage('a source of samples', audioInstead);
  }

  createToneTrack(): LocalTrack {
    return notInPage('a tone', audioInstead);
  }

  createMicrophoneTrack(): LocalTrack {
    return notInPage('the microphone of a context', audioInstead);
  }

  listCameras(): Promise<readonly DeviceInfo[]> {
    return devicesOf('videoinput');
  }

  listMicrophones(): Promise<readonly DeviceInfo[]> {
    return devicesOf('audioinput');
  }

  listSpeakers(): Promise<readonly DeviceInfo[]> {
    return devicesOf('audiooutput');
  }

  /** A page is shown no list: the browser asks its user. */
  listScreens(): Promise<readonly ScreenInfo[]> {
    return Promise.resolve([]);
  }

  setMicrophone(): Promise<void> {
    return Promise.reject(new TypeError(`setMicrophone does nothing in a page: ${deviceInstead}`));
  }

  setSpeaker(): Promise<void> {
    return Promise.reject(new TypeError(`setSpeaker does nothing in a page: ${deviceInstead}`));
  }

  openVideoSink(): MediaSink {
    return notInPage('frames', renderInstead);
  }

  openAudioSink(): MediaSink {
    return notInPage('PCM', renderInstead);
  }

  /** 0 is silence. Everything else leaves the track as it is: the element that plays it has a volume. */
  setVolume(track: RemoteTrack, volume: number): void {
    if (track instanceof RtcRemoteTrack) track.media.enabled = volume > 0;
  }

  close(): void {
    for (const connection of this.connections.toReversed()) connection.close();
  }
}
