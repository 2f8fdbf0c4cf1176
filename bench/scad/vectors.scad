// vectors and matrices, 100,000 of each
m = [[0, -1, 0, 1], [1, 0, 0, 2], [0, 0, 1, 3], [0, 0, 0, 1]];
points = [for (i = [0 : 99999]) let (v = [i, i + 1, i + 2]) (v + [1, 2, 3]) * 2 - v];
turned = [for (p = points) m * [p.x, p.y, p.z, 1]];
dots = [for (p = points) p * p + norm(p) + cross(p, [0, 0, 1])[0]];
echo(turned[99999], dots[99999]);
