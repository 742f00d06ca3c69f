/** SHA-1 and SHA-2 (FIPS 180-4), for the filters `hash`, `sha1` and `checksum`: a browser build has no synchronous module for them. */

export function sha1(bytes: Uint8Array): Uint8Array {
  const data = padded(bytes, 64);
  const state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0];
  const w = new Int32Array(80);
  for (let block = 0; block < data.byteLength; block += 64) {
    for (let i = 0; i < 80; i++) {
      w[i] = i < 16 ? data.getInt32(block + i * 4) : rotateLeft(at(w, i - 3) ^ at(w, i - 8) ^ at(w, i - 14) ^ at(w, i - 16), 1);
    }
    let [a, b, c, d, e] = state as [number, number, number, number, number];
    for (let i = 0; i < 80; i++) {
      const [mix, k] =
        i < 20
          ? [(b & c) | (~b & d), 0x5a827999]
          : i < 40
            ? [b ^ c ^ d, 0x6ed9eba1]
            : i < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
              : [b ^ c ^ d, 0xca62c1d6];
      const next = (rotateLeft(a, 5) + mix + e + k + at(w, i)) | 0;
      [a, b, c, d, e] = [next, a, rotateLeft(b, 30), c, d];
    }
    for (const [i, value] of [a, b, c, d, e].entries()) state[i] = ((state[i] as number) + value) | 0;
  }
  const out = new DataView(new ArrayBuffer(20));
  for (const [i, word] of state.entries()) out.setInt32(i * 4, word);
  return new Uint8Array(out.buffer);
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return sha2small(bytes, fractions(8, 2), 32);
}

export function sha224(bytes: Uint8Array): Uint8Array {
  return sha2small(
    bytes,
    fractions(16, 2)
      .slice(8)
      .map((word) => word & 0xffffffffn),
    28,
  );
}

export function sha512(bytes: Uint8Array): Uint8Array {
  return sha2large(bytes, fractions(8, 2), 64);
}

export function sha384(bytes: Uint8Array): Uint8Array {
  return sha2large(bytes, fractions(16, 2).slice(8), 48);
}

/** The first 64 bits of the fractional parts of the `root`-th roots of the first `count` primes: FIPS 180's constants. */
function fractions(count: number, root: 2 | 3): bigint[] {
  const primes: bigint[] = [];
  for (let n = 2n; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0n)) primes.push(n);
  return primes.map((prime) => integerRoot(prime << BigInt(64 * root), BigInt(root)) & 0xffffffffffffffffn);
}

function integerRoot(value: bigint, root: bigint): bigint {
  let [low, high] = [0n, 1n << 80n];
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** root <= value) low = middle;
    else high = middle - 1n;
  }
  return low;
}

function sha2small(bytes: Uint8Array, start: readonly bigint[], size: number): Uint8Array {
  const data = padded(bytes, 64);
  const keys = fractions(64, 3).map((word) => Number(word >> 32n) | 0);
  // SHA-256 starts from the high halves of SHA-512's words, SHA-224 from the low halves of SHA-384's.
  const state = start.map((word) => Number(size === 32 ? word >> 32n : word) | 0);
  const w = new Int32Array(64);
  for (let block = 0; block < data.byteLength; block += 64) {
    for (let i = 0; i < 64; i++) {
      if (i < 16) w[i] = data.getInt32(block + i * 4);
      else {
        const [x, y] = [at(w, i - 15), at(w, i - 2)];
        const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
        const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
        w[i] = at(w, i - 16) + s0 + at(w, i - 7) + s1;
      }
    }
    let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const one = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + (keys[i] as number) + at(w, i)) | 0;
      const two = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
    }
    for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = ((state[i] as number) + value) | 0;
  }
  const out = new DataView(new ArrayBuffer(32));
  for (const [i, word] of state.entries()) out.setInt32(i * 4, word);
  return new Uint8Array(out.buffer).slice(0, size);
}

function sha2large(bytes: Uint8Array, start: readonly bigint[], size: number): Uint8Array {
  const data = padded(bytes, 128);
  const keys = fractions(80, 3);
  const state = [...start];
  const w: bigint[] = [];
  const mask = 0xffffffffffffffffn;
  const turn = (x: bigint, by: bigint) => ((x >> by) | (x << (64n - by))) & mask;
  const word = (i: number) => w[i] as bigint;
  for (let block = 0; block < data.byteLength; block += 128) {
    for (let i = 0; i < 80; i++) {
      if (i < 16) w[i] = data.getBigUint64(block + i * 8);
      else {
        const [x, y] = [word(i - 15), word(i - 2)];
        const s0 = turn(x, 1n) ^ turn(x, 8n) ^ (x >> 7n);
        const s1 = turn(y, 19n) ^ turn(y, 61n) ^ (y >> 6n);
        w[i] = (word(i - 16) + s0 + word(i - 7) + s1) & mask;
      }
    }
    let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    for (let i = 0; i < 80; i++) {
      const one = h + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + ((e & f) ^ (~e & mask & g)) + (keys[i] as bigint) + word(i);
      const two = (turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [(one + two) & mask, a, b, c, (d + one) & mask, e, f, g];
    }
    for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = ((state[i] as bigint) + value) & mask;
  }
  const out = new DataView(new ArrayBuffer(64));
  for (const [i, value] of state.entries()) out.setBigUint64(i * 8, value);
  return new Uint8Array(out.buffer).slice(0, size);
}

/** A one bit, zeros, and the length in bits at the end, high byte first. */
function padded(bytes: Uint8Array, block: number): DataView {
  const out = new Uint8Array(Math.ceil((bytes.length + 1 + block / 8) / block) * block);
  out.set(bytes);
  out[bytes.length] = 0x80;
  const view = new DataView(out.buffer);
  view.setBigUint64(out.length - 8, BigInt(bytes.length) * 8n);
  return view;
}

function at(words: Int32Array, i: number): number {
  return words[i] as number;
}

function rotate(x: number, by: number): number {
  return (x >>> by) | (x << (32 - by));
}

function rotateLeft(x: number, by: number): number {
  return rotate(x, 32 - by);
}
