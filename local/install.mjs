// Runs before `npm start` and `npm test`, perhaps under Node 20 and before anything is installed:
// plain JavaScript without dependencies.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { alone } from "./install/alone.mjs";
import { InstallFailure } from "./install/install-failure.mjs";

const oldestNode = 20;
const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));

try {
  await main();
} catch (error) {
  if (!(error instanceof InstallFailure)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}

async function main() {
  checkNode(process.versions.node);
  if (isInstalled(projectFolder)) return;
  await alone(projectFolder, async () => {
    if (!isInstalled(projectFolder)) await install();
  });
}

function checkNode(version) {
  if (Number(version.split(".")[0]) >= oldestNode) return;
  throw new InstallFailure(
    `Fluxa cannot be installed with Node ${version}: its dependencies need Node ${oldestNode} or newer.\n` +
      "Install a current Node from https://nodejs.org and run the command again; Fluxa brings the Node that it runs on by itself.",
  );
}

/** Whether node_modules holds what package-lock.json asks for, as npm's own copy of it says. */
function isInstalled(folder) {
  const wanted = packagesOf(join(folder, "package-lock.json"));
  const present = packagesOf(join(folder, "node_modules", ".package-lock.json"));
  if (wanted === undefined || present === undefined || !hasOwnNode(folder)) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith("node_modules/") || entry.link) return true;
    const found = present[path];
    // npm leaves out what is for another platform.
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** The install script of the package `node` puts it there; without it nothing can start. */
function hasOwnNode(folder) {
  return existsSync(join(folder, "node_modules", "node", "bin", "node"));
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

async function install() {
  console.log("Installing the dependencies (once; about a minute) ...");
  const started = Date.now();
  const { code, output } = await runNpm();
  if (code !== 0) throw installFailed(output);
  if (!hasOwnNode(projectFolder)) throw scriptsDidNotRun();
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** @throws InstallFailure when there is no npm. */
function runNpm() {
  const npmOfThisRun = process.env["npm_execpath"] ?? "";
  const isNpm = basename(npmOfThisRun) === "npm-cli.js";
  const [command, first] = isNpm ? [process.execPath, [npmOfThisRun]] : ["npm", []];
  // Errors only: that Node 20 is too old for some packages does not matter, since Node 24 runs them.
  const options = ["ci", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"];
  const child = spawn(command, [...first, ...options], {
    cwd: projectFolder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const collect = (chunk) => {
    output = (output + chunk).slice(0, 4_000);
  };
  child.stdout.setEncoding("utf8").on("data", collect);
  child.stderr.setEncoding("utf8").on("data", collect);
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(noNpm(error)));
    child.on("close", (code) => resolve({ code, output }));
  });
}

function installFailed(output) {
  return new InstallFailure(
    `npm ci failed, so Fluxa cannot run.\n\n${indented(output)}\n\n${adviceFor(output)}`,
  );
}

function adviceFor(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET|network/i.test(output)) {
    return "npm cannot reach its registry: check the network, the proxy and `npm config get registry`, and run the command again.";
  }
  if (/ENOSPC/.test(output))
    return "The disk is full: Fluxa's dependencies need about 1 GB. Make room and run the command again.";
  if (/EACCES|EPERM|EROFS/.test(output))
    return `Make ${projectFolder} writable for you and run the command again.`;
  if (/in sync|Missing:|Invalid:/.test(output)) {
    return "package.json and package-lock.json do not agree: run `npm install`, and commit the lockfile that it writes.";
  }
  return "Run `npm ci` in this folder to see all that npm says.";
}

function scriptsDidNotRun() {
  return new InstallFailure(
    "npm installed the dependencies but ran none of their install scripts, so the Node 24 that Fluxa runs on is missing.\n" +
      "Turn the scripts on (`npm config set ignore-scripts false`) and run the command again; package.json allows exactly those that are needed.",
  );
}

function noNpm(error) {
  return new InstallFailure(
    `npm cannot be started (${error.message}), so the dependencies cannot be installed.\nInstall Node with npm from https://nodejs.org and run the command again.`,
  );
}

/** npm's first lines say what is wrong; behind them come stack traces. */
function indented(text) {
  return text
    .trim()
    .split("\n")
    .slice(0, 6)
    .map((line) => `  ${line}`)
    .join("\n");
}
