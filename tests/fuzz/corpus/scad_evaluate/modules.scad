module m(a, b = [1, 2], $c = 3) { x = a; for (i = b, j = [0:1]) translate([i, j]) children(j); echo($c, $children); }
m(1, z = 4, $fn = 5) { cube(x); let (y = 2) sphere(y); }
!if (true) { *cube(); #square([1, 2]); } else %circle(d = 2);
