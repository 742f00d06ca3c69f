import type { FilePath } from "../../files/fileSystem";
import { join } from "../../files/paths";
import { headerLines } from "../header";
import { parseImage } from "../imageMapping";
import {
  type Generated,
  type Manifest,
  ManifestError,
  type ManifestOption,
  type ManifestRequest,
  type Step,
  say,
  type Wording,
} from "../manifest";
import { comment } from "../quoting";
import { render } from "../render";
import composeTemplate from "../templates/registry-mirrors.compose.njk";
import configTemplate from "../templates/registry-mirrors.config.njk";
import nginxTemplate from "../templates/registry-mirrors.nginx.njk";
import { hostOf } from "./nodeSettings";
import { nodeVars, OWN_PATH } from "./nodeVars";
import { checkName, checkPattern, type Origin, originsOf } from "./origins";
import { COMPOSE, GROUP_VARS, NGINX } from "./texts";
import { varsYaml } from "./varsYaml";

/**
 * Mirrors that fill themselves: for each registry that the inventory's images come from a registry that fetches and keeps what is asked of
 * it, nginx with TLS in front that lets nobody push, and the variables with which the nodes pull through them. The article's setup, made
 * from the resolved list.
 */
export const registryMirrors: Manifest = {
  kind: "registry-mirrors",
  title: { en: "Registry mirrors", zh: "镜像站" },
  summary: {
    en: "Pull-through registries behind a read-only nginx, and the settings with which nodes use them",
    zh: "只读 nginx 之后的缓存镜像仓库，以及让节点使用它们的配置",
  },
  folder: "registry-mirrors",
  insteadOf: ["image-sync"],
  options: [
    {
      name: "names",
      type: "text",
      example: "{origin}.mirror.example.com",
      help: {
        en: "Host names of the mirrors: {origin} becomes docker-io, quay-io, ...",
        zh: "镜像站的主机名：{origin} 会替换为 docker-io、quay-io 等",
      },
      check: checkPattern,
    },
    {
      name: "name",
      type: "list",
      example: "docker.io=hub.example.com",
      help: { en: "The name of one origin's mirror; beats --names", zh: "单个来源的镜像站名称，优先于 --names" },
      check: checkName,
    },
    portOption("mirror-port", "443", { en: "The port of the mirrors", zh: "镜像站的端口" }),
    portOption("first-port", "5001", {
      en: "The loopback port of the first registry; the others follow it",
      zh: "第一个镜像仓库的本机端口，其余依次递增",
    }),
    {
      name: "skip-verify",
      type: "flag",
      help: {
        en: "Nodes take the mirrors' certificate unseen; better give them its CA (registry-ca)",
        zh: "节点不校验镜像站证书；更好的做法是安装其 CA（registry-ca）",
      },
    },
    imageOption("registry-image", "docker.io/library/registry:2", { en: "The image of the registries", zh: "镜像仓库使用的镜像" }),
    imageOption("nginx-image", "docker.io/library/nginx:1", { en: "The image of nginx", zh: "nginx 使用的镜像" }),
    {
      name: "all",
      type: "flag",
      help: {
        en: "Origins of every image that the release can use, whether this inventory enables it or not",
        zh: "包含该版本可能用到的所有镜像的来源，无论此 inventory 是否启用",
      },
    },
  ],
  generate,
};

function portOption(name: string, preset: string, help: Wording): ManifestOption {
  const wrong = { en: "a port is a number from 1 to 65535", zh: "端口是 1 到 65535 之间的数字" };
  const check = (value: string) => (/^[1-9]\d{0,4}$/.test(value) && Number(value) <= 65535 ? undefined : wrong);
  return { name, type: "text", default: preset, example: preset, help, check };
}

function imageOption(name: string, preset: string, help: Wording): ManifestOption {
  const wrong = { en: "this is no image reference", zh: "这不是镜像引用" };
  return { name, type: "text", default: preset, example: preset, help, check: (value) => (parseImage(value) ? undefined : wrong) };
}

