import {
  Context,
  mediaStreamOf,
  Publisher,
  Session,
  Subscriber,
  TrackAudioSource,
  TrackVideoSource,
  type Stream,
} from '../../lib/browser/index.js';

export interface JoinOptions {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly sessionId: string;
  readonly token: string;
}

/** A page with one session, as an application writes it; arguments and results of its methods are plain data. */
export class FacadePage {
  readonly #context = new Context();
  readonly #streams = new Map<string, Stream>();
  readonly #canvas = document.createElement('canvas');
  readonly #video = document.createElement('video');
  readonly #errors: string[] = [];
  #session: Session | undefined;
  #publisher: Publisher | undefined;
  #subscriber: Subscriber | undefined;

  async join({ apiUrl, apiKey, sessionId, token }: JoinOptions): Promise<void> {
    const session = new Session(this.#context, apiKey, sessionId, { apiUrl });
    this.#session = session;
    session.on('streamReceived', ({ stream }) => this.#streams.set(stream.id, stream));
    session.on('streamDropped', ({ stream }) => this.#streams.delete(stream.id));
    session.on('error', (error) => this.#errors.push(`session ${error.code}: ${error.message}`));
    await session.connect(token);
  }

  /** Camera and microphone; returns the stream id. */
  async publish(name: string): Promise<string> {
    const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    const [video, audio] = [media.getVideoTracks()[0], media.getAudioTracks()[0]];
    if (!video || !audio) throw new Error('no camera or no microphone');
    const publisher = new Publisher(this.#context, {
      name,
      video: new TrackVideoSource(video),
      audio: new TrackAudioSource(audio),
    });
    publisher.on('error', (error) => this.#errors.push(`publisher ${error.code}`));
    this.#publisher = publisher;
    return (await this.#joined.publish(publisher)).id;
  }

  /** Shows and plays a stream. */
  async subscribe(streamId: string): Promise<void> {
    const stream = this.#streams.get(streamId);
    if (!stream) throw new Error(`no stream ${streamId}`);
    const subscriber = new Subscriber(this.#context, stream);
    subscriber.on('error', (error) => this.#errors.push(`subscriber ${error.code}`));
    this.#subscriber = subscriber;
    this.#video.srcObject = mediaStreamOf(subscriber);
    document.body.append(this.#video);
    await this.#joined.subscribe(subscriber);
    await this.#video.play();
  }

  streams(): string[] {
    return [...this.#streams.keys()];
  }

  /** What the element shows now. */
  shown(): { width: number; height: number; pixels: string; tracks: string[] } {
    const { videoWidth: width, videoHeight: height, srcObject } = this.#video;
    [this.#canvas.width, this.#canvas.height] = [64, 48];
    this.#canvas.getContext('2d')?.drawImage(this.#video, 0, 0, 64, 48);
    const tracks = srcObject instanceof MediaStream ? srcObject.getTracks() : [];
    return { width, height, pixels: this.#canvas.toDataURL(), tracks: tracks.map(kindOf).sort() };
  }

  /** Energy of what was heard so far, W3C webrtc-stats `totalAudioEnergy`. */
  async heard(): Promise<number> {
    const report = await this.#subscriber?.getRtcStatsReport();
    const audio = [...(report?.values() ?? [])].find(
      (entry) => entry.type === 'inbound-rtp' && entry['kind'] === 'audio',
    );
    return Number(audio?.['totalAudioEnergy'] ?? 0);
  }

  /** The message of the error that asking for frames gives. */
  frames(): string {
    try {
      this.#subscriber?.frames();
      return '';
    } catch (error) {
      return String(error);
    }
  }

  set(options: { subscribeToVideo?: boolean; publishVideo?: boolean }): void {
    const { subscribeToVideo, publishVideo } = options;
    if (this.#subscriber && subscribeToVideo !== undefined) {
      this.#subscriber.subscribeToVideo = subscribeToVideo;
    }
    if (this.#publisher && publishVideo !== undefined) this.#publisher.publishVideo = publishVideo;
  }

  /** Sends what a canvas shows instead of the camera. */
  async showCanvas(width: number, height: number): Promise<void> {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width, height];
    let frame = 0;
    setInterval(() => {
      const context = canvas.getContext('2d');
      if (!context) return;
      context.fillStyle = `hsl(${frame++ * 10} 80% 50%)`;
      context.fillRect(0, 0, width, height);
    }, 50);
    const [track] = canvas.captureStream(20).getVideoTracks();
    if (!track) throw new Error('no track of the canvas');
    await this.#publisher?.setVideoSource(new TrackVideoSource(track, { type: 'custom' }));
  }

  async devices(): Promise<{ cameras: number; microphones: number; screens: number }> {
    const { devices } = this.#context;
    const [cameras, microphones, screens] = await Promise.all([
      devices.listCameras(),
      devices.listMicrophones(),
      devices.listScreens(),
    ]);
    return {
      cameras: cameras.length,
      microphones: microphones.length,
      screens: screens.length,
    };
  }

  async signal(type: string, data: string): Promise<void> {
    await this.#joined.sendSignal(type, data);
  }

  errors(): readonly string[] {
    return this.#errors;
  }

  async leave(): Promise<void> {
    await this.#session?.disconnect();
    this.#context.dispose();
  }

  get #joined(): Session {
    if (!this.#session) throw new Error('join first');
    return this.#session;
  }
}

function kindOf({ kind }: MediaStreamTrack): string {
  return kind;
}

Object.assign(globalThis, { peer: new FacadePage() });
