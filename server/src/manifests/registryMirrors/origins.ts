import { parseImage } from "../imageMapping";
import { ManifestError, type Wording } from "../manifest";

/** The origin registries of a list of images, and what the mirror of each is called. */
export interface Origin {
  /** `docker.io`, as images name it. */
  readonly registry: string;
  /** Where it answers: `https://registry-1.docker.io`. */
  readonly remote: string;
  /** The mirror's host name, less its port. */
  readonly name: string;
  /** A word that no other origin has, for services, volumes and files: `docker-io`. */
  readonly word: string;
  /** On which the mirror's registry listens, on the loopback address. */
  readonly port: number;
}

/** docker.io answers under another name than it is called by (distribution/reference, docker's registry.IndexServer). */
const REMOTES: Readonly<Record<string, string>> = { "docker.io": "registry-1.docker.io" };

export interface OriginNames {
  /** With `{origin}` in it. */
  readonly pattern: string | undefined;
  /** `docker.io=hub.example.com`: beats the pattern. */
  readonly given: readonly string[];
  readonly firstPort: number;
}

/** In the order of their names. ManifestError where an origin has no name of its own. */
export function originsOf(images: readonly string[], { pattern, given, firstPort }: OriginNames): readonly Origin[] {
  const registries = [...new Set(images.flatMap((image) => parseImage(image)?.registry ?? []))].sort();
  const names = new Map(given.map((text) => [text.slice(0, text.indexOf("=")).toLowerCase(), text.slice(text.indexOf("=") + 1)]));
  const words = new Map<string, number>();
  const origins = registries.map((registry, i): Origin => {
    const plain = registry.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    const seen = words.get(plain) ?? 0;
    words.set(plain, seen + 1);
    const word = seen === 0 ? plain : `${plain}-${seen + 1}`;
    const name = names.get(registry) ?? pattern?.replaceAll("{origin}", word);
    if (name === undefined) {
      throw new ManifestError(
        { en: `the mirror of ${registry} has no name`, zh: `${registry} 的镜像站没有名称` },
        {
          en: "give all a name with --names {origin}.mirror.example.com, or each with --name docker.io=hub.example.com",
          zh: "用 --names {origin}.mirror.example.com 统一命名，或用 --name docker.io=hub.example.com 逐个命名",
        },
      );
    }
    return { registry, remote: `https://${REMOTES[registry] ?? registry}`, name, word, port: firstPort + i };
  });
  const twice = origins.find(({ name }, i) => origins.findIndex((one) => one.name === name) !== i);
  if (twice !== undefined) {
    throw new ManifestError(
      {
        en: `two mirrors are called ${twice.name}: one host name stands for one origin`,
        zh: `两个镜像站都叫 ${twice.name}：一个主机名只能对应一个来源`,
      },
      { en: "put {origin} into --names, or give each a name with --name", zh: "请在 --names 中使用 {origin}，或用 --name 逐个命名" },
    );
  }
  return origins;
}

const HOST = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

/** What is wrong with the pattern of host names, or undefined. */
export function checkPattern(text: string): Wording | undefined {
  if (isHost(text.replaceAll("{origin}", "docker-io"))) return undefined;
  return {
    en: "write a host name with {origin} in it: {origin}.mirror.example.com",
    zh: "请写含 {origin} 的主机名：{origin}.mirror.example.com",
  };
}

/** What is wrong with `ORIGIN=NAME`, or undefined. */
export function checkName(text: string): Wording | undefined {
  const [origin = "", name = "", ...more] = text.split("=");
  if (more.length === 0 && parseImage(`${origin}/a/b`)?.registry === origin.toLowerCase() && isHost(name)) return undefined;
  return { en: "write ORIGIN=NAME: docker.io=hub.example.com", zh: "请写 来源=名称：docker.io=hub.example.com" };
}

/** nginx and TLS want a name, in lower case, with a dot so that docker takes it for a registry. */
function isHost(text: string): boolean {
  return text.length <= 253 && HOST.test(text);
}
