import type { Wording } from "../manifest";

/** Comments of the Dockerfiles and of .dockerignore. */
export const WORDS = {
  range: { en: "This release asks for ansible-core", zh: "该版本要求的 ansible-core 版本：" },
  arguments: {
    en: "For builds without the internet: --build-arg APT_MIRROR=https://mirror.example.com --build-arg PIP_INDEX_URL=https://pypi.example.com/simple",
    zh: "离线构建时使用：--build-arg APT_MIRROR=https://mirror.example.com --build-arg PIP_INDEX_URL=https://pypi.example.com/simple",
  },
  kubectl: {
    en: "--build-arg FILE_SERVER=https://files.example.com takes it from a mirror laid out as wget -x does.",
    zh: "--build-arg FILE_SERVER=https://files.example.com 从按 wget -x 目录结构存放的镜像站下载。",
  },
  article: { en: "Kept for people, for GitHub and for CI", zh: "供人阅读以及 GitHub、CI 使用的文件" },
  later: { en: "Of later releases", zh: "较新版本中的同类文件" },
  own: { en: "Of this tree alone", zh: "仅此目录中的同类文件" },
  gathered: { en: "What a working copy gathers", zh: "工作目录中积累的文件" },
  secrets: {
    en: "Passwords and the cluster's admin.conf, which kubespray puts here",
    zh: "kubespray 写在此处的密码和集群的 admin.conf",
  },
} as const satisfies Readonly<Record<string, Wording>>;

export function baseWords(baseTag: string): Wording {
  return {
    en: `The programs that kubespray needs; build it again when requirements or Kubernetes change. It needs no files:\ndocker build -t ${baseTag} -f Dockerfile.base .\nPin what it is made of with --build-arg BASE_IMAGE=NAME@sha256:DIGEST.`,
    zh: `kubespray 所需的程序；仅当依赖或 Kubernetes 版本变化时需要重新构建，构建时不需要其他文件：\ndocker build -t ${baseTag} -f Dockerfile.base .\n可用 --build-arg BASE_IMAGE=NAME@sha256:DIGEST 固定基础镜像。`,
  };
}

export function imageWords(tag: string): Wording {
  return {
    en: `kubespray itself. Put Dockerfile and .dockerignore into its folder, and there:\ndocker build -t ${tag} .`,
    zh: `kubespray 本身。将 Dockerfile 和 .dockerignore 放入 kubespray 目录，并在其中执行：\ndocker build -t ${tag} .`,
  };
}
