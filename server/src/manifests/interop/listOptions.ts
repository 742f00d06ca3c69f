import type { Lists, Model } from "../../kubespray/model";
import type { Problem } from "../../text/problem";
import { ManifestError, type ManifestOption, type OptionValues } from "../manifest";

/** What part of the lists a manifest speaks of: the same two questions for all of them. */
export const LIST_OPTIONS: readonly ManifestOption[] = [
  {
    name: "arch",
    type: "text",
    default: "all",
    example: "amd64",
    help: {
      en: "all: of every architecture that the hosts have; amd64, arm64, ...: of this one only",
      zh: "all：主机所用的全部架构；amd64、arm64 等：仅此架构",
    },
    check: (value) =>
      /^[\w.-]+$/.test(value) ? undefined : { en: "write all, or an architecture: amd64, arm64", zh: "请写 all，或架构名：amd64、arm64" },
  },
  {
    name: "all",
    type: "flag",
    help: {
      en: "Everything that the release can download, whether this inventory enables it or not",
      zh: "该版本可能下载的全部内容，无论此 inventory 是否启用",
    },
  },
];

export interface ChosenLists {
  readonly lists: Lists;
  /** Undefined: of all. */
  readonly architecture: string | undefined;
}

/** ManifestError where nothing is downloaded. */
export function chosenLists(model: Model, options: OptionValues): ChosenLists {
  const arch = options.text("arch") ?? "all";
  const architecture = arch === "all" ? undefined : arch;
  const lists = model.lists({ all: options.flag("all"), ...(architecture !== undefined && { architecture }) });
  if (lists.files.length + lists.images.length > 0) return { lists, architecture };
  const [gap] = lists.gaps;
  throw new ManifestError(
    gap === undefined
      ? { en: "no host downloads anything", zh: "没有主机需要下载任何内容" }
      : { en: `nothing is known to be downloaded: ${gap.message}`, zh: `无法得知任何下载内容：${gap.message}` },
    architecture === undefined
      ? undefined
      : { en: `--arch ${arch} may be no architecture of a host.`, zh: `可能没有主机的架构是 ${arch}。` },
  );
}

/** Where nothing of the lists can be told to a tool. */
export function nothingLeft(gaps: readonly Problem[]): ManifestError {
  const why = gaps[0]?.message ?? "";
  return new ManifestError({ en: `nothing of the lists can be written for it: ${why}`, zh: `列表中没有可写入的内容：${why}` });
}

/** The architectures of the hosts that download, in downloads' words; those that are not known are left out. */
export function hostArchitectures(model: Model): readonly string[] {
  const found = new Set<string>();
  for (const host of new Set([...model.hostsOf("k8s_cluster"), ...model.hostsOf("etcd")])) {
    const { state, ...rest } = model.evaluate(host, "{{ image_arch | default(host_architecture) }}");
    if (state === "known" && "value" in rest && typeof rest.value === "string" && rest.value !== "") found.add(rest.value);
  }
  return [...found].sort();
}
