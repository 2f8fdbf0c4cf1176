f = function(n) n < 2 ? 1 : n * f(n - 1);
g = [for (i = [0:3]) let (k = i) function(x) x + k + i];
h = [for (i = 0, j = function() i; i < 3; i = i + 1) j];
echo(f(5), [for (a = g) a(1)], [for (b = h) b()], let (r = function(n) n ? r(n - 1) : 0) r(9));
