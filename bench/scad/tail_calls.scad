// tail calls, a million
function sum(n, total = 0) = n == 0 ? total : sum(n - 1, total + n);
echo(sum(500000), sum(490000));
