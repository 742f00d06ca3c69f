import type { Definition } from "../../ansible/model";
import type { ListEntry, Model } from "../../kubespray/model";
import { redact } from "../../text/redact";
import type { Wording } from "../../text/wording";
import type { ManifestRequest, Note } from "../manifest";
import type { LiteralImage } from "./literalImages";
import type { MergedVars } from "./mergeVars";
import { hostsInPlay, isRouted, type Mirror, routed } from "./needs";
import type { Left } from "./routes";

/**
 * What the overrides do, read off the inventory resolved with them: what still comes from elsewhere and why, what comes from another place
 * of the mirror than the bundle and the image lists put it, and that nothing else has changed.
 */
export interface ProofRequest {
  readonly request: ManifestRequest;
  readonly before: Model;
  readonly after: Model;
  readonly mirror: Mirror;
  readonly all: boolean;
  readonly left: readonly Left[];
  readonly merged: MergedVars;
  /** Variables of images whose place in the mirror cannot be told. */
  readonly unknown: readonly string[];
  readonly literal: readonly LiteralImage[];
}

export function proofNotes(proof: ProofRequest): readonly Note[] {
  const { before, after, mirror, all } = proof;
  const [old, now] = [before.lists({ all }), after.lists({ all })];
  const away = new Map<string, { readonly why: Reason; readonly texts: string[] }>();
  const elsewhere: string[] = [];
  for (const kind of ["files", "images"] as const) {
    const expected = new Set(
      old[kind].map((entry) => (isRouted(entry.kind, entry.text, mirror) ? entry.text : routed(entry.kind, entry.text, mirror))),
    );
    for (const entry of now[kind]) {
      if (isRouted(entry.kind, entry.text, mirror)) {
        if (!expected.has(entry.text)) elsewhere.push(redact(entry.text));
        continue;
      }
      const why = reasonOf(entry, proof);
      const known = away.get(why.wording.en);
      if (known === undefined) away.set(why.wording.en, { why, texts: [redact(entry.text)] });
      else known.texts.push(redact(entry.text));
    }
  }
  return [
    ...[...away.values()].map(({ why, texts }) => leaves(why, texts)),
    ...misplaced(elsewhere),
    ...changes(proof),
    ...furtherImages(proof),
    ...writtenImages(proof),
  ];
}

function leaves({ wording, definition }: Reason, texts: readonly string[]): Note {
  return {
    severity: "warning",
    message: {
      en: `Not from the mirror: ${texts.join(", ")}. The reason: ${wording.en}.`,
      zh: `未经镜像站：${texts.join("、")}。原因：${wording.zh}。`,
    },
    ...(definition?.file !== undefined && { file: definition.file }),
    ...(definition?.line !== undefined && { line: definition.line }),
  };
}

interface Reason {
  readonly wording: Wording;
  readonly definition?: Definition;
}

function reasonOf(entry: ListEntry, { left, request, merged, mirror }: ProofRequest): Reason {
  const flat = entry.kind === "image" && mirror.images?.style === "flatten";
  const found = left.find(
    ({ need }) =>
      need.kind === entry.kind &&
      entry.keys.includes(need.key) &&
      (need.text === entry.text || entry.text.startsWith(`${need.text}:`) || entry.text.startsWith(`${need.text}@`)),
  );
  const anchored = merged.anchored.find((name) => name === entry.variable || name === entry.definition?.name);
  if (anchored !== undefined) {
    return {
      wording: {
        en: `the value of ${anchored} has an anchor (&) that other lines of the file use; change it by hand`,
        zh: `${anchored} 的值带有锚点（&），被文件中其他行引用；请手动修改`,
      },
    };
  }
  if (found === undefined) return { wording: { en: "no variable was found that leads to it", zh: "没有找到能改变它的变量" } };
  const { why, need } = found;
  switch (why.kind) {
    case "no-place":
      return { wording: { en: "a mirror laid out this way has no place for it", zh: "按此方式存放的镜像站没有它的位置" } };
    case "no-variable":
      return {
        wording:
          need.raw === undefined
            ? {
                en: "it stands in a task of kubespray, or in its table of downloads, and no variable changes it",
                zh: "它写在 kubespray 的 task 或下载表中，没有变量可以改变它",
              }
            : {
                en: "it begins with plain text in kubespray's table of downloads, and no variable changes it",
                zh: "它在 kubespray 的下载表中以纯文本开头，没有变量可以改变它",
              },
      };
    case "stronger": {
      const { name, file, line, owner } = why.definition;
      const where = file === undefined ? owner : `${request.display(file)}${line === undefined ? "" : `:${line}`}`;
      const value = why.value === undefined ? undefined : redact(why.value);
      return {
        definition: why.definition,
        wording:
          value === undefined
            ? {
                en: `${where} sets ${name} and beats this file; change it there`,
                zh: `${where} 设置了 ${name}，优先级高于此文件；请在那里修改`,
              }
            : {
                en: `${where} sets ${name} and beats this file; write ${value} there`,
                zh: `${where} 设置了 ${name}，优先级高于此文件；请在那里写 ${value}`,
              },
      };
    }
    case "no-beginning":
      return {
        wording: {
          en: `no value of ${why.name} leads every host to what the mirror has${flat ? ", for further names are put behind it; every mapping but flatten has room for them" : ""}`,
          zh: `${why.name} 没有一个值能让每台主机都得到镜像站中的内容${flat ? "，因为其后还要接上其他名称；flatten 以外的映射均可" : ""}`,
        },
      };
  }
}

