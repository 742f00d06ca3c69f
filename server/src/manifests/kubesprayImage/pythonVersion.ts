import { pinnedVersion, type Requirements } from "./requirements";

/**
 * Which Python an image of kubespray needs: the one of the release's own Dockerfile, with which it was tested, else the newest one that the
 * pinned Ansible runs on.
 */
export interface PythonChoice {
  /** `3.12`; undefined where neither the Dockerfile nor the requirements tell. */
  readonly version: string | undefined;
  /** Set where the pinned Ansible does not run on it: the range. */
  readonly outside?: string;
}

export function pythonVersion(dockerfile: string | undefined, requirements: Requirements): PythonChoice {
  const range = rangeOf(requirements);
  const own = ownPython(dockerfile ?? "");
  if (own === undefined) return { version: range?.[1] };
  if (range === undefined || within(own, range)) return { version: own };
  return { version: range[1] };
}

/** What a Python that the user asks for is to the pinned Ansible. */
export function checkPython(version: string, requirements: Requirements): PythonChoice {
  const range = rangeOf(requirements);
  return range === undefined || within(version, range) ? { version } : { version, outside: range.join(" - ") };
}

/** The `python3` of Ubuntu's and Debian's releases. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  bionic: "3.6",
  "18.04": "3.6",
  focal: "3.8",
  "20.04": "3.8",
  jammy: "3.10",
  "22.04": "3.10",
  noble: "3.12",
  "24.04": "3.12",
  bullseye: "3.9",
  bookworm: "3.11",
  trixie: "3.13",
};

function ownPython(dockerfile: string): string | undefined {
  const found = /^FROM\s+(?:--platform=\S+\s+)?(?:\S+\/)?(ubuntu|debian|python):([A-Za-z0-9.]+)/im.exec(dockerfile);
  if (found === null) return undefined;
  const [, image = "", tag = ""] = found;
  if (image.toLowerCase() === "python") return /^3\.\d+/.exec(tag)?.[0];
  return DISTRIBUTIONS[tag];
}

type Range = readonly [first: string, last: string];

/**
 * The versions of Python that a control node may have (docs of ansible-core, "ansible-core support matrix"), by ansible-core's version, and the
 * ansible-core of each release of the package `ansible`.
 */
const CONTROL_NODE: Readonly<Record<string, Range>> = {
  "2.9": ["3.5", "3.8"],
  "2.10": ["3.5", "3.9"],
  "2.11": ["3.5", "3.9"],
  "2.12": ["3.8", "3.10"],
  "2.13": ["3.8", "3.10"],
  "2.14": ["3.9", "3.11"],
  "2.15": ["3.9", "3.11"],
  "2.16": ["3.10", "3.12"],
  "2.17": ["3.10", "3.12"],
  "2.18": ["3.11", "3.13"],
  "2.19": ["3.11", "3.13"],
  "2.20": ["3.12", "3.14"],
};

function rangeOf(requirements: Requirements): Range | undefined {
  const core = pinnedVersion(requirements, "ansible-core") ?? pinnedVersion(requirements, "ansible-base");
  if (core !== undefined) return CONTROL_NODE[minor(core)];
  const ansible = pinnedVersion(requirements, "ansible");
  if (ansible === undefined) return undefined;
  const major = Number(ansible.split(".")[0]);
  // Up to 2.9 the package was Ansible itself; 3 holds ansible-base 2.10, and each one after that the next ansible-core.
  return CONTROL_NODE[major === 2 ? minor(ansible) : `2.${major + 7}`];
}

function minor(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

function within(version: string, [first, last]: Range): boolean {
  const number = (text: string) => Number(text.split(".")[1]);
  return number(version) >= number(first) && number(version) <= number(last);
}
