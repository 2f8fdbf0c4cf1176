v = concat([1], [each [2:4], "s", undef], [[5]]);
echo(v * 2, v[1], [[1, 2], [3, 4]] * [1, 2], str(v, "x"), search("s", v), lookup(1, [[0, 1], [2, 3]]));
echo(chr([65:70]), ord("a"), rands(0, 1, 2, 3), 1 << 3 | 4 & ~1, -v, v == v, v < [2], "a".x, [1:2].begin);
assert(len(v) > 100, str("only ", len(v)));
