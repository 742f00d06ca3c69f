/** MD5 (RFC 1321), for the filters `md5` and `hash`: a browser build has no module for it. */

const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

const SINES: readonly number[] = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 4294967296) | 0);

export function md5(bytes: Uint8Array): Uint8Array {
  const data = new DataView(padded(bytes).buffer);
  let [a, b, c, d] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (let block = 0; block < data.byteLength; block += 64) {
    const [a0, b0, c0, d0] = [a, b, c, d];
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const mix = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
      const at = round === 0 ? i : round === 1 ? (5 * i + 1) % 16 : round === 2 ? (3 * i + 5) % 16 : (7 * i) % 16;
      const sum = (a + mix + (SINES[i] as number) + data.getUint32(block + at * 4, true)) | 0;
      const shift = (SHIFTS[round] as readonly number[])[i & 3] as number;
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
    }
    [a, b, c, d] = [(a + a0) | 0, (b + b0) | 0, (c + c0) | 0, (d + d0) | 0];
  }
  const out = new DataView(new ArrayBuffer(16));
  for (const [i, word] of [a, b, c, d].entries()) out.setInt32(i * 4, word, true);
  return new Uint8Array(out.buffer);
}

/** A one bit, zeros, and the length in bits as 64 bits, low byte first. */
function padded(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array((((bytes.length + 8) >> 6) + 1) * 64);
  out.set(bytes);
  out[bytes.length] = 0x80;
  new DataView(out.buffer).setBigUint64(out.length - 8, BigInt(bytes.length) * 8n, true);
  return out;
}
