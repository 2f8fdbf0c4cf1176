// SPDX-License-Identifier: MIT
// Volumes of the random trees of turned solids (print_trees) by Manifold, the npm package manifold-3d: in doubles, since a hull of points
// takes them. Where cutting into convex pieces (pieces.c), which rounds nothing, says otherwise by more than 10^-5, its volume is
// written instead and said on standard error. It writes turned_volumes.txt anew; how: `./dev trees record`.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const NEAR = 1e-5;
const { default: load } = await import(process.env.MANIFOLD);
const { version } = JSON.parse(readFileSync(new URL('package.json', `file://${process.env.MANIFOLD}`)));
const library = await load();
library.setup();
const { Manifold } = library;

function build(node) {
  const [[kind, parts]] = Object.entries(node);
  return kind === 'hull' ? Manifold.hull(parts) : Manifold[kind](parts.map(build));
}

let seed = 0, corrected = 0;
console.log(`# manifold-3d ${version}, beside cutting into convex pieces; a line for each seed`);
for await (const line of createInterface({ input: process.stdin })) {
  const { volume, tree } = JSON.parse(line), solid = build(tree), theirs = solid.volume();
  solid.delete();
  const agree = Math.abs(theirs - volume) <= NEAR;
  if (!agree) console.error(`tree ${seed}: ${theirs} by Manifold, ${volume} by pieces`);
  corrected += !agree;
  console.log((agree ? theirs : volume).toFixed(9));
  seed++;
}
console.error(`${seed} trees, ${corrected} volumes by pieces`);
