import type { Wording } from "../manifest";

/** What the files of the file server say to whoever opens them. */

export const ABOUT_NGINX: readonly Wording[] = [
  {
    en: "For the http block of nginx (conf.d). Serves the folder of the download bundle; nothing but GET and HEAD is answered.",
    zh: "放入 nginx 的 http 块（conf.d）。提供离线文件下载包的目录，只响应 GET 与 HEAD。",
  },
];

export const ABOUT_COMPOSE: readonly Wording[] = [
  {
    en: "Serves the folder that FILES names (../bundle/files) with nginx.conf, which has to stand beside it. Start with: docker compose up -d",
    zh: "用同目录的 nginx.conf 提供 FILES 所指的目录（默认 ../bundle/files）。启动：docker compose up -d",
  },
];

export const MESSAGES = {
  hidden: { en: "Hidden files, and what is not yet downloaded", zh: "隐藏文件，以及尚未下载完的文件" },
  types: { en: "Nothing is a page, whatever it is called: browsers save it", zh: "无论文件叫什么都不是网页：浏览器只会保存" },
} as const satisfies Readonly<Record<string, Wording>>;
