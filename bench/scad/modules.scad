// tree of modules, two branches 13 deep, and chains 100 deep (csg)
module fork(n) {
  if (n == 0) cube(1);
  else {
    translate([n, 0, 0]) fork(n - 1);
    rotate([0, 0, n]) fork(n - 1);
  }
}
module nest(n) { if (n > 0) translate([0, 0, 1]) nest(n - 1); else sphere(1); }
fork(13);
for (i = [1 : 100]) nest(100);
