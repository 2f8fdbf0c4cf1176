// recursive function, 700,000 calls
function fibonacci(n) = n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
echo(fibonacci(27));
