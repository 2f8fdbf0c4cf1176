a = -1 + 2 * 3 % 4 / 5 - -6 ^ 2 ^ 3;
b = !true && false || ~1 | 2 & 3 << 4 >> 5 == 6 != 7 <= 8 >= 9 < 1 > 2;
c = a ? b : undef ? [] : "x";
d = let (x = 1, y = x) assert(x == y, "m") echo("e", x) x + y;
e = function (x, y = 2) x(y)(3)[4].z;
f = [1, [2, 3], "four",];
g = [0 : 1 : 10][1];
h = (((a)))(1, b = 2);
k = 0x1F + 1.5e-3 + .5 + 5. + 1e+10;
