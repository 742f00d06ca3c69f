import { Failure, unknown } from "../../python/failure";

/** The variables and elements whose values are being worked out, so that one that needs itself is found at once. */
export class Resolving {
  /** By name or path; true where the value is a container. */
  readonly #open = new Map<string, boolean>();

  constructor(
    private readonly native: boolean,
    private readonly needsItself: () => void = () => {},
  ) {}

  /**
   * Throws where the value of `key` needs itself: Ansible recurses until it fails. Natively templated containers are lazy, so that an
   * element may well refer to its own container; we template them whole and cannot tell.
   */
  refuse(key: string): void {
    const container = this.#open.get(key);
    if (container === undefined) return;
    this.needsItself();
    const name = key.split("\0", 1)[0] as string;
    if (this.native && container) unknown(`An element of '${name}' refers to the whole of it.`, "recursion");
    throw new Failure("error", `recursive loop detected: the value of '${name}' needs itself`);
  }

  enter(key: string, container: boolean): void {
    this.#open.set(key, container);
  }

  leave(key: string): void {
    this.#open.delete(key);
  }
}
