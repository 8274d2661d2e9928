// What the Pulumi CLI starts. Plain JavaScript, so that a Node that cannot read TypeScript is told so.
const oldestNode = 24;

export default async function program() {
  refuseOldNode(process.versions.node);
  return { ...(await import("./index.ts")) };
}

function refuseOldNode(version) {
  if (Number(version.split(".")[0]) >= oldestNode) return;
  throw new Error(
    `The program needs Node ${oldestNode} or newer and was started with Node ${version}. ` +
      'Put the one that npm installed here first on the path: PATH="$PWD/node_modules/.bin:$PATH" pulumi up',
  );
}
