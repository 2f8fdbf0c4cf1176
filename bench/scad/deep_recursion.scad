// recursion 1,500 deep, 300 times
function depth(n) = n == 0 ? 0 : 1 + depth(n - 1);
echo([for (i = [1 : 300]) depth(1500)][99]);
