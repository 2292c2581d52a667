import { createWriteStream, type WriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { finished } from 'node:stream/promises';

const headerBytes = 44;

export interface PcmFormat {
  /** Hertz. */
  readonly sampleRate: number;
  readonly channels: number;
}

/** Writes a WAV file (RIFF, 16-bit PCM) piece by piece; its header is right once it is closed. */
export class WavWriter {
  readonly path: string;
  readonly #format: PcmFormat;
  readonly #stream: WriteStream;
  #dataBytes = 0;

  constructor(path: string, format: PcmFormat) {
    this.path = path;
    this.#format = format;
    this.#stream = createWriteStream(path);
    this.#stream.write(wavHeader(format, 0));
    // Told by close().
    this.#stream.on('error', () => undefined);
  }

  /** Interleaved samples; they must not change afterwards. */
  write(samples: Int16Array): void {
    this.#dataBytes += samples.byteLength;
    // Node's platforms are little-endian, as WAV is.
    this.#stream.write(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
  }

  async close(): Promise<void> {
    this.#stream.end();
    await finished(this.#stream);
    const file = await open(this.path, 'r+');
    try {
      await file.write(wavHeader(this.#format, this.#dataBytes), 0, headerBytes, 0);
    } finally {
      await file.close();
    }
  }
}

function wavHeader({ sampleRate, channels }: PcmFormat, dataBytes: number): Buffer {
  const frameBytes = channels * 2;
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0);
  header.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * frameBytes, 28);
  header.writeUInt16LE(frameBytes, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
