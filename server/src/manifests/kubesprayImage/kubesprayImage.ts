import type { FilePath, FileSystem } from "../../files/fileSystem";
import type { Problem } from "../../text/problem";
import { header } from "../header";
import { formatImage, parseImage } from "../imageMapping";
import { type Generated, type Manifest, ManifestError, type ManifestRequest, type Note, say } from "../manifest";
import { comment } from "../quoting";
import { render } from "../render";
import image from "../templates/kubesprayDockerfile.njk";
import base from "../templates/kubesprayDockerfileBase.njk";
import ignore from "../templates/kubesprayDockerignore.njk";
import { ignoredPatterns } from "./dockerignore";
import { type Kubectl, kubectlOf } from "./kubectl";
import { checkPython, type PythonChoice, pythonVersion } from "./pythonVersion";
import { readRequirements } from "./requirements";
import { baseWords, imageWords, WORDS } from "./words";

/**
 * A small image of kubespray in two parts, as in the article: a base with Python's packages and kubectl, which seldom changes, and kubespray on
 * top. What is installed is the release's own: its requirements, the Python of its Dockerfile, the inventory's Kubernetes.
 */
export const kubesprayImage: Manifest = {
  kind: "kubespray-image",
  title: { en: "Slim kubespray image", zh: "精简的 kubespray 镜像" },
  summary: {
    en: "Dockerfile.base, Dockerfile and .dockerignore: a small image that runs this release of kubespray",
    zh: "Dockerfile.base、Dockerfile 和 .dockerignore：运行该版本 kubespray 的小体积镜像",
  },
  options: [
    {
      name: "image-name",
      type: "text",
      default: "kubespray",
      example: "hub.example.com/kubespray",
      help: { en: "the image's name, without a tag", zh: "镜像名，不带标签" },
      check: checkName,
    },
    {
      name: "base-image",
      type: "text",
      example: "python:3.12-slim@sha256:DIGEST",
      help: {
        en: "what the base is built from: Debian with Python (default: python:X.Y-slim of the release)",
        zh: "基础镜像的来源：带 Python 的 Debian（默认：该版本对应的 python:X.Y-slim）",
      },
      check: checkBase,
    },
    {
      name: "python",
      type: "text",
      example: "3.11",
      help: { en: "another Python than the release's own", zh: "使用与该版本默认不同的 Python" },
      check: checkVersion,
    },
    {
      name: "packages",
      type: "text",
      default: "openssh-client sshpass rsync",
      example: "openssh-client sshpass rsync jq vim",
      help: { en: "Debian packages in the image", zh: "镜像中安装的 Debian 软件包" },
      check: checkPackages,
    },
    {
      name: "non-root",
      type: "flag",
      help: { en: "run as the user kubespray (1000), not as root", zh: "以用户 kubespray（1000）而不是 root 运行" },
    },
  ],
  folder: "kubespray-image",
  generate,
};

function generate(request: ManifestRequest): Generated {
  const { model, fs, options, locale } = request;
  if (model.kubespray === undefined)
    throw new ManifestError(
      { en: "no kubespray tree is known", zh: "没有找到 kubespray 目录" },
      { en: "Name it with --kubespray.", zh: "请用 --kubespray 指定。" },
    );
  const { root, release } = model.kubespray;
  for (const { name, check } of kubesprayImage.options) {
    const value = check === undefined ? undefined : options.text(name);
    const fault = value === undefined ? undefined : check?.(value);
    if (fault !== undefined) throw new ManifestError({ en: `--${name}: ${fault.en}`, zh: `--${name}：${fault.zh}` });
  }
  const file = read(fs, `${root}/requirements.txt`);
  if (file === undefined)
    throw new ManifestError(
      {
        en: "the kubespray tree has no requirements.txt, so that what it needs is not known",
        zh: "kubespray 目录中没有 requirements.txt，无法得知其依赖",
      },
      { en: "Use a full checkout of the release.", zh: "请使用该版本的完整源码。" },
    );
  const requirements = readRequirements(file);
  const gaps: Problem[] = requirements.others.map((line) =>
    gap(`requirements.txt: this line is left out, for it is no plain requirement: ${comment(line)}`),
  );
  const asked = options.text("python");
  const python: PythonChoice =
    asked === undefined ? pythonVersion(read(fs, `${root}/Dockerfile`), requirements) : checkPython(asked, requirements);
  const given = options.text("base-image");
  if (python.version === undefined && given === undefined)
    throw new ManifestError(
      { en: "which Python this release needs is not known", zh: "无法得知该版本所需的 Python" },
      { en: "Name it with --python 3.11 or --base-image.", zh: "请用 --python 3.11 或 --base-image 指定。" },
    );
  const kubectl = kubectlOf(model);
  if (typeof kubectl === "string") gaps.push(gap(`the image holds no kubectl: ${kubectl}`));

  const name = options.text("image-name") ?? "kubespray";
  const tag = tagText(release.name ?? "unknown");
  const kube = typeof kubectl === "string" ? "" : `-kube-v${kubectl.version}`;
  const baseTag = `${name}:${tagText(`${tag}-base${kube}`)}`;
  const imageTag = `${name}:${tagText(`${tag}${kube}`)}`;
  const words = Object.fromEntries(Object.entries(WORDS).map(([key, wording]) => [key, say(wording, locale)]));
  const context = {
    header: header(request, kubesprayImage.kind).trimEnd(),
    words: { ...words, base: say(baseWords(baseTag), locale).split("\n"), image: say(imageWords(imageTag), locale).split("\n") },
    ansibleRange: ansibleRange(fs, root),
    base: given ?? `python:${python.version}-slim`,
    baseTag,
    release: tag,
    requirements: requirements.lines,
    packages: options.text("packages") ?? "",
    kubectl: typeof kubectl === "string" ? undefined : kubectlContext(kubectl),
    nonRoot: options.flag("non-root"),
  };
  const topLevel = (fs.list(root) ?? []).map((entry) => entry.name);
  const groups = ignoredPatterns(topLevel).map(({ title, patterns }) => ({ title: words[title], patterns }));
  return {
    files: [
      { path: "Dockerfile.base", text: render(base, { ...context, kubectl: context.kubectl ?? null }) },
      { path: "Dockerfile", text: render(image, context) },
      { path: ".dockerignore", text: render(ignore, { ...context, groups }) },
    ],
    notes: notes(kubectl, python),
    gaps,
    steps: [
      {
        where: "connected",
        text: { en: "Build the base of the kubespray image", zh: "构建 kubespray 镜像的基础部分" },
        command: `docker build -t ${baseTag} -f Dockerfile.base .`,
        needs: ["docker"],
      },
      {
        where: "connected",
        text: {
          en: "Build the image of kubespray itself (the Dockerfile takes the place of the tree's own), and take it along",
          zh: "构建 kubespray 本身的镜像（其中的 Dockerfile 会替换 kubespray 目录中原有的），保存后一同带走",
        },
        command: `cp Dockerfile .dockerignore KUBESPRAY/ && docker build -t ${imageTag} KUBESPRAY && docker save -o kubespray-image.tar ${imageTag}`,
      },
      {
        where: "site",
        text: {
          en: "Where Ansible is not installed, do all that follows inside this image, which has it: there KUBESPRAY is /kubespray, and this folder is /kit. Later docker start -ai kubespray leads back into it.",
          zh: "若未安装 Ansible，后续步骤都在此镜像中进行：其中 KUBESPRAY 为 /kubespray，本文件所在目录为 /kit。之后可用 docker start -ai kubespray 再次进入。",
        },
        command: `docker load -i kubespray-image.tar\ndocker run -it --name kubespray -v "$PWD/..":/kit -v "$(dirname INVENTORY)":"$(dirname INVENTORY)" -v "$HOME/.ssh":${options.flag("non-root") ? "/home/kubespray" : "/root"}/.ssh:ro -w /kit ${imageTag}`,
      },
    ],
  };
}

