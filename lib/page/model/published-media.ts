import {
  Publisher,
  TrackAudioSource,
  TrackVideoSource,
  type Context,
} from '../../browser/index.js';
import { createTestMedia } from './test-pattern.js';

export type SourceKind = 'pattern' | 'camera' | 'screen';
export type Codec = 'automatic' | 'vp8' | 'vp9' | 'h264';

export interface PublishChoice {
  readonly source: SourceKind;
  readonly name: string;
  readonly codec: Codec;
  /** Bits per second; undefined: as the browser likes. */
  readonly maxBitrate: number | undefined;
}

/** What this page publishes: its publisher, the track to preview, and what has to be stopped afterwards. */
export interface PublishedMedia extends Disposable {
  readonly publisher: Publisher;
  readonly preview: MediaStream;
}

/** Asks the browser for the source, which may ask its user. */
export async function openMedia(context: Context, choice: PublishChoice): Promise<PublishedMedia> {
  const { video, audio, release } = await tracksOf(choice.source);
  const { codec, maxBitrate, name } = choice;
  const publisher = new Publisher(context, {
    name,
    video: new TrackVideoSource(video, { type: typeOf(choice.source) }),
    audio: audio ? new TrackAudioSource(audio) : false,
    preferredVideoCodecs: codec === 'automatic' ? codec : [codec],
    ...(maxBitrate === undefined ? {} : { maxVideoBitrate: maxBitrate }),
  });
  return {
    publisher,
    preview: new MediaStream([video]),
    [Symbol.dispose]() {
      video.stop();
      audio?.stop();
      release();
    },
  };
}

function typeOf(source: SourceKind): 'custom' | 'camera' | 'screen' {
  return source === 'pattern' ? 'custom' : source;
}

async function tracksOf(source: SourceKind) {
  if (source === 'pattern') {
    const media = createTestMedia();
    const release = (): void => {
      media[Symbol.dispose]();
    };
    return { video: media.video, audio: media.audio, release };
  }
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  if (!mediaDevices) {
    throw new Error(
      'a browser gives camera and screen to pages over https or of this machine only',
    );
  }
  const stream =
    source === 'camera'
      ? await mediaDevices.getUserMedia({ video: true, audio: true })
      : await mediaDevices.getDisplayMedia({ video: true, audio: true });
  const [video] = stream.getVideoTracks();
  if (!video) throw new Error('the browser gave no video');
  return { video, audio: stream.getAudioTracks()[0], release: () => undefined };
}
