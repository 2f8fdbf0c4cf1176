// function literals, 400,000 calls
map = function (f, list) [for (x = list) f(x)];
compose = function (outer, inner) function (x) outer(inner(x));
list = [for (i = [0 : 99999]) i];
twice = map(compose(function (x) x * 2, function (x) x + 1), list);
echo(twice[99999], map(function (x) compose(function (y) y + x, function (z) sqrt(z))(x), [for (i = [0 : 999]) i])[999]);
