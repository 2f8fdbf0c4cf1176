// C-like loop of a million passes, two variables
sums = [for (i = 0, sum = 0; i < 999999; i = i + 1, sum = sum + i % 7) if (i == 999998) sum];
echo(sums);
