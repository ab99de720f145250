/** JSON lines over a socket, with a bound on the length of a line. */
import type { Socket } from 'node:net';

/** Largest line taken, characters; an `imports.append` chunk is 1.4 million. */
const lineLimit = 8 * 1024 * 1024;

/** Calls `onLine` for each parsed line; ends the socket on anything that is not JSON or too long. */
export function readLines(socket: Socket, onLine: (value: unknown) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    rest += text;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 1);
      let value: unknown;
      try {
        value = JSON.parse(line);
      } catch {
        socket.destroy();
        return;
      }
      onLine(value);
    }
    if (rest.length > lineLimit) socket.destroy();
  });
}

/** More than this unread by the other end and it is given up, bytes: a stopped reader must not fill our memory. */
export const unreadLimit = 16 * 1024 * 1024;

export function writeLine(socket: Socket, value: unknown): void {
  if (!socket.writable) return;
  if (socket.writableLength > unreadLimit) socket.destroy();
  else socket.write(`${JSON.stringify(value)}\n`);
}
