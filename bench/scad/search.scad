// search() and lookup() in tables of 1,000 rows
names = [for (i = [0 : 999]) [str("k", i), i]];
table = [for (i = [0 : 999]) [i, str("k", i)]];
heights = [for (i = [0 : 999]) [i, sin(i)]];
found = [for (i = [0 : 3999]) search([str("k", i % 1000)], names)[0]];
numbers = [for (i = [0 : 3999]) search(i % 1000, table)[0]];
looked = [for (i = [0 : 3999]) lookup(i / 5, heights)];
letters = [for (i = [0 : 9999]) search("scad", "openscad programs search for letters")];
echo(found[999], numbers[999], looked[1999], letters[999]);
