import { ByteReader } from './byte-reader.js';

/** A picture or a piece of sound as it comes out of the container. */
export interface MediaPacket {
  readonly kind: 'video' | 'audio';
  /** When it is to be shown or heard, microseconds from the start of the file. */
  readonly timeUs: number;
  readonly data: Uint8Array;
}

/** What the container says about itself before its first packet. */
export interface MediaHeader {
  readonly video: { readonly width: number; readonly height: number } | undefined;
}

export class MatroskaError extends Error {
  override readonly name = 'MatroskaError';
}

/** Element ids of RFC 9559, with their length markers. */
const Id = {
  Segment: 0x18538067,
  Tracks: 0x1654ae6b,
  TrackEntry: 0xae,
  TrackNumber: 0xd7,
  TrackType: 0x83,
  Video: 0xe0,
  PixelWidth: 0xb0,
  PixelHeight: 0xba,
  Cluster: 0x1f43b675,
  Timestamp: 0xe7,
  SimpleBlock: 0xa3,
  BlockGroup: 0xa0,
  Block: 0xa1,
} as const;

/** Elements whose children are read as if they stood in the open: so their sizes, often unknown, do not matter. */
const containers = new Set<number>([
  Id.Segment,
  Id.Tracks,
  Id.TrackEntry,
  Id.Video,
  Id.Cluster,
  Id.BlockGroup,
]);

const trackKinds: Readonly<Record<number, MediaPacket['kind']>> = { 1: 'video', 2: 'audio' };

/**
 * Reads the raw pictures and PCM that ffmpeg writes as Matroska (RFC 9559): one pipe that keeps sound and picture
 * together, each with its timestamp in milliseconds. Understands what ffmpeg's muxer writes to a pipe, not every file:
 * no lacing, and the default timestamp scale.
 */
export class MatroskaReader {
  readonly #bytes: ByteReader;
  readonly #kinds = new Map<number, MediaPacket['kind']>();
  #track = 0;
  #width = 0;
  #height = 0;
  #clusterMs = 0;
  #first: MediaPacket | undefined;

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#bytes = new ByteReader(stream);
  }

  /** Reads up to the first packet. To be called once, before {@link packets}. */
  async header(): Promise<MediaHeader> {
    this.#first = await this.#next();
    const hasVideo = this.#width > 0 && this.#height > 0;
    return { video: hasVideo ? { width: this.#width, height: this.#height } : undefined };
  }

  /** All packets, in the order of the container. */
  async *packets(): AsyncGenerator<MediaPacket, void> {
    for (let packet = this.#first; packet; packet = await this.#next()) yield packet;
  }

  async #next(): Promise<MediaPacket | undefined> {
    for (;;) {
      const id = await this.#number(4, true);
      const size = await this.#number(8, false);
      if (id === undefined || size === undefined) return undefined;
      if (containers.has(id)) continue;
      const body = await this.#bytes.read(size);
      if (!body) return undefined;
      if (id === Id.SimpleBlock || id === Id.Block) {
        const packet = this.#packet(body);
        if (packet) return packet;
      } else this.#note(id, body);
    }
  }

  #note(id: number, body: Uint8Array): void {
    if (id === Id.TrackNumber) this.#track = unsigned(body);
    else if (id === Id.PixelWidth) this.#width = unsigned(body);
    else if (id === Id.PixelHeight) this.#height = unsigned(body);
    else if (id === Id.Timestamp) this.#clusterMs = unsigned(body);
    else if (id === Id.TrackType) {
      const kind = trackKinds[unsigned(body)];
      if (kind) this.#kinds.set(this.#track, kind);
    }
  }

  /** Track number, 16-bit time relative to the cluster, flags, then the picture or samples. */
  #packet(block: Uint8Array): MediaPacket | undefined {
    const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
    const track = view.getUint8(0) & 0x7f;
    if ((view.getUint8(3) & 0x06) !== 0) throw new MatroskaError('laced blocks are not supported');
    const kind = this.#kinds.get(track);
    if (!kind) return undefined;
    const timeUs = (this.#clusterMs + view.getInt16(1)) * 1000;
    return { kind, timeUs, data: block.subarray(4) };
  }

  /** A variable-length number; an id keeps its length marker, a size loses it. Undefined at the end of the stream. */
  async #number(maxLength: number, keepMarker: boolean): Promise<number | undefined> {
    const first = (await this.#bytes.read(1))?.[0];
    if (first === undefined) return undefined;
    const length = Math.clz32(first) - 23;
    if (length > maxLength) throw new MatroskaError(`element number of ${length} bytes`);
    const rest = await this.#bytes.read(length - 1);
    if (!rest) return undefined;
    const start = keepMarker ? first : first & (0xff >> length);
    return rest.reduce((value, byte) => value * 256 + byte, start);
  }
}

function unsigned(body: Uint8Array): number {
  return body.reduce((value, byte) => value * 256 + byte, 0);
}