function kubectlContext({ version, place, scheme, checksums }: Kubectl) {
  const [before = "", after = ""] = place;
  return {
    version,
    tag: `v${version}`,
    before,
    after,
    scheme,
    checksums: checksums.map(({ architecture, sha256 }) => ({
      architecture,
      sha256,
      // dpkg has its own words for some.
      pattern: [architecture, ...(DPKG[architecture] ?? [])].join("|"),
    })),
  };
}

const DPKG: Readonly<Record<string, readonly string[]>> = { arm: ["armhf", "armel"], ppc64le: ["ppc64el"] };

function notes(kubectl: Kubectl | string, python: PythonChoice): readonly Note[] {
  const result: Note[] = [];
  if (typeof kubectl !== "string" && kubectl.redacted)
    result.push({
      severity: "warning",
      message: {
        en: "The address of kubectl holds a user or password, which was left out: an image keeps what its Dockerfile says.",
        zh: "kubectl 的下载地址中含有用户名或密码，已略去：镜像会保留 Dockerfile 中的内容。",
      },
    });
  if (python.outside !== undefined)
    result.push({
      severity: "warning",
      message: {
        en: `The Ansible of this release does not run on Python ${python.version}: it needs ${python.outside}.`,
        zh: `该版本的 Ansible 不支持 Python ${python.version}，需要 ${python.outside}。`,
      },
    });
  return result;
}

/** What the release's own check of the version says (playbooks/ansible_version.yml). */
function ansibleRange(fs: FileSystem, root: FilePath): string | undefined {
  for (const path of ["playbooks/ansible_version.yml", "ansible_version.yml"]) {
    const text = read(fs, `${root}/${path}`) ?? "";
    const found = (name: string) => new RegExp(`^\\s*${name}:\\s*["']?([0-9.]+)`, "m").exec(text)?.[1];
    const [first, last] = [found("minimal_ansible_version"), found("maximal_ansible_version")];
    if (first !== undefined) return `>= ${first}${last === undefined ? "" : `, < ${last}`}`;
  }
  return undefined;
}

function gap(message: string): Problem {
  return { severity: "error", code: "kubespray-image-incomplete", message };
}

function read(fs: FileSystem, path: FilePath): string | undefined {
  const result = fs.read(path);
  return result.ok ? result.text : undefined;
}

/** A tag holds letters, digits, `_`, `.` and `-`. */
function tagText(text: string): string {
  return text.replace(/[^A-Za-z0-9_.-]/g, "-").slice(0, 128);
}

function checkName(value: string) {
  const parsed = parseImage(value);
  if (parsed !== undefined && parsed.tag === undefined && parsed.digest === undefined && value === value.toLowerCase()) return undefined;
  return { en: "write an image's name without a tag: hub.example.com/kubespray", zh: "请写不带标签的镜像名：hub.example.com/kubespray" };
}

function checkBase(value: string) {
  const parsed = parseImage(value);
  if (parsed !== undefined && formatImage(parsed).length > 0) return undefined;
  return { en: "this is no image reference", zh: "不是有效的镜像引用" };
}

function checkVersion(value: string) {
  return /^3\.\d{1,2}$/.test(value) ? undefined : { en: "write it as 3.11", zh: "请写成 3.11 的形式" };
}

function checkPackages(value: string) {
  if (/^[a-z0-9][a-z0-9+.-]*(?: [a-z0-9][a-z0-9+.-]*)*$/.test(value)) return undefined;
  return { en: "write names of Debian packages with spaces between them", zh: "请写以空格分隔的 Debian 软件包名" };
}
