import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** As much of an X client as the tests need, so that no tools have to be installed (X11R7, encoding appendix). */
export class XConnection implements Disposable {
  /** The window that is the screen. */
  readonly root: number;
  /** An id that is free. */
  readonly freeId: number;
  readonly #socket: Socket;

  private constructor(socket: Socket, setup: Buffer) {
    this.#socket = socket;
    this.freeId = setup.readUInt32LE(12);
    const vendorBytes = padded(setup.readUInt16LE(24));
    const formats = setup.readUInt8(29);
    this.root = setup.readUInt32LE(40 + vendorBytes + 8 * formats);
  }

  /** `display` as in the variable DISPLAY. */
  static async open(display: string): Promise<XConnection> {
    const socket = connect(`/tmp/.X11-unix/X${display.replace(/^:/, '')}`);
    await once(socket, 'connect');
    const hello = Buffer.alloc(12);
    hello.write('l');
    hello.writeUInt16LE(11, 2);
    socket.write(hello);
    const head = await read(socket, 8);
    const rest = await read(socket, head.readUInt16LE(6) * 4);
    if (head.readUInt8(0) !== 1) throw new Error(`the X server says: ${rest.toString('latin1')}`);
    return new XConnection(socket, Buffer.concat([head, rest]));
  }

  /** `fields` of 32 bits follow the request's header, then `data` does. */
  request(opcode: number, detail: number, fields: number[], data: Uint8Array = Buffer.of()): void {
    const header = Buffer.alloc(4 + fields.length * 4);
    header.writeUInt8(opcode, 0);
    header.writeUInt8(detail, 1);
    header.writeUInt16LE((header.length + padded(data.length)) / 4, 2);
    fields.forEach((field, index) => header.writeInt32LE(field | 0, 4 + index * 4));
    this.#socket.write(header);
    this.#socket.write(Buffer.concat([data, Buffer.alloc(padded(data.length) - data.length)]));
  }

  /** The answer to a request that has one, when those before it are done. */
  async ask(...args: Parameters<XConnection['request']>): Promise<Buffer> {
    this.request(...args);
    const head = await read(this.#socket, 32);
    if (head.readUInt8(0) !== 1) throw new Error(`X error ${head.readUInt8(1)}`);
    const more = head.readUInt32LE(4) * 4;
    return more === 0 ? head : Buffer.concat([head, await read(this.#socket, more)]);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

function padded(bytes: number): number {
  return (bytes + 3) & ~3;
}

async function read(socket: Socket, bytes: number): Promise<Buffer> {
  for (;;) {
    const chunk = socket.read(bytes) as Buffer | null;
    if (chunk) return chunk;
    await once(socket, 'readable');
  }
}
