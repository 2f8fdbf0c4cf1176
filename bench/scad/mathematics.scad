// functions of a number, a million calls
values = [for (i = [0 : 199999]) sin(i) * sqrt(i) + max(i, 3) + floor(i / 3) + abs(-i)];
echo(values[99999]);
