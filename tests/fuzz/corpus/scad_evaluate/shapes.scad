polyhedron([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 1, 2], [0, 1, 9], "x"]);
linear_extrude(h = 1, v = [1, 2, 3], twist = "a", slices = 1 / 0) polygon([[0, 0], [1]], paths = [[0, 7]]);
rotate([1, "x"], v = 2) color("#f0f", 2) resize([1], auto = [true]) offset(delta = 1, chamfer = true) text("\u263a");
rotate_extrude($fn = 3) import("a.stl", origin = 1); surface("b"); hull() minkowski() roof(method = "q") projection();
