export interface ServerLook {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
  readonly cpuUs: number;
  readonly watches: number;
  readonly descriptors: number | undefined;
  readonly sockets: number | undefined;
}
export interface ServerProcess {
  readonly url: string;
  look(options?: { readonly collect?: boolean }): Promise<ServerLook>;
  stop(): Promise<void>;
}
export function bundleServer(directory: string): Promise<string>;
export function startServer(script: string, dataDirectory: string): Promise<ServerProcess>;
