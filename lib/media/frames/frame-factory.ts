import type { FrameBuffer, FrameFactory, FrameHandle } from '../engine.js';

let factory: FrameFactory | undefined;

/** Says who converts frames on the application's memory: they belong to no context, so no engine can be asked. */
export function setFrameFactory(create: FrameFactory | undefined): void {
  factory = create;
}

/** The same pixels in the memory of an engine, to be read in any format. It has to be closed. */
export function createFrame(buffer: FrameBuffer): FrameHandle {
  if (factory) return factory(buffer);
  throw new Error(`a frame of format ${buffer.format} cannot be converted on this platform`);
}
