// SPDX-License-Identifier: MIT
// A tree of booleans (bench/geometry.py) by Manifold: CPU from the first primitive to the mesh, without loading and compiling WebAssembly.
import { readFileSync } from 'node:fs';

const { default: load } = await import(process.env.MANIFOLD);
const library = await load();
library.setup();
const { Manifold, Mesh } = library;

function matrixOf(rows) {
  return [0, 1, 2, 3].flatMap((column) => [rows[0][column], rows[1][column], rows[2][column], column === 3 ? 1 : 0]);
}

// OpenSCAD's sphere: rings, none of them at a pole.
function ball(radius, sides) {
  const rings = (sides + 1) >> 1, vertices = [], triangles = [];
  for (let i = 0; i < rings; i++) {
    const polar = (Math.PI * (i + 0.5)) / rings;
    for (let j = 0; j < sides; j++) {
      const angle = (2 * Math.PI * j) / sides;
      vertices.push(radius * Math.sin(polar) * Math.cos(angle), radius * Math.sin(polar) * Math.sin(angle),
        -radius * Math.cos(polar));
    }
  }
  for (let i = 0; i + 1 < rings; i++)
    for (let j = 0; j < sides; j++) {
      const a = i * sides + j, b = i * sides + ((j + 1) % sides);
      triangles.push(a, b, b + sides, a, b + sides, a + sides);
    }
  const top = (rings - 1) * sides;
  for (let j = 1; j + 1 < sides; j++) triangles.push(0, j + 1, j, top, top + j, top + j + 1);
  return new Manifold(new Mesh({ numProp: 3, vertProperties: new Float32Array(vertices), triVerts: new Uint32Array(triangles) }));
}

function solid(node) {
  switch (node.kind) {
    case 'cube': return Manifold.cube(node.size, node.center);
    case 'cylinder': return Manifold.cylinder(node.height, node.radius, node.radius, node.sides, node.center);
    case 'sphere': return ball(node.radius, node.sides);
    case 'prism': return Manifold.extrude([node.outline], node.height);
    case 'hull': return Manifold.hull(node.children.map(build));
    case 'minkowski': return node.children.map(build).reduce((sum, next) => sum.minkowskiSum(next));
    case 'intersection': return Manifold.intersection(node.children.map(build));
    case 'union': return Manifold.union(node.children.map(build));
    default: return Manifold.difference(node.children.map(build));
  }
}

function build(node) {
  return solid(node).transform(matrixOf(node.matrix));
}

const tree = JSON.parse(readFileSync(process.argv[2]));
const empty = process.resourceUsage().maxRSS;
build(tree).getMesh(); // once before, so that the compiler's time does not count
const memory = (process.resourceUsage().maxRSS - empty) / 1024;
const before = process.cpuUsage();
const mesh = build(tree).getMesh();
const used = process.cpuUsage(before);
console.log(JSON.stringify({ cpu: (used.user + used.system) / 1e6, triangles: mesh.numTri, memory }));
