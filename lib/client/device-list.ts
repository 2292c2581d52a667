import type { DeviceInfo } from '../media/engine.js';

/** Told of what has come and what has gone. */
export interface DeviceListObserver<Device> {
  added(device: Device): void;
  removed(device: Device): void;
}

/** The devices of one kind, as they were listed last. */
export class DeviceList<Device extends DeviceInfo> {
  readonly #list: () => Promise<readonly Device[]>;
  readonly #observer: DeviceListObserver<Device>;
  #known: readonly Device[] | undefined;
  /** How often a list was asked for, and which of them is the known one. */
  #asked = 0;
  #answered = 0;

  constructor(list: () => Promise<readonly Device[]>, observer: DeviceListObserver<Device>) {
    this.#list = list;
    this.#observer = observer;
  }

  /** Lists anew, and tells in what way that differs from the list before it. The first one is not compared. */
  async refresh(): Promise<readonly Device[]> {
    const asked = ++this.#asked;
    const devices = await this.#list();
    // One that was asked for later may be there already: this one is the past.
    if (asked > this.#answered) {
      this.#answered = asked;
      this.#replace(devices);
    }
    return devices;
  }

  #replace(devices: readonly Device[]): void {
    const known = this.#known;
    this.#known = devices;
    if (!known) return;
    for (const device of without(known, devices)) this.#observer.removed(device);
    for (const device of without(devices, known)) this.#observer.added(device);
  }
}

function without<Device extends DeviceInfo>(
  devices: readonly Device[],
  others: readonly Device[],
): readonly Device[] {
  const ids = new Set(others.map(({ id }) => id));
  return devices.filter(({ id }) => !ids.has(id));
}
