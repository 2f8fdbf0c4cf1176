// loop of a million passes
values = [for (i = [0 : 999998]) i * 2 + 1];
echo(len(values), values[999998]);