function generate(given: ManifestRequest): Generated {
  const request = withoutOwn(given);
  const { model, options, locale } = request;
  const lists = model.lists({ all: options.flag("all") });
  const text = (name: string) => options.text(name) ?? "";
  const port = Number(text("mirror-port"));
  const origins = originsOf(
    lists.images.map((image) => image.text),
    { pattern: options.text("names"), given: options.list("name"), firstPort: Number(text("first-port")) },
  );
  if (origins.length === 0) {
    const why = lists.gaps[0]?.message;
    throw new ManifestError(
      { en: "there is no image, and so no registry to mirror", zh: "没有镜像，因而没有需要设置镜像站的镜像仓库" },
      why === undefined
        ? { en: "add --all for everything that the release can use", zh: "加上 --all 可列出该版本可能用到的所有镜像" }
        : { en: `the first of the reasons: ${why}`, zh: `首个原因：${why}` },
    );
  }
  const last = origins.at(-1)?.port ?? 0;
  if (last > 65535 || origins.some((origin) => origin.port === port)) {
    throw new ManifestError(
      {
        en: `the registries need the ports ${text("first-port")} to ${last}, and nginx ${port}`,
        zh: `镜像仓库需要端口 ${text("first-port")} 至 ${last}，nginx 需要 ${port}`,
      },
      { en: "choose another --first-port", zh: "请另选 --first-port" },
    );
  }
  const header = headerLines(request, registryMirrors.kind);
  const about = (lines: readonly Wording[]) => lines.map((line) => say(line, locale));
  const common = {
    header,
    port,
    origins: origins.map(forTemplates),
    registryImage: text("registry-image"),
    nginxImage: text("nginx-image"),
  };
  const nodes = nodeVars(request, { origins, port, skipVerify: options.flag("skip-verify") });
  const groupVars = [...header, "", ...about(GROUP_VARS)].map((line) => `# ${comment(line)}`.trimEnd());
  return {
    files: [
      { path: "compose.yml", text: render(composeTemplate, { ...common, about: about(COMPOSE) }) },
      { path: "config.yml", text: render(configTemplate, common) },
      { path: "nginx.conf", text: render(nginxTemplate, { ...common, about: about(NGINX) }) },
      ...(nodes.values.size > 0 ? [{ path: "registry-mirrors.yml", text: `${groupVars.join("\n")}\n${varsYaml(nodes.values)}` }] : []),
    ],
    notes: [
      ...origins.map((origin) => ({
        severity: "info" as const,
        message: {
          en: `${origin.registry} is mirrored at ${hostOf(origin, { port })}`,
          zh: `${origin.registry} 的镜像站为 ${hostOf(origin, { port })}`,
        },
      })),
      ...nodes.notes,
    ],
    gaps: [...lists.gaps, ...nodes.gaps],
    steps: steps(origins, nodes.path),
  };
}

/** The inventory as it is without what was made here before: docker's hosts would name the mirrors as origins. */
function withoutOwn(request: ManifestRequest): ManifestRequest {
  const file = join(request.model.inventory.folder, OWN_PATH);
  const read = request.fs.read(file);
  if (!read.ok || !read.text.slice(0, 4096).includes(`: generate ${registryMirrors.kind}\n`)) return request;
  const variant = (texts: ReadonlyMap<FilePath, string>) => request.variant(new Map([[file, ""], ...texts]));
  return { ...request, model: variant(new Map()), variant };
}

function forTemplates(origin: Origin) {
  const variable = `MIRROR_${origin.word.toUpperCase().replaceAll("-", "_")}`;
  return {
    ...origin,
    published: `127.0.0.1:${origin.port}:5000`,
    volume: `${origin.word}:/var/lib/registry`,
    upstream: `http://127.0.0.1:${origin.port}`,
    // Compose fills these in from its environment or the file .env.
    username: `\${${variable}_USERNAME:-}`,
    password: `\${${variable}_PASSWORD:-}`,
  };
}

function steps(origins: readonly Origin[], path: string): readonly Step[] {
  const names = origins.map(({ name }) => `DNS:${name}`).join(",");
  return [
    {
      where: "connected",
      text: {
        en: "On a machine that reaches the origins and that nodes reach, under all the names of the mirrors: put a certificate into tls/, or make one",
        zh: "在能访问来源、且节点可用各镜像站名称访问到的机器上：把证书放入 tls/，或自行生成",
      },
      command: `mkdir -p tls && openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=registry mirrors" -addext "subjectAltName=${names}" -keyout tls/mirrors.key -out tls/mirrors.crt`,
      needs: ["openssl"],
    },
    { where: "connected", text: { en: "Start the mirrors", zh: "启动镜像站" }, command: "docker compose up -d", needs: ["docker compose"] },
    {
      where: "site",
      text: {
        en: `Put registry-mirrors.yml into the inventory (${path}), and give the nodes the certificate's CA`,
        zh: `把 registry-mirrors.yml 放入 inventory（${path}），并在节点上安装证书的 CA`,
      },
    },
  ];
}
