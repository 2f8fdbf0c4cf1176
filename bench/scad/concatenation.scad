// concat() and each in recursion, a sort of 20,000
function grow(n, list = []) = n == 0 ? list : grow(n - 1, concat(list, [n]));
function spread(n, list = []) = n == 0 ? list : spread(n - 1, [each list, n]);
function sort(list) = len(list) < 2 ? list
  : let (pivot = list[floor(len(list) / 2)])
    concat(sort([for (x = list) if (x < pivot) x]), [for (x = list) if (x == pivot) x],
           sort([for (x = list) if (x > pivot) x]));
echo(len(grow(10000)), len(spread(2000)), sort([for (i = [0 : 19999]) (i * 7919) % 20011])[500]);
