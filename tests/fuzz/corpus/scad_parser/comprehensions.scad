a = [for (i = [0 : 9]) if (i % 2 == 0) i else each [i, -i]];
b = [for (i = 0, j = 1; i < 5; i = i + 1, j = j * 2) [i, j]];
c = [let (x = 1) for (y = [x, 2]) (let (z = y) if (z > 1) z), each [1, 2], (for (k = "abc") k)];
d = [(let (q = 1) q) + 1, for (i = [1 : 2]) for (j = [3 : 4]) i * j];
