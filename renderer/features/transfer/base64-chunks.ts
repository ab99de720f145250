/** Bytes as base64, in steps small enough for String.fromCharCode's argument list. */
export const chunkBytes = 1024 * 1024;

const stepBytes = 0x8000;

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let offset = 0; offset < bytes.length; offset += stepBytes)
    binary += String.fromCharCode(...bytes.subarray(offset, offset + stepBytes));
  return btoa(binary);
}
