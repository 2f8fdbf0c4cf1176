// list comprehensions over 100,000 elements: if, let, each, nested
base = [for (i = [0 : 99999]) [i, i * i]];
evens = [for (p = base) if (p[0] % 2 == 0) p];
sums = [for (p = base) let (x = p[0], y = p[1]) x + y];
flat = [for (p = base) each p];
grid = [for (i = [0 : 299], j = [0 : 299]) [i, j, i + j]];
echo(len(evens), sums[99999], len(flat), len(grid));
