/** As much of Electron's types as `docs/electron.md` uses: Electron itself is not installed here. */
declare module 'electron' {
  export const app: {
    whenReady(): Promise<void>;
    on(name: 'will-quit', listener: () => void): void;
  };
  export const utilityProcess: {
    fork(file: string): { postMessage(message: unknown): void; kill(): boolean };
  };
}

declare namespace NodeJS {
  interface Process {
    readonly parentPort: {
      once(name: 'message', listener: (event: { data: Record<string, string> }) => void): void;
      postMessage(message: unknown): void;
    };
  }
}
