// A plate
use <a.scad>
include <b/c.scad>
width = 10; // [1:100]
/* [Holes] */
// How many
holes = 4; // [2, 4:four, 8]
module plate(size = [1, 2], center) { function f(x) = x; module inner() cube(size); inner(); { cube(); } ; }
!plate([width, 20, 2], center = true,);
#translate([0, 0, 1]) %rotate(45) { a = 1; cube(a); *sphere(2); }
if (width > 5) cube(); else if (holes == 4) { sphere(); } else ;
for (i = [0 : 2 : 9], j = [1, 2]) let (k = i) echo(k, j = j) assert(k >= 0, "no");
intersection_for (n = [1 : 3]) each (n) cube();
width = 12;
