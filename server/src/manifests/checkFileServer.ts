import type { Wording } from "./manifest";
import { isPort } from "./port";

/** What is wrong with the address of a file server, or undefined. Nothing that YAML, Jinja2 or a shell would read as its own is taken. */
export function checkFileServer(value: string): Wording | undefined {
  if (!/^https?:\/\//i.test(value)) return { en: "an address begins with http:// or https://", zh: "地址应以 http:// 或 https:// 开头" };
  if (/[?#]/.test(value)) return { en: "an address to put paths behind has no ? and no #", zh: "用于拼接路径的地址不能含有“?”或“#”" };
  const address =
    /^https?:\/\/(?:[\w.~%!$&*+,;=:-]+@)?(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\[[0-9a-f:.]+\])(?::(\d{1,5}))?(?:\/[\w.~%!$&*+,;=:@-]*)*$/i.exec(
      value,
    );
  if (address && isPort(address[1])) return undefined;
  return {
    en: "that is no address of a server: https://files.example.com, http://10.0.0.5:8080/kubespray",
    zh: "不是有效的服务器地址，例如 https://files.example.com、http://10.0.0.5:8080/kubespray",
  };
}