function misplaced(texts: readonly string[]): readonly Note[] {
  if (texts.length === 0) return [];
  return [
    {
      severity: "warning",
      message: {
        en: `From the mirror, but not from the place where the lists of files and images put them: ${texts.join(", ")}.`,
        zh: `来自镜像站，但不在文件和镜像列表所放的位置：${texts.join("、")}。`,
      },
    },
  ];
}

/** Selection and checksums are none of the overrides' business: what differs is a fault in them, and is told. */
function changes({ before, after, request }: ProofRequest): readonly Note[] {
  return hostsInPlay(after).flatMap((host): Note[] => {
    const [old, now] = [decisions(before, host), decisions(after, host)];
    const keys = [...new Set([...old.keys(), ...now.keys()])].filter((key) => old.get(key) !== now.get(key));
    if (keys.length === 0) return [];
    const names = keys.slice(0, 5).join(", ");
    return [
      {
        severity: "warning",
        message: {
          en: `The overrides change what ${host} downloads: ${names}. Check them.`,
          zh: `这些覆盖改变了 ${host} 的下载内容：${names}。请检查。`,
        },
        file: request.model.inventory.folder,
      },
    ];
  });
}

function decisions(model: Model, host: string): ReadonlyMap<string, string> {
  const plan = model.plan(host);
  return new Map(
    [...plan.items, ...plan.direct].map((item, i) => {
      const place = item.artifact && "url" in item.artifact ? `${item.artifact.checksum} ${item.artifact.dest}` : "";
      return [item.key ?? `argocd_install ${i}`, `${item.selected} ${place}`];
    }),
  );
}

/** Info: whether this inventory needs them cannot be told. */
function writtenImages({ literal }: ProofRequest): readonly Note[] {
  const roles = [...new Set(literal.map(({ role }) => role))].join(", ");
  const images = [...new Set(literal.map(({ repository }) => repository))];
  if (images.length === 0) return [];
  return [
    {
      severity: "info",
      message: {
        en: `Kubespray's own templates name these images, and no variable changes them: ${images.join(", ")}. Only who uses ${roles} needs them; mirrors in the configuration of the container engine reach them.`,
        zh: `kubespray 自己的模板直接写明了这些镜像，没有变量可以改变：${images.join("、")}。仅在使用 ${roles} 时需要；可在容器运行时的配置中设置镜像站。`,
      },
    },
  ];
}

function furtherImages({ unknown }: ProofRequest): readonly Note[] {
  if (unknown.length === 0) return [];
  const names = unknown.join(", ");
  return [
    {
      severity: "warning",
      message: {
        en: `Images that stand in the templates of roles alone keep their origin, for where this mapping puts them cannot be told: ${names}.`,
        zh: `仅出现在 role 模板中的镜像保持原来源，因为无法得知此映射把它们放在哪里：${names}。`,
      },
    },
  ];
}
