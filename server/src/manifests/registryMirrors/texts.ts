import type { Wording } from "../manifest";

/** What the files of the mirrors say to whoever opens them. */

export const COMPOSE: readonly Wording[] = [
  {
    en: "One pull-through registry for each origin, on the loopback address, and nginx in front of them, which lets nobody push.",
    zh: "每个来源一个只读的缓存镜像仓库（仅监听本机地址），前面的 nginx 禁止 push。",
  },
  {
    en: "Needs config.yml, nginx.conf and tls/mirrors.crt, tls/mirrors.key beside it. Start with: docker compose up -d",
    zh: "同目录需有 config.yml、nginx.conf 以及 tls/mirrors.crt、tls/mirrors.key。启动：docker compose up -d",
  },
  {
    en: "An account for an origin (docker.io limits anonymous pulls) goes into a file .env: MIRROR_DOCKER_IO_USERNAME=..., ..._PASSWORD=...",
    zh: "某个来源的账号（docker.io 对匿名拉取限流）写入 .env 文件：MIRROR_DOCKER_IO_USERNAME=…、…_PASSWORD=…",
  },
];

export const NGINX: readonly Wording[] = [
  {
    en: "For the http block of nginx (conf.d). GET and HEAD pass, everything else is answered 403: nobody can push.",
    zh: "放入 nginx 的 http 块（conf.d）。仅放行 GET 与 HEAD，其余一律 403：禁止 push。",
  },
  {
    en: "Where the kernel has no IPv6 nginx refuses the lines listen [::]: take them out.",
    zh: "内核不支持 IPv6 时 nginx 会拒绝 listen [::] 行：请删除这些行。",
  },
];

export const GROUP_VARS: readonly Wording[] = [
  {
    en: "For group_vars/all of the inventory: nodes pull through the mirrors, and from the origin where a mirror does not answer.",
    zh: "放入 inventory 的 group_vars/all：节点经由镜像站拉取，镜像站无响应时回退到来源。",
  },
];

/** Two of the notes, for they are long. */
export const DOCKER: Wording = {
  en: "docker mirrors docker.io alone: images of the other origins are asked for at their mirror by name (the *_image_repo lines)",
  zh: "docker 只能为 docker.io 配置镜像站：其他来源的镜像通过 *_image_repo 直接指向其镜像站",
};

export function nerdctl(variable: string): Wording {
  return {
    en: `this release downloads images with nerdctl, which does not read ${variable}: set download_container: false, so that each image is pulled when it is needed, through the mirror`,
    zh: `该版本用 nerdctl 下载镜像，而 nerdctl 不读取 ${variable}：请设置 download_container: false，使镜像在需要时经由镜像站拉取`,
  };
}
