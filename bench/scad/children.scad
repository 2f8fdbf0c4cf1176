// children() handed on through 50 modules, and by index (csg)
module pass(n) { if (n == 0) children(); else pass(n - 1) children(); }
module pick() { for (i = [0 : $children - 1]) translate([i, 0, 0]) children(i); }
for (i = [1 : 500]) pass(50) cube(i);
for (i = [1 : 3000]) pick() { cube(1); sphere(2); cylinder(3); square(4); }
