import {
  execFile,
  execFileSync,
  spawn,
  type ChildProcess,
  type SpawnOptions,
} from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Names of namespaces begin with this and the id of the process that made them. */
const prefix = 'wsfaults';
/** Where `ip netns` keeps them. */
const folder = '/run/netns';

let made = 0;

/** Why tests that make networks of their own cannot run here; undefined if they can. */
export const noNetworks: string | undefined = reason();

function reason(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are a thing of Linux';
  if (process.getuid?.() !== 0) return 'needs root';
  const missing = ['ip', 'iptables', 'nsenter', 'gcc'].filter((command) => {
    try {
      execFileSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
  if (missing.length > 0)
    return `needs ${missing.join(', ')}: node scripts/setup.mjs --with faults`;
  return undefined;
}

async function createNamespace(name: string): Promise<string> {
  const namespace = `${prefix}-${process.pid}-${++made}-${name}`;
  await run('ip', ['netns', 'add', namespace]);
  return namespace;
}

/** For nsenter. `ip -n` and `ip netns exec` mount file systems besides, which a chroot does not allow. */
function networkOf(namespace: string): string {
  return `--net=${folder}/${namespace}`;
}

/** Runs `ip` in a namespace. Rejects if it fails. */
export async function ipOn(namespace: string, ...args: string[]): Promise<void> {
  await run('nsenter', [networkOf(namespace), 'ip', ...args]);
}

/** One network interface of a host, and the cable to the switch. */
export class Link {
  readonly name: string;
  /** IPv4. */
  readonly address: string;
  readonly #host: string;
  readonly #switch: string;
  readonly #port: string;

  constructor(names: {
    name: string;
    address: string;
    host: string;
    switch: string;
    port: string;
  }) {
    this.name = names.name;
    this.address = names.address;
    this.#host = names.host;
    this.#switch = names.switch;
    this.#port = names.port;
  }

  /** Pulls the cable at the host: it knows at once that there is no network. */
  async unplug(): Promise<void> {
    await ipOn(this.#host, 'link', 'set', this.name, 'down');
  }

  /** The same for good: its address is given up too, as network managers do. */
  async abandon(): Promise<void> {
    await this.unplug();
    await ipOn(this.#host, 'address', 'flush', 'dev', this.name);
  }

  /** Puts it in again. Routes that were lost with it are those of the switch's network only. */
  async plug(): Promise<void> {
    await ipOn(this.#host, 'link', 'set', this.name, 'up');
  }

  /** Cuts the way somewhere behind: nothing passes, and nobody is told. */
  async cut(): Promise<void> {
    // Not the port itself: the host would see that it has no carrier.
    await ipOn(this.#switch, 'link', 'set', this.#port, 'nomaster');
  }

  async restore(): Promise<void> {
    await ipOn(this.#switch, 'link', 'set', this.#port, 'master', 'switch');
  }
}

/** A machine of its own, as far as the network is concerned. */
export class Host {
  readonly namespace: string;
  readonly links: Link[] = [];
  readonly #processes = new Set<ChildProcess>();

  constructor(namespace: string) {
    this.namespace = namespace;
  }

  /** Address of the first interface. */
  get address(): string {
    return this.link.address;
  }

  /** The first interface. */
  get link(): Link {
    const [first] = this.links;
    if (!first) throw new Error(`${this.namespace} has no interface`);
    return first;
  }

  /** Runs a program on this host; it is killed with the network, if it still runs then. */
  spawn(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
    const child = spawn('nsenter', [networkOf(this.namespace), command, ...args], options);
    this.#processes.add(child);
    child.once('exit', () => this.#processes.delete(child));
    return child;
  }

  /** Loses a share of the packets that arrive, 0-1, each by its own lot. */
  async loseIncoming(share: number): Promise<void> {
    const lot = ['-m', 'statistic', '--mode', 'random', '--probability', String(share)];
    await this.exec('iptables', ['-A', 'INPUT', '!', '-i', 'lo', ...lot, '-j', 'DROP']);
  }

  /** Runs a program to its end. Rejects if it fails. */
  async exec(command: string, args: readonly string[]): Promise<void> {
    await run('nsenter', [networkOf(this.namespace), command, ...args]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      [...this.#processes].map(async (child) => {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await ended;
      }),
    );
  }
}

/** Hosts on one switch, each in a network namespace. Needs root; disposing it leaves nothing behind. */
export class Network implements AsyncDisposable {
  readonly #switch: string;
  readonly #hosts: Host[] = [];
  #interfaces = 0;

  private constructor(namespace: string) {
    this.#switch = namespace;
    process.once('exit', this.#deleteNamespaces);
  }

  static async create(): Promise<Network> {
    deleteOrphans();
    const network = new Network(await createNamespace('switch'));
    const on = (...args: string[]) => ipOn(network.#switch, ...args);
    await on('link', 'add', 'switch', 'type', 'bridge', 'forward_delay', '0');
    await on('link', 'set', 'switch', 'up');
    return network;
  }

  /** A host with one interface, `eth0`, that is plugged in. */
  async host(name: string): Promise<Host> {
    const host = new Host(await createNamespace(name));
    this.#hosts.push(host);
    const on = (...args: string[]) => ipOn(host.namespace, ...args);
    await on('link', 'set', 'lo', 'up');
    const link = await this.addLink(host);
    await link.plug();
    return host;
  }

  /** One more interface, which is not plugged in. */
  async addLink(host: Host): Promise<Link> {
    const number = ++this.#interfaces;
    const name = `eth${host.links.length}`;
    const port = `port${number}`;
    const address = `10.77.0.${number}`;
    const ends = ['netns', host.namespace, 'type', 'veth', 'peer', port, 'netns', this.#switch];
    await run('ip', ['link', 'add', name, ...ends]);
    await ipOn(host.namespace, 'address', 'add', `${address}/24`, 'dev', name);
    await ipOn(this.#switch, 'link', 'set', port, 'master', 'switch', 'up');
    const link = new Link({ name, address, host: host.namespace, switch: this.#switch, port });
    host.links.push(link);
    return link;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.off('exit', this.#deleteNamespaces);
    await Promise.all(this.#hosts.map((host) => host[Symbol.asyncDispose]()));
    this.#deleteNamespaces();
  }

  readonly #deleteNamespaces = (): void => {
    for (const namespace of [this.#switch, ...this.#hosts.map(({ namespace }) => namespace)]) {
      deleteNamespace(namespace);
    }
  };
}

function deleteNamespace(name: string): void {
  try {
    execFileSync('ip', ['netns', 'delete', name], { stdio: 'ignore' });
  } catch {
    // Gone already.
  }
}

/**
 * Of processes that were killed before they could clean up; one of them may have had our id. Others may be at it at the
 * same time.
 */
function deleteOrphans(): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return;
  }
  for (const name of names) {
    const owner = new RegExp(`^${prefix}-(\\d+)-`).exec(name)?.[1];
    if (owner === undefined || isOurs(Number(owner))) continue;
    killProcesses(name);
    deleteNamespace(name);
  }
}

/** Those on a host end with whoever started them, unless they were suspended at that moment. */
function killProcesses(namespace: string): void {
  for (const pid of processesIn(namespace)) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
}

function processesIn(namespace: string): string[] {
  try {
    const pids = execFileSync('ip', ['netns', 'pids', namespace], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return pids
      .toString()
      .split('\n')
      .filter((line) => line !== '');
  } catch {
    // Deleted by another process in this moment.
    return [];
  }
}

/** Whether a process that makes networks now may use what that one has made. */
function isOurs(owner: number): boolean {
  return owner === process.pid ? made > 0 : isAlive(owner);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
