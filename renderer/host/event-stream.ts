/**
 * Reads `text/event-stream` over fetch, because EventSource cannot send the session header. Ends by its signal;
 * reconnects with back-off, and gives up only when the server says the session is over (401).
 */
export interface StreamHandlers {
  readonly headers: () => Promise<Record<string, string> | null>;
  readonly onOpen: () => void;
  readonly onLost: () => void;
  readonly onSignedOut: () => void;
  readonly onData: (data: string) => void;
}

const longestWaitMs = 10_000;

export async function followEvents(
  url: string,
  handlers: StreamHandlers,
  signal: AbortSignal,
): Promise<void> {
  let waitMs = 500;
  while (!signal.aborted) {
    const headers = await handlers.headers();
    if (headers === null) return handlers.onSignedOut();
    try {
      const response = await fetch(url, { headers, signal, cache: 'no-store' });
      if (response.status === 401) return handlers.onSignedOut();
      if (response.ok && response.body !== null) {
        waitMs = 500;
        handlers.onOpen();
        await readEvents(response.body, handlers.onData);
      }
    } catch {
      // A cut line and a stopped server look alike here; both are answered by trying again.
    }
    if (signal.aborted) return;
    handlers.onLost();
    await pause(waitMs);
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  }
}

async function readEvents(body: ReadableStream<Uint8Array<ArrayBuffer>>, onData: (data: string) => void) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = dataOf(block);
      if (data !== '') onData(data);
    }
  }
}

/** Comment lines (`: ping`) and other fields are passed over. */
function dataOf(block: string): string {
  return block
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trimStart())
    .join('\n');
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
