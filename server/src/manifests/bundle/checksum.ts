/**
 * What the inventory says a file's bytes add up to. Kubespray hands it to Ansible's get_url as `algorithm:digits`; a checksum of 0 stands in
 * its tables where upstream publishes nothing for an architecture (up to 2.26), and get_url also takes an address to look in, which cannot
 * be told here.
 */
export interface Checksum {
  readonly algorithm: Algorithm;
  /** Hexadecimal, lower case. */
  readonly digits: string;
}

/** With the number of hexadecimal digits; the strongest first. */
export const ALGORITHMS = { sha512: 128, sha384: 96, sha256: 64, sha224: 56, sha1: 40, md5: 32 } as const;

export type Algorithm = keyof typeof ALGORITHMS;

/** Undefined for a text that is none: absent, 0, an address, cut short. Digits alone tell their algorithm by their number. */
export function readChecksum(text: string | undefined): Checksum | undefined {
  const [, named, digits] = /^\s*(?:([a-z0-9]+):)?([0-9a-f]+)\s*$/i.exec(text ?? "") ?? [];
  if (digits === undefined) return undefined;
  const algorithm = (Object.keys(ALGORITHMS) as Algorithm[]).find((name) =>
    named === undefined ? ALGORITHMS[name] === digits.length : name === named.toLowerCase() && ALGORITHMS[name] === digits.length,
  );
  return algorithm === undefined ? undefined : { algorithm, digits: digits.toLowerCase() };
}

/** `sha256:...` */
export function checksumText({ algorithm, digits }: Checksum): string {
  return `${algorithm}:${digits}`;
}
