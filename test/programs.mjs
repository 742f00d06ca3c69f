// The real programs that generated manifests are proved with (test/support/programs.ts says which test wants which). Installs from Debian's
// packages what is missing, where this user may; what cannot be had is skipped by its tests, with a line each.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const PACKAGES = {
  "ansible-playbook": "ansible-core",
  aria2c: "aria2",
  busybox: "busybox",
  curl: "curl",
  "docker-registry": "docker-registry",
  nginx: "nginx-light",
  openssl: "openssl",
  shellcheck: "shellcheck",
  skopeo: "skopeo",
  wget: "wget",
};

const missing = Object.keys(PACKAGES).filter((name) => !onPath(name));
if (missing.length > 0) install(missing.map((name) => PACKAGES[name]));

function install(packages) {
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    console.log(`not here, and only root may install them: ${missing.join(", ")} (apt-get install ${packages.join(" ")})`);
    return;
  }
  console.log(`installing with apt-get: ${packages.join(" ")}`);
  const get = () => aptGet("install", "-y", "--no-install-recommends", ...packages);
  if (get() === 0) return;
  aptGet("update");
  if (get() !== 0) console.log(`apt-get did not install all of: ${packages.join(" ")}`);
}

function aptGet(...parameters) {
  const { status } = spawnSync("apt-get", ["-q", ...parameters], {
    // No service is started: the tests start their own, on ports of their own.
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
    stdio: "ignore",
  });
  return status;
}

/** Also where Debian keeps servers, which is not on every user's PATH. */
function onPath(name) {
  return [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"].filter(Boolean).some((folder) => existsSync(join(folder, name)));
}
