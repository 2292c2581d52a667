import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A picture, 4 bytes a pixel: blue, green, red and one that counts for nothing. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Opcodes and constants of the X protocol (X11R7, encoding appendix). */
const x11 = { createGc: 55, putImage: 72, getInputFocus: 43, zPixmap: 2, depth: 24 };
/** What a request can hold without the BIG-REQUESTS extension, less its header. */
const MAX_DATA_BYTES = 65_535 * 4 - 24;

/** Draws a picture on an X server's screen, from its top left corner, under whatever windows there are. */
export async function drawOnRoot(display: string, picture: Picture): Promise<void> {
  const connection = await Connection.open(display);
  try {
    await connection.draw(picture);
  } finally {
    connection.close();
  }
}

/** As much of an X client as drawing takes, so that no tool has to be installed for it. */
class Connection {
  readonly #socket: Socket;
  readonly #root: number;
  readonly #gc: number;

  private constructor(socket: Socket, setup: Buffer) {
    this.#socket = socket;
    this.#gc = setup.readUInt32LE(12);
    const vendorBytes = (setup.readUInt16LE(24) + 3) & ~3;
    const formats = setup.readUInt8(29);
    this.#root = setup.readUInt32LE(40 + vendorBytes + 8 * formats);
  }

  static async open(display: string): Promise<Connection> {
    const socket = connect(`/tmp/.X11-unix/X${display.replace(/^:/, '')}`);
    await once(socket, 'connect');
    const hello = Buffer.alloc(12);
    hello.write('l');
    hello.writeUInt16LE(11, 2);
    socket.write(hello);
    const head = await read(socket, 8);
    const rest = await read(socket, head.readUInt16LE(6) * 4);
    if (head.readUInt8(0) !== 1) throw new Error(`the X server says: ${rest.toString('latin1')}`);
    return new Connection(socket, Buffer.concat([head, rest]));
  }

  /** Resolves when the server has drawn it. */
  async draw({ width, height, pixels }: Picture): Promise<void> {
    this.#request(x11.createGc, 0, [this.#gc, this.#root, 0]);
    const rowBytes = width * 4;
    const rows = Math.floor(MAX_DATA_BYTES / rowBytes);
    for (let y = 0; y < height; y += rows) {
      const count = Math.min(rows, height - y);
      const strip = pixels.subarray(y * rowBytes, (y + count) * rowBytes);
      const size = width | (count << 16);
      const position = y << 16;
      this.#request(
        x11.putImage,
        x11.zPixmap,
        [this.#root, this.#gc, size, position, x11.depth << 8],
        strip,
      );
    }
    // Requests are done in order, and this one is answered.
    this.#request(x11.getInputFocus, 0, []);
    const reply = await read(this.#socket, 32);
    if (reply.readUInt8(0) !== 1) throw new Error(`X error ${reply.readUInt8(1)}`);
  }

  close(): void {
    this.#socket.destroy();
  }

  #request(opcode: number, detail: number, fields: number[], data: Uint8Array = Buffer.of()): void {
    const header = Buffer.alloc(4 + fields.length * 4);
    header.writeUInt8(opcode, 0);
    header.writeUInt8(detail, 1);
    header.writeUInt16LE((header.length + data.length) / 4, 2);
    fields.forEach((field, index) => header.writeInt32LE(field | 0, 4 + index * 4));
    this.#socket.write(header);
    if (data.length > 0) this.#socket.write(data);
  }
}

async function read(socket: Socket, bytes: number): Promise<Buffer> {
  for (;;) {
    const chunk = socket.read(bytes) as Buffer | null;
    if (chunk) return chunk;
    await once(socket, 'readable');
  }
}
