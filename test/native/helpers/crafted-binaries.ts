/**
 * The smallest files that a loader takes for binaries, made byte by byte: no compiler is at hand where Windows' node.exe
 * runs.
 */

const machines = {
  elf: { ia32: 3, x64: 62, arm64: 183 },
  pe: { ia32: 0x14c, x64: 0x8664, arm64: 0xaa64 },
} as const;

export type Machine = keyof typeof machines.elf;

/** A shared object with one segment that holds the headers and nothing to run. */
export function elfFile(machine: Machine): Buffer {
  const is64 = machine !== 'ia32';
  const headerSize = is64 ? 64 : 52;
  const entrySize = is64 ? 56 : 32;
  const file = Buffer.alloc(headerSize + entrySize);
  file.write('\x7fELF', 'latin1');
  file.set([is64 ? 2 : 1, 1, 1], 4);
  // ET_DYN, machine, version
  file.writeUInt16LE(3, 16);
  file.writeUInt16LE(machines.elf[machine], 18);
  file.writeUInt32LE(1, 20);
  // e_phoff; then e_ehsize, e_phentsize, e_phnum
  file.writeUInt32LE(headerSize, is64 ? 32 : 28);
  const sizes = is64 ? 52 : 40;
  file.writeUInt16LE(headerSize, sizes);
  file.writeUInt16LE(entrySize, sizes + 2);
  file.writeUInt16LE(1, sizes + 4);
  // PT_LOAD; p_filesz, p_memsz
  file.writeUInt32LE(1, headerSize);
  if (is64) {
    file.writeUInt32LE(4, headerSize + 4);
    file.writeBigUInt64LE(BigInt(file.length), headerSize + 32);
    file.writeBigUInt64LE(BigInt(file.length), headerSize + 40);
  } else {
    file.writeUInt32LE(file.length, headerSize + 16);
    file.writeUInt32LE(file.length, headerSize + 20);
  }
  return file;
}

/** Where the parts of the file below are, in the file and, as its pages are as large as its blocks, in memory. */
const sectionStart = 0x1000;
const alignment = 0x1000;

/** A DLL without code that imports one function of another DLL. */
export function peFile(machine: Exclude<Machine, 'ia32'>, importedDll: string): Buffer {
  const file = Buffer.alloc(sectionStart + alignment);
  const optionalHeader = 0x58;
  file.write('MZ', 'latin1');
  file.writeUInt32LE(0x40, 0x3c);
  file.write('PE\0\0', 0x40, 'latin1');
  file.writeUInt16LE(machines.pe[machine], 0x44);
  // One section; size of the optional header; executable, large addresses, DLL.
  file.writeUInt16LE(1, 0x46);
  file.writeUInt16LE(240, 0x54);
  file.writeUInt16LE(0x2022, 0x56);

  const field32 = (offset: number, value: number) =>
    file.writeUInt32LE(value, optionalHeader + offset);
  const field16 = (offset: number, value: number) =>
    file.writeUInt16LE(value, optionalHeader + offset);
  field16(0, 0x20b);
  // ImageBase, alignments of sections and of the file
  file.writeBigUInt64LE(0x180000000n, optionalHeader + 24);
  field32(32, alignment);
  field32(36, alignment);
  // Versions of the system and the subsystem
  field16(40, 6);
  field16(48, 6);
  // SizeOfImage, SizeOfHeaders, subsystem (console), DLL characteristics (dynamic base, NX)
  field32(56, file.length);
  field32(60, sectionStart);
  field16(68, 3);
  field16(70, 0x140);
  // Stack and heap, then the directories; the second is that of the imports.
  file.writeBigUInt64LE(0x100000n, optionalHeader + 72);
  file.writeBigUInt64LE(0x1000n, optionalHeader + 80);
  file.writeBigUInt64LE(0x100000n, optionalHeader + 88);
  file.writeBigUInt64LE(0x1000n, optionalHeader + 96);
  field32(108, 16);
  field32(120, sectionStart);
  field32(124, 40);

  const section = optionalHeader + 240;
  file.write('.idata', section, 'latin1');
  file.writeUInt32LE(alignment, section + 8);
  file.writeUInt32LE(sectionStart, section + 12);
  file.writeUInt32LE(alignment, section + 16);
  file.writeUInt32LE(sectionStart, section + 20);
  // Initialised data, readable, writable.
  file.writeUInt32LE(0xc0000040, section + 36);

  // The import descriptor: lookup table, name of the DLL, address table; each table has one entry, a hint with a name.
  const [lookup, addresses, hint, name] = [0x40, 0x50, 0x60, 0x80].map(
    (offset) => sectionStart + offset,
  ) as [number, number, number, number];
  file.writeUInt32LE(lookup, sectionStart);
  file.writeUInt32LE(name, sectionStart + 12);
  file.writeUInt32LE(addresses, sectionStart + 16);
  file.writeUInt32LE(hint, lookup);
  file.writeUInt32LE(hint, addresses);
  file.write('function', hint + 2, 'latin1');
  file.write(importedDll, name, 'latin1');
  return file;
}
