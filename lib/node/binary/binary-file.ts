import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** What the first bytes of a binary say. */
export interface BinaryFile {
  /** `'elf'`: Linux, `'pe'`: Windows, `'mach-o'`: macOS. */
  readonly format: 'elf' | 'pe' | 'mach-o' | 'unknown';
  /** As in `process.arch`; undefined for what Node does not run on. */
  readonly arch: string | undefined;
  /** Whether the file has all the bytes that its own tables speak of. */
  readonly whole: boolean;
}

/** `e_machine`. */
const elfMachines = new Map([
  [3, 'ia32'],
  [40, 'arm'],
  [62, 'x64'],
  [183, 'arm64'],
  [243, 'riscv64'],
]);
/** `IMAGE_FILE_HEADER.Machine`. */
const peMachines = new Map([
  [0x14c, 'ia32'],
  [0x8664, 'x64'],
  [0xaa64, 'arm64'],
]);
const machMagics = [0xfeedface, 0xfeedfacf, 0xcafebabe, 0xcefaedfe, 0xcffaedfe];

const unreadable = { format: 'unknown', arch: undefined, whole: false } as const;

/** A file of which only the parts that are asked for are read. */
class Reader {
  readonly size: number;
  readonly #descriptor: number;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
    this.size = fstatSync(descriptor).size;
  }

  /** Zeros where the file has ended. */
  bytes(offset: number, length: number): Buffer {
    const buffer = Buffer.alloc(length);
    if (offset < this.size) readSync(this.#descriptor, buffer, 0, length, offset);
    return buffer;
  }
}

/**
 * Reads format, architecture and completeness of a binary, because the system's loader tells them apart badly: Windows has
 * one message for a damaged file and for another architecture, and Linux maps a file that is cut off and dies of it later.
 *
 * Throws what `open` throws.
 */
export function readBinaryFile(path: string): BinaryFile {
  const descriptor = openSync(path, 'r');
  try {
    const reader = new Reader(descriptor);
    const start = reader.bytes(0, 64);
    if (start.toString('latin1', 0, 4) === '\x7fELF') return readElf(reader, start);
    if (start.toString('latin1', 0, 2) === 'MZ') return readPe(reader, start);
    const isMach = machMagics.includes(start.readUInt32BE(0));
    return isMach ? { ...unreadable, format: 'mach-o' } : unreadable;
  } finally {
    closeSync(descriptor);
  }
}

/** Little-endian files of 32 and 64 bits: what Node runs on. */
function readElf(reader: Reader, header: Buffer): BinaryFile {
  const is64 = header[4] === 2;
  const arch = elfMachines.get(header.readUInt16LE(18));
  const [tableOffset, entrySize, entries] = is64
    ? [Number(header.readBigUInt64LE(32)), header.readUInt16LE(54), header.readUInt16LE(56)]
    : [header.readUInt32LE(28), header.readUInt16LE(42), header.readUInt16LE(44)];
  const table = reader.bytes(tableOffset, entrySize * entries);
  const ends = Array.from({ length: entries }, (_, index) => {
    const entry = table.subarray(index * entrySize, (index + 1) * entrySize);
    if (entry.length < (is64 ? 56 : 32)) return Infinity;
    // p_offset + p_filesz
    return is64
      ? Number(entry.readBigUInt64LE(8) + entry.readBigUInt64LE(32))
      : entry.readUInt32LE(4) + entry.readUInt32LE(16);
  });
  const end = Math.max(tableOffset + table.length, ...ends);
  return { format: 'elf', arch, whole: entries > 0 && end <= reader.size };
}

function readPe(reader: Reader, dosHeader: Buffer): BinaryFile {
  const offset = dosHeader.readUInt32LE(60);
  const header = reader.bytes(offset, 24);
  if (header.toString('latin1', 0, 4) !== 'PE\0\0') return { ...unreadable, format: 'pe' };
  const arch = peMachines.get(header.readUInt16LE(4));
  const sections = header.readUInt16LE(6);
  const tableOffset = offset + 24 + header.readUInt16LE(20);
  const table = reader.bytes(tableOffset, sections * 40);
  const ends = Array.from({ length: sections }, (_, index) => {
    // SizeOfRawData + PointerToRawData
    const entry = table.subarray(index * 40);
    return entry.readUInt32LE(16) + entry.readUInt32LE(20);
  });
  const end = Math.max(tableOffset + table.length, ...ends);
  return { format: 'pe', arch, whole: sections > 0 && end <= reader.size };
}
